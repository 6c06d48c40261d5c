// Builds random programs and runs them on the model and on QEMU.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SYSTEM_RANDOM_BENCH_H
#define STANDSTILL_TESTS_SYSTEM_RANDOM_BENCH_H

#include <functional>
#include <string>

#include "generator.h"
#include "signature.h"

namespace standstill::random {

/// Changes the text of a program before the model gets it: a defect that a test plants.
using Defect = std::function<std::string(std::string)>;

class Bench {
 public:
  explicit Bench(Defect defect = {});
  ~Bench();
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  struct Signatures {
    std::string model;
    std::string other;  ///< the model with tiny caches, relaxed stores and far atomics
    std::string qemu;
  };
  Signatures run(const ProgramRequest& request);

  /// Says in words where the model parts from QEMU in `block`: the first value and the first piece
  /// of code after which it is wrong.
  std::string explain(ProgramRequest request, unsigned block);

 private:
  std::string build(const std::string& text, const char* name);
  bool differs(const ProgramRequest& request);

  Defect defect_;
  std::string folder_;
};

}  // namespace standstill::random

#endif  // STANDSTILL_TESTS_SYSTEM_RANDOM_BENCH_H
