// Breaks the layering on purpose.
// SPDX-License-Identifier: Apache-2.0
#include "users/patch.h"
