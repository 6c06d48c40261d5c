// Several pieces of work at a time, each in a process of its own.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_CHILDREN_H
#define STANDSTILL_TESTBENCH_PROGRAM_CHILDREN_H

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "testbench/program/child.h"

namespace standstill::testbench {

/// Children that are at work. They die with this process.
class Children {
 public:
  struct Ended {
    std::size_t id = 0;
    ChildEnd end;
    std::uint64_t microseconds = 0;  ///< of host time
  };

  Children() = default;
  ~Children();
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;

  /// Begins `work`, whose value is the exit code. Throws UsageError if no process can be had.
  void start(std::size_t id, const std::function<int()>& work);
  std::size_t size() const { return all_.size(); }
  /// Those that have ended since the last call; waits for one, but not longer than a moment.
  std::vector<Ended> wait();
  /// Gives a signal to each.
  void tell(int signal) const;

 private:
  struct Working {
    std::size_t id;
    StartedChild child;
    std::string words;
    std::uint64_t begin;  ///< microseconds
  };
  /// False when it has no more to say.
  static bool listen(Working& child);

  std::vector<Working> all_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_CHILDREN_H
