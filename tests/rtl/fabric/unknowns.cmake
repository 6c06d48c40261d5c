# Compiles and runs the four-valued bench under Icarus Verilog.
# cmake -DSOURCES="a.v b.v" -DBENCH=bench.v -DOUTPUT=file -P unknowns.cmake
separate_arguments(sources UNIX_COMMAND "${SOURCES}")
foreach(slots 4 64)
  execute_process(COMMAND iverilog -g2005 -Wall -s unknowns_bench
    -Punknowns_bench.HartSlots=${slots} -o ${OUTPUT} ${sources} ${BENCH}
    RESULT_VARIABLE result ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "iverilog says (${result}):\n${output}")
  endif()
  execute_process(COMMAND vvp -n ${OUTPUT} RESULT_VARIABLE result OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
  if(NOT result EQUAL 0 OR NOT output MATCHES "no unknowns in [0-9]+ checks")
    message(FATAL_ERROR "HartSlots=${slots} (${result}):\n${output}")
  endif()
endforeach()
