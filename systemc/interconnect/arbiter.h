// Round-robin choice between inputs.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_INTERCONNECT_ARBITER_H
#define STANDSTILL_INTERCONNECT_ARBITER_H

namespace standstill::interconnect {

/// Chooses the requesting input that follows the one served last, cyclically by number. An input
/// that goes on requesting is served after at most `inputs - 1` others.
class Arbiter {
 public:
  /// @param inputs  number of inputs, >= 1; input 0 is first after reset
  explicit Arbiter(unsigned inputs) : inputs_(inputs) {}

  /// How many inputs go before `input`: 0 .. inputs - 1.
  unsigned rank(unsigned input) const {
    return input >= first_ ? input - first_ : input + inputs_ - first_;
  }
  void serve(unsigned input) { first_ = input + 1 == inputs_ ? 0 : input + 1; }

  /// The input of the lowest rank for which `requests(input)` holds; `inputs` if there is none.
  template <typename Requests>
  unsigned pick(Requests requests) const {
    for (unsigned step = 0, input = first_; step < inputs_; ++step) {
      if (requests(input)) return input;
      if (++input == inputs_) input = 0;
    }
    return inputs_;
  }

 private:
  unsigned inputs_;
  unsigned first_ = 0;
};

}  // namespace standstill::interconnect

#endif  // STANDSTILL_INTERCONNECT_ARBITER_H
