# standstill_add_rtl(TARGET TOP module SOURCES files... SIZES n...): verilates one design once per
# number of hart slots, as the C++ classes Vfabric<n>, into one library with FST tracing built in.
# Generated code is compiled without our warnings, and its headers are system headers to others.
function(standstill_add_rtl target)
  cmake_parse_arguments(ARG "" "TOP" "SOURCES;SIZES" ${ARGN})
  add_library(${target} STATIC)
  foreach(size IN LISTS ARG_SIZES)
    verilate(${target} TRACE_FST TRACE_STRUCTS
      PREFIX Vfabric${size} TOP_MODULE ${ARG_TOP} SOURCES ${ARG_SOURCES}
      # Unknown values are fixed ones, so that two runs and two builds agree.
      VERILATOR_ARGS --default-language 1364-2005 --no-timing -O3 --x-assign 0 --x-initial 0
        --noassert -Wall -GHartSlots=${size}
      OPT_FAST -O3 OPT_GLOBAL -O2)
  endforeach()
  target_compile_options(${target} PRIVATE -w)
  # VL_TIME_CONTEXT: Verilator shall not ask for a global sc_time_stamp(), SystemC has its own.
  # The rest must be the same in every translation unit that sees a Verilator header.
  target_compile_definitions(${target} PUBLIC VL_TIME_CONTEXT VM_SC=0 VM_TRACE=1 VM_TRACE_FST=1)
  get_target_property(dirs ${target} INTERFACE_INCLUDE_DIRECTORIES)
  target_include_directories(${target} SYSTEM PUBLIC ${dirs})
  target_link_libraries(${target} PUBLIC Threads::Threads)
endfunction()
