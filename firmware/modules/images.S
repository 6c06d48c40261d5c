# The modules as bytes, for users/module.h to load.
# SPDX-License-Identifier: Apache-2.0
#
# Source: modules/counter.cpp, compiled four times (firmware/CMakeLists.txt).
  .macro module_image name, file
  .balign 8
  .globl \name
\name:
  .incbin "\file"
  .globl \name\()_end
\name\()_end:
  .endm

  .section .rodata
  module_image module_counter_1, "counter_1.ko"
  module_image module_counter_2, "counter_2.ko"
  module_image module_counter_3, "counter_3.ko"
  module_image module_counter_4, "counter_4.ko"
