// The program without SystemC.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/program.h"

int main(int argc, char** argv) { return standstill::testbench::run_program(argc, argv); }
