# standstill_rtl_block(BLOCK TOP module SOURCES files... TESTS files... [PARAMETERS Name=value...]
#   [PROOF_STEPS n] [INDUCTION] [LONG_STEPS n] [LONG_PARAMETERS Name=value...]): verifies one block
# of rtl/ on its own, from the folder tests/rtl/<block>. SOURCES are names of files in rtl/. It makes
#   rtl_<block>           a library, the Verilated class V<block>; <block>_check.sv is bound to it
#   rtl_<block>_test      the bench at the block's pins; a checker's assertion that fails is a
#                         failure of the test case
#   rtl_proof_<block>     <block>_proof.sv by Yosys and Z3: PROOF_STEPS clocks from reset, or, with
#                         INDUCTION, all time
#   rtl_proof_<block>_sees_defects   every defect of <block>_defects.txt makes that proof fail
# LONG_STEPS and LONG_PARAMETERS are of the long proofs (scripts/rtl_proofs): so many clocks from
# reset; the short proof with other parameters of the wrapper.
# PARAMETERS are those of TOP in the bench; the checker has parameters of the same names, and its
# ports are those of TOP. Of the checker, the proof and the defects any may be absent.
find_program(STANDSTILL_yosys yosys)
find_program(STANDSTILL_smtbmc yosys-smtbmc)
find_program(STANDSTILL_z3 z3)
if(STANDSTILL_yosys AND STANDSTILL_smtbmc AND STANDSTILL_z3)
  set(STANDSTILL_PROOFS ON)
endif()

# What Verilator is told wherever the RTL is built for a bench: assertions on, no value unknown.
set(STANDSTILL_VERILATOR_BENCH --default-language 1364-2005 +1800-2017ext+sv --no-timing --assert
  --x-assign 0 --x-initial 0)

# Binds <block>_check to `top`; `parameters` is a list of Name=value, sets `result` to the file.
function(standstill_bind block top parameters result)
  set(pass "")
  foreach(parameter IN LISTS parameters)
    string(REGEX REPLACE "=.*" "" name ${parameter})
    list(APPEND pass ".${name}(${name})")
  endforeach()
  list(JOIN pass ", " pass)
  set(file ${CMAKE_CURRENT_BINARY_DIR}/${block}_bind.sv)
  file(CONFIGURE OUTPUT ${file} CONTENT "bind ${top} ${block}_check #(${pass}) check (.*);\n")
  set(${result} ${file} PARENT_SCOPE)
endfunction()

# Notes a bench for the tools in scripts/ (rtl_blocks.py); see standstill_write_rtl_blocks.
function(standstill_note_rtl_block block)
  cmake_parse_arguments(ARG "" "TOP;PREFIX;TEST;STEPS;INDUCTION;LONG_STEPS"
    "SOURCES;CHECKERS;PARAMETERS;LONG_PARAMETERS" ${ARGN})
  foreach(field SOURCES CHECKERS PARAMETERS LONG_PARAMETERS)
    list(TRANSFORM ARG_${field} PREPEND "\"")
    list(TRANSFORM ARG_${field} APPEND "\"")
    list(JOIN ARG_${field} ", " ${field})
  endforeach()
  set_property(GLOBAL APPEND_STRING PROPERTY STANDSTILL_RTL_BLOCKS
    "{\"name\": \"${block}\", \"top\": \"${ARG_TOP}\", \"prefix\": \"${ARG_PREFIX}\",
  \"test\": \"${ARG_TEST}\", \"folder\": \"${CMAKE_CURRENT_SOURCE_DIR}\",
  \"steps\": \"${ARG_STEPS}\", \"induction\": \"${ARG_INDUCTION}\",
  \"long_steps\": \"${ARG_LONG_STEPS}\", \"long_parameters\": [${LONG_PARAMETERS}],
  \"sources\": [${SOURCES}],\n  \"checkers\": [${CHECKERS}],
  \"parameters\": [${PARAMETERS}]},\n")
endfunction()

# Writes what has been noted to rtl_blocks.json in the build folder.
function(standstill_write_rtl_blocks)
  get_property(blocks GLOBAL PROPERTY STANDSTILL_RTL_BLOCKS)
  string(REGEX REPLACE ",\n$" "\n" blocks "${blocks}")
  list(JOIN STANDSTILL_VERILATOR_BENCH "\", \"" arguments)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/rtl_blocks.json
    CONTENT "{\"verilator\": [\"${arguments}\"],\n\"blocks\": [\n${blocks}]}\n")
