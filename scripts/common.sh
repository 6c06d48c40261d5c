# What scripts/run, scripts/test and .ci/run have in common. Sourced, not run.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=${STANDSTILL_JOBS:-$(nproc)}

packages() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$top/scripts/packages.txt"; }

missing_packages() {
  local package
  for package in $(packages); do
    dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed' ||
      echo "$package"
  done
}

# Installs what is missing of scripts/packages.txt; silent when nothing is.
install_packages() {
  local missing as_root=()
  command -v dpkg-query >/dev/null || {
    echo "standstill: no dpkg here: install the equivalents of scripts/packages.txt yourself" >&2
    return 0
  }
  missing=$(missing_packages)
  [ -z "$missing" ] && return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "standstill: these packages are missing, and neither root nor sudo is here:" >&2
      echo "  apt-get install" $missing >&2
      return 2
    }
    as_root=(sudo)
  fi
  echo "Installing:" $missing
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends $missing
}

# configure_and_build PRESET [TARGET...]
configure_and_build() {
  mkdir -p "$top/build"
  local preset=$1
  shift
  (cd "$top" && cmake --preset "$preset" ${STANDSTILL_CMAKE_FLAGS:-} >"$top/build/$preset.configure.log" 2>&1) || {
    cat "$top/build/$preset.configure.log" >&2
    return 1
  }
  cmake --build "$top/build/$preset" --parallel "$jobs" ${1:+--target "$@"}
}
