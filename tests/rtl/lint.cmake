# Runs the Verilog through every tool that has to accept it.
# cmake -DSOURCES="a.v b.v" -DTOOL=verilator|iverilog|yosys -P lint.cmake
separate_arguments(sources UNIX_COMMAND "${SOURCES}")
foreach(slots 4 64 1024)
  if(TOOL STREQUAL "verilator")
    set(command verilator --lint-only -Wall --default-language 1364-2005 --top-module fabric_top
      -GHartSlots=${slots} ${sources})
  elseif(TOOL STREQUAL "iverilog")
    set(command iverilog -g2005 -Wall -tnull -s fabric_top -Pfabric_top.HartSlots=${slots}
      ${sources})
  else()
    # Neither a combinational loop nor a latch.
    set(command yosys -q -p "read_verilog ${SOURCES}"
      -p "chparam -set HartSlots ${slots} fabric_top" -p "hierarchy -check -top fabric_top"
      -p proc -p "check -assert" -p "select -assert-none t:$dlatch")
  endif()
  execute_process(COMMAND ${command} RESULT_VARIABLE result OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
  if(NOT result EQUAL 0 OR output MATCHES "[Ww]arning")
    message(FATAL_ERROR "${TOOL} with HartSlots=${slots} says (${result}):\n${output}")
  endif()
endforeach()
