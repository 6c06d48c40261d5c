// SystemC's main.
// SPDX-License-Identifier: Apache-2.0
#include <systemc>

#include "testbench/program/program.h"

int sc_main(int argc, char** argv) { return standstill::testbench::run_program(argc, argv); }
