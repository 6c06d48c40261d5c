#!/usr/bin/env bash
# A device access that is never answered ends the run, at the same cycle in lock-step.
# silent.sh RUN_SILENT FIRMWARE
# SPDX-License-Identifier: Apache-2.0
set -u
plain=$("$1" "$2" 50000) || exit 1
lockstep=$("$1" "$2" 50000 lockstep) || exit 1
echo "$plain"
[ "$plain" = "$lockstep" ] || {
  echo "in lock-step: $lockstep"
  exit 1
}
case $plain in
  "transaction of hart 0, stood still for 50000 cycles, end "*": waits for "*) ;;
  *) exit 1 ;;
esac
