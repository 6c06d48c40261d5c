// A hart at the end of a run, for who says what it was doing.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_MACHINE_HART_LOOK_H
#define STANDSTILL_TESTBENCH_MACHINE_HART_LOOK_H

#include "testbench/progress/diagnosis.h"
#include "tile/tile.h"

namespace standstill::testbench {

/// Valid when nothing is being advanced.
HartLook look_at(const tile::Tile& tile);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_HART_LOOK_H
