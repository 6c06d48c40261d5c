// The main of tests that run SystemC: the kernel calls sc_main, which runs GoogleTest.
// SPDX-License-Identifier: Apache-2.0
//
// Each case is a process of its own (cmake/AddSimTest.cmake): SystemC cannot be started twice.
// An error reported through SystemC becomes an exception, and so a failed test.
#include <gmock/gmock.h>

#include <systemc>

int sc_main(int argc, char* argv[]) {
  sc_core::sc_report_handler::set_actions(sc_core::SC_ERROR, sc_core::SC_THROW);
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
