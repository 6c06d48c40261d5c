#!/usr/bin/env bash
# Runs clang-tidy (.clang-tidy) on every host source file: tidy.sh TOP BUILD JOBS
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$1"
git ls-files 'systemc/*.cc' 'testbench/*.cc' | xargs -P "$3" -n 4 clang-tidy -p "$2" --quiet 2>/dev/null
