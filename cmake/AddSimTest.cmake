# standstill_test(NAME SOURCES... DEPENDS... [LABELS...] [TIMEOUT s] [ONE_PROCESS]):
# a GoogleTest program. Each case is one ctest entry and so one process, because SystemC cannot be
# started twice; ONE_PROCESS runs a program of many pure cases as a single entry.
include(GoogleTest)
function(standstill_test name)
  cmake_parse_arguments(ARG "ONE_PROCESS" "TIMEOUT" "SOURCES;DEPENDS;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gmock standstill_warnings)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  if("standstill::systemc_main" IN_LIST ARG_DEPENDS)
    # That library brings its own main: SystemC wants sc_main.
  else()
    target_link_libraries(${name} PRIVATE GTest::gmock_main)
  endif()
  if(ARG_ONE_PROCESS)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
  else()
    gtest_discover_tests(${name} TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60
      PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
  endif()
endfunction()