endfunction()

function(standstill_rtl_proof block sources)
  cmake_parse_arguments(ARG "INDUCTION" "STEPS" "" ${ARGN})
  set(tools ${PROJECT_SOURCE_DIR}/tests/rtl)
  set(scratch ${CMAKE_CURRENT_BINARY_DIR}/${block}_proof)
  file(MAKE_DIRECTORY ${scratch})
  set(properties ${CMAKE_CURRENT_SOURCE_DIR}/${block}_check.sv
    ${CMAKE_CURRENT_SOURCE_DIR}/${block}_proof.sv)
  list(JOIN sources " " sources)
  list(JOIN properties " " properties)
  set(arguments "-DSOURCES=${sources}" "-DPROPERTIES=${properties}" -DTOP=${block}_proof
    -DSTEPS=${ARG_STEPS} -DINDUCTION=${ARG_INDUCTION})
  add_test(NAME rtl_proof_${block} COMMAND ${CMAKE_COMMAND} ${arguments}
    -DOUTPUT=${scratch}/proof.smt2 -P ${tools}/proof.cmake)
  set_tests_properties(rtl_proof_${block} PROPERTIES LABELS "rtl;proof" TIMEOUT 300)
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${block}_defects.txt)
    add_test(NAME rtl_proof_${block}_sees_defects COMMAND ${CMAKE_COMMAND} ${arguments}
      -DDEFECTS=${CMAKE_CURRENT_SOURCE_DIR}/${block}_defects.txt -DPROOF=${tools}/proof.cmake
      -DFOLDER=${scratch} -P ${tools}/defects.cmake)
    set_tests_properties(rtl_proof_${block}_sees_defects PROPERTIES LABELS "rtl;proof" TIMEOUT 1500)
  endif()
endfunction()

function(standstill_rtl_block block)
  cmake_parse_arguments(ARG "INDUCTION" "TOP;PROOF_STEPS;LONG_STEPS"
    "SOURCES;TESTS;PARAMETERS;LONG_PARAMETERS" ${ARGN})
  set(sources ${ARG_SOURCES})
  list(TRANSFORM sources PREPEND ${PROJECT_SOURCE_DIR}/rtl/)
  set(checkers "")
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${block}_check.sv)
    standstill_bind(${block} ${ARG_TOP} "${ARG_PARAMETERS}" bind)
    set(checkers ${CMAKE_CURRENT_SOURCE_DIR}/${block}_check.sv ${bind})
  endif()
  list(TRANSFORM ARG_PARAMETERS PREPEND -G OUTPUT_VARIABLE parameters)

  add_library(rtl_${block} STATIC)
  verilate(rtl_${block} PREFIX V${block} TOP_MODULE ${ARG_TOP} SOURCES ${sources} ${checkers}
    VERILATOR_ARGS ${STANDSTILL_VERILATOR_BENCH} ${parameters} OPT_FAST -O1)
  target_compile_options(rtl_${block} PRIVATE -w)
  # VL_USER_STOP: what an assertion that fails calls is in tests/rtl/support.
  target_compile_definitions(rtl_${block} PUBLIC VL_TIME_CONTEXT VL_USER_STOP VM_SC=0 VM_TRACE=0)
  get_target_property(dirs rtl_${block} INTERFACE_INCLUDE_DIRECTORIES)
  target_include_directories(rtl_${block} SYSTEM PUBLIC ${dirs})
  target_link_libraries(rtl_${block} PUBLIC Threads::Threads)

  standstill_test(rtl_${block}_test SOURCES ${ARG_TESTS} DEPENDS rtl_${block} standstill_rtl_bench
    LABELS rtl TIMEOUT 120 ONE_PROCESS)
  standstill_note_rtl_block(${block} TOP ${ARG_TOP} PREFIX V${block} TEST rtl_${block}_test
    STEPS ${ARG_PROOF_STEPS} INDUCTION ${ARG_INDUCTION} SOURCES ${sources} CHECKERS ${checkers}
    PARAMETERS ${ARG_PARAMETERS} LONG_STEPS ${ARG_LONG_STEPS}
    LONG_PARAMETERS ${ARG_LONG_PARAMETERS})
  if(STANDSTILL_PROOFS AND EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${block}_proof.sv)
    set(induction "")
    if(ARG_INDUCTION)
      set(induction INDUCTION)
    endif()
    standstill_rtl_proof(${block} "${sources}" STEPS ${ARG_PROOF_STEPS} ${induction})
  endif()
endfunction()
