# Builds RISC-V programs with the cross compiler, beside the host build.
#
# standstill_firmware(NAME SOURCES file... [INCLUDES dir...] [DEFINES macro...] LINKER_SCRIPT file):
#   ${CMAKE_BINARY_DIR}/firmware/NAME.elf from C++20 and assembly, freestanding. Its objects lie in
#   NAME.dir, so several programs can be made of the same sources with different macros.
# standstill_asm_elf(NAME file.S [LINKER_SCRIPT file]):
#   ${CMAKE_BINARY_DIR}/firmware/NAME.elf from one assembly file, entry _start at 0x80000000.
# Both make a target NAME with the property STANDSTILL_ELF, the path of the ELF.
#
# The same sources give the same bytes in any folder: paths are mapped away, objects are linked in
# the order of SOURCES, and nothing of the build's time or place is recorded.
find_program(STANDSTILL_RISCV_CXX NAMES riscv64-linux-gnu-g++ REQUIRED
  DOC "Cross compiler of the firmware (Debian: g++-riscv64-linux-gnu)")

set(STANDSTILL_RISCV_ARCH -march=rv64imac_zicsr_zifencei -mabi=lp64 -mcmodel=medany)
# glibc's <features.h> wants a file that the soft-float ABI does not bring; an empty one will do.
file(WRITE ${CMAKE_BINARY_DIR}/firmware/include/gnu/stubs-lp64.h "")

set(STANDSTILL_FIRMWARE_FLAGS ${STANDSTILL_RISCV_ARCH} -ffreestanding -nostdlib -fno-pic -O2 -g
  -gno-record-gcc-switches -fno-ident -fno-stack-protector -fno-asynchronous-unwind-tables)
# GCC 12 at -O2 moves volatile stores out of loops and so makes one too many; not with this flag.
list(APPEND STANDSTILL_FIRMWARE_FLAGS -fno-move-loop-stores)
set(STANDSTILL_FIRMWARE_CXX_FLAGS -std=c++20 -fno-exceptions -fno-rtti -fno-threadsafe-statics
  -fno-use-cxa-atexit -fno-tree-loop-distribute-patterns
  -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wcast-qual)
set(STANDSTILL_FIRMWARE_LINK ${STANDSTILL_RISCV_ARCH} -nostdlib -static -no-pie
  -Wl,--build-id=none -Wl,--no-warn-rwx-segments -Wl,-z,max-page-size=4096)

# The compiler's flags for files named like `source`, into the variable `out`.
function(standstill_firmware_flags out source)
  cmake_parse_arguments(ARG "" "" "INCLUDES;DEFINES" ${ARGN})
  set(flags ${STANDSTILL_FIRMWARE_FLAGS})
  if(source MATCHES "\\.cpp$")
    list(APPEND flags ${STANDSTILL_FIRMWARE_CXX_FLAGS}
      -isystem ${CMAKE_BINARY_DIR}/firmware/include)
    if(STANDSTILL_WERROR)
      list(APPEND flags -Werror)
    endif()
  endif()
  foreach(dir IN LISTS ARG_INCLUDES)
    list(APPEND flags -I${dir})
  endforeach()
  foreach(macro IN LISTS ARG_DEFINES)
    list(APPEND flags -D${macro})
  endforeach()
  set(${out} ${flags} PARENT_SCOPE)
endfunction()

# One object file, rebuilt when a header it includes changes; an assembly file also when one of
# STANDSTILL_FIRMWARE_EMBEDS does, the files that some take in by .incbin.
function(standstill_firmware_object source object)
  standstill_firmware_flags(flags ${source} ${ARGN})
  get_filename_component(folder ${object} DIRECTORY)
  get_filename_component(root ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/.. ABSOLUTE)
  file(MAKE_DIRECTORY ${folder})
  set(embeds)
  if(source MATCHES "\\.S$")
    set(embeds ${STANDSTILL_FIRMWARE_EMBEDS})
  endif()
  add_custom_command(OUTPUT ${object}
    COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} ${STANDSTILL_RISCV_CXX} ${flags} -ffile-prefix-map=${CMAKE_BINARY_DIR}=build
      -ffile-prefix-map=${root}=. -MMD -MF ${object}.d -MT ${object} -c ${source} -o ${object}
    DEPENDS ${source} ${embeds} DEPFILE ${object}.d WORKING_DIRECTORY ${root}
    COMMENT "Firmware object ${source}" VERBATIM)
