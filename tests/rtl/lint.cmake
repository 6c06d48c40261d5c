# Runs the Verilog through a tool that has to accept it without a warning: each module as a top of
# its own, in every size class where it has one, and by Yosys the whole.
# cmake -DSOURCES="a.v b.v" -DTOOL=verilator|iverilog|yosys -P lint.cmake
separate_arguments(sources UNIX_COMMAND "${SOURCES}")
list(GET sources 0 first)
get_filename_component(folder ${first} DIRECTORY)

function(lint module parameter)
  if(TOOL STREQUAL "verilator")
    list(TRANSFORM parameter PREPEND -G)
    set(command verilator --lint-only -Wall --default-language 1364-2005 -I${folder}
      --top-module ${module} ${parameter} ${sources})
  elseif(TOOL STREQUAL "iverilog")
    list(TRANSFORM parameter PREPEND -P${module}.)
    set(command iverilog -g2005 -Wall -tnull -I${folder} -s ${module} ${parameter} ${sources})
  else()
    # Neither a combinational loop nor a latch.
    string(REPLACE "=" " " assignment "${parameter}")
    set(command yosys -q -p "read_verilog -I${folder} ${SOURCES}"
      -p "chparam -set ${assignment} ${module}" -p "hierarchy -check -top ${module}"
      -p proc -p "check -assert" -p "select -assert-none t:$dlatch")
  endif()
  execute_process(COMMAND ${command} RESULT_VARIABLE result OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
  if(NOT result EQUAL 0 OR output MATCHES "[Ww]arning")
    message(FATAL_ERROR "${TOOL} of ${module} with ${parameter} says (${result}):\n${output}")
  endif()
endfunction()

# Yosys unrolls the ports of the IMSIC, which takes it about a second each.
set(sizes 4 64 1024)
if(TOOL STREQUAL "yosys")
  set(sizes 4 16)
endif()

foreach(source IN LISTS sources)
  file(READ ${source} text)
  get_filename_component(module ${source} NAME_WE)
  # A waiver says why, on its own line.
  string(REGEX MATCH "lint_off [A-Z]+ \\*/[^\n/]*\n" bare "${text}")
  if(bare)
    message(FATAL_ERROR "${source}: a waiver without a reason: ${bare}")
  endif()
  if(TOOL STREQUAL "yosys" AND NOT module STREQUAL "fabric_top")
    continue()  # scripts/rtl_synthesis looks at each
  elseif(text MATCHES "parameter +HartSlots")
    foreach(slots IN LISTS sizes)
      lint(${module} HartSlots=${slots})
    endforeach()
  else()
    lint(${module} "")
  endif()
endforeach()
