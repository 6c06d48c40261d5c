#!/usr/bin/env bash
# docs/timing.md names every parameter with the default that the program has.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
missing=0
while IFS= read -r line; do
  key=${line%%=*}
  value=${line#*=}
  value=${value%% *}
  grep -qF "| \`$key\` | $value |" "$2" || {
    echo "$2 lacks: | \`$key\` | $value |"
    missing=1
  }
done < <("$1" list params | grep '^[a-z0-9_]*\.[a-z0-9_]*=')
exit $missing