endfunction()

function(standstill_firmware name)
  cmake_parse_arguments(ARG "" "LINKER_SCRIPT" "SOURCES;INCLUDES;DEFINES" ${ARGN})
  set(objects)
  foreach(source IN LISTS ARG_SOURCES)
    get_filename_component(path ${source} ABSOLUTE)
    set(object ${CMAKE_BINARY_DIR}/firmware/${name}.dir/${source}.o)
    standstill_firmware_object(${path} ${object}
      INCLUDES ${ARG_INCLUDES} DEFINES ${ARG_DEFINES})
    list(APPEND objects ${object})
  endforeach()
  get_filename_component(script ${ARG_LINKER_SCRIPT} ABSOLUTE)
  standstill_firmware_link(${name} ${script} ${objects})
  standstill_firmware_recipe(${name} ${script} SOURCES ${ARG_SOURCES}
    INCLUDES ${ARG_INCLUDES} DEFINES ${ARG_DEFINES})
endfunction()

# Writes down how the ELF is made, for tests that make a changed one: a line a fact.
function(standstill_firmware_recipe name script)
  cmake_parse_arguments(ARG "" "" "SOURCES;INCLUDES;DEFINES" ${ARGN})
  set(recipe "compiler;${STANDSTILL_RISCV_CXX}\nscript;${script}\nlink;${STANDSTILL_FIRMWARE_LINK}\n")
  foreach(kind cpp S)
    standstill_firmware_flags(flags x.${kind} INCLUDES ${ARG_INCLUDES} DEFINES ${ARG_DEFINES})
    string(APPEND recipe "${kind};${flags}\n")
  endforeach()
  string(APPEND recipe "sources;${ARG_SOURCES}\n")
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/firmware/${name}.recipe CONTENT "${recipe}")
endfunction()

# Relative object names keep the folder of the build out of the ELF.
function(standstill_firmware_link name script)
  set(elf ${CMAKE_BINARY_DIR}/firmware/${name}.elf)
  set(names)
  foreach(object IN LISTS ARGN)
    file(RELATIVE_PATH relative ${CMAKE_BINARY_DIR}/firmware ${object})
    list(APPEND names ${relative})
  endforeach()
  add_custom_command(OUTPUT ${elf}
    COMMAND ${STANDSTILL_RISCV_CXX} ${STANDSTILL_FIRMWARE_LINK} -Wl,-T,${script} ${names}
      -o ${name}.elf
    DEPENDS ${ARGN} ${script} WORKING_DIRECTORY ${CMAKE_BINARY_DIR}/firmware
    COMMENT "Firmware ${name}.elf" VERBATIM)
  add_custom_target(${name} ALL DEPENDS ${elf})
  set_target_properties(${name} PROPERTIES STANDSTILL_ELF ${elf})
endfunction()

set(STANDSTILL_ASM_LINKER_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/../firmware/boot/bare.ld)
function(standstill_asm_elf name source)
  cmake_parse_arguments(ARG "" "LINKER_SCRIPT" "" ${ARGN})
  if(NOT ARG_LINKER_SCRIPT)
    set(ARG_LINKER_SCRIPT ${STANDSTILL_ASM_LINKER_SCRIPT})
  endif()
  get_filename_component(path ${source} ABSOLUTE)
  get_filename_component(script ${ARG_LINKER_SCRIPT} ABSOLUTE)
  set(object ${CMAKE_BINARY_DIR}/firmware/${name}.dir/${name}.o)
  standstill_firmware_object(${path} ${object})
  standstill_firmware_link(${name} ${script} ${object})
endfunction()
