# Proves the properties of a wrapper with Yosys and Z3.
# cmake -DSOURCES="a.v b.v" -DPROPERTIES="check.sv proof.sv" -DTOP=module -DSTEPS=n
#   -DINDUCTION=ON|OFF -DOUTPUT=file [-DPARAMETERS="Name=value Name=value"] -P proof.cmake
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${TOP}: ${ARGN} says (${result}):\n${output}")
  endif()
endfunction()

set(sizes "")
separate_arguments(parameters UNIX_COMMAND "${PARAMETERS}")
foreach(parameter IN LISTS parameters)
  string(REPLACE "=" " " assignment ${parameter})
  list(APPEND sizes -p "chparam -set ${assignment} ${TOP}")
endforeach()
# Arrays become registers at once, so that a wrapper can name their words (plic_proof.sv).
run(yosys -q -p "read_verilog -mem2reg ${SOURCES}" -p "read_verilog -formal -sv ${PROPERTIES}"
  ${sizes} -p "prep -flatten -top ${TOP}" -p async2sync -p memory_map -p "opt -fast" -p dffunmap
  -p "write_smt2 -wires ${OUTPUT}")
run(yosys-smtbmc --noprogress --unroll -s z3 -t ${STEPS} ${OUTPUT})
if(INDUCTION)
  run(yosys-smtbmc --noprogress --unroll -s z3 -i -t ${STEPS} ${OUTPUT})
endif()
