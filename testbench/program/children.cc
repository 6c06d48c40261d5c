// poll over the pipes of all.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/children.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>

namespace standstill::testbench {
namespace {

constexpr int kMoment = 100;               ///< milliseconds
constexpr std::size_t kMostWords = 65536;  ///< bytes that are kept of what a child says

std::uint64_t now() {
  const auto time = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(time).count());
}

}  // namespace

Children::~Children() {
  tell(SIGKILL);
  for (const Working& working : all_) {
    close(working.child.words);
    wait_for(working.child.process);
  }
}

void Children::start(std::size_t id, const std::function<int()>& work) {
  all_.push_back({id, start_child(work, SIGKILL), "", now()});
}

bool Children::listen(Working& child) {
  char block[4096];
  const ssize_t got = read(child.child.words, block, sizeof block);
  if (got > 0 && child.words.size() < kMostWords)
    child.words.append(block, static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EINTR);
}

std::vector<Children::Ended> Children::wait() {
  std::vector<pollfd> pipes;
  for (const Working& working : all_) pipes.push_back({working.child.words, POLLIN, 0});
  std::vector<Ended> ended;
  if (poll(pipes.data(), pipes.size(), kMoment) <= 0) return ended;
  std::vector<Working> left;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    Working& working = all_[i];
    if (pipes[i].revents == 0 || listen(working)) {
      left.push_back(std::move(working));
      continue;
    }
    close(working.child.words);
    const int code = wait_for(working.child.process);
    ended.push_back({working.id, {code, std::move(working.words)}, now() - working.begin});
  }
  all_ = std::move(left);
  return ended;
}

void Children::tell(int signal) const {
  for (const Working& working : all_) kill(working.child.process, signal);
}

}  // namespace standstill::testbench
