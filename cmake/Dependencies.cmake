# Finds what the project stands on. All of it is in scripts/packages.txt.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# Debian's SystemC has no CMake package of its own; a system with one is served first.
find_package(SystemCLanguage CONFIG QUIET)
if(SystemCLanguage_FOUND)
  add_library(standstill_systemc_dep INTERFACE)
  target_link_libraries(standstill_systemc_dep INTERFACE SystemC::systemc)
else()
  pkg_check_modules(SYSTEMC REQUIRED IMPORTED_TARGET systemc)
  add_library(standstill_systemc_dep INTERFACE)
  target_link_libraries(standstill_systemc_dep INTERFACE PkgConfig::SYSTEMC)
endif()
# tlm_utils starts helper processes at run time.
target_compile_definitions(standstill_systemc_dep INTERFACE SC_INCLUDE_DYNAMIC_PROCESSES)
add_library(standstill::systemc ALIAS standstill_systemc_dep)

find_package(verilator CONFIG REQUIRED HINTS $ENV{VERILATOR_ROOT})
find_package(GTest CONFIG REQUIRED)
