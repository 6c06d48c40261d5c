// Starts SystemC, which calls the program.
// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <systemc>

#include "testbench/program/program.h"

int sc_main(int argc, char** argv) { return standstill::testbench::run_program(argc, argv); }

int main(int argc, char** argv) {
  // SystemC's banner would come before every message of ours.
  setenv("SC_COPYRIGHT_MESSAGE", "DISABLE", 0);
  return sc_core::sc_elab_and_sim(argc, argv);
}
