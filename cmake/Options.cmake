# Options of the build, and the warnings every target of ours is compiled with.
option(STANDSTILL_WERROR "Treat warnings as errors" OFF)
option(STANDSTILL_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

option(STANDSTILL_TIDY "Make clang-tidy on every host file one of the tests; takes minutes" OFF)
option(STANDSTILL_NIGHTLY "Add the tests that take too long for every day; label nightly" OFF)

add_library(standstill_warnings INTERFACE)
target_compile_options(standstill_warnings INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Wcast-qual)
if(STANDSTILL_WERROR)
  target_compile_options(standstill_warnings INTERFACE -Werror)
endif()
if(STANDSTILL_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined
    -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

# standstill_library(NAME [PURE] SOURCES... DEPENDS...): one folder, one library, one noun.
# A PURE library does not see SystemC: an include of <systemc> in it does not compile.
function(standstill_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(standstill_${name} STATIC ${ARG_SOURCES})
  add_library(standstill::${name} ALIAS standstill_${name})
  target_include_directories(standstill_${name} PUBLIC ${PROJECT_SOURCE_DIR}/systemc)
  target_link_libraries(standstill_${name} PUBLIC ${ARG_DEPENDS} PRIVATE standstill_warnings)
endfunction()
