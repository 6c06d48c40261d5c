// Follows the markers.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/machine/wave_marks.h"

#include "standstill/markers.h"

namespace standstill::testbench {
namespace {

using platform::Marker;

/// A guest may name as many tasks as it likes; we remember this many.
constexpr std::size_t kMostNames = 1 << 16;

std::string letters_of(std::uint64_t word) {
  std::string text;
  for (; (word & 0xFF) != 0; word >>= 8) text += static_cast<char>(word & 0xFF);
  return text;
}

}  // namespace

void WaveMarks::note(const Event& event) {
  if (event.kind != EventKind::Marker || event.source >= harts_.size()) return;
  HartMarks& hart = harts_[event.source];
  switch (static_cast<Marker>(event.a)) {
    case Marker::Call:
      ++calls_;
      break;
    case Marker::Return:
      finish_call(event.b);
      break;
    case Marker::Stopper:
    case Marker::Leave:
      hart.state = MultiStopState::None;
      break;
    case Marker::Prepare:
      hart.state = MultiStopState::Prepare;
      break;
    case Marker::IrqOffAck:
      hart.state = MultiStopState::DisableIrq;
      break;
    case Marker::RunBegin:
    case Marker::RunAck:
      hart.state = MultiStopState::Run;
      break;
    case Marker::Exit:
      hart.state = MultiStopState::Exit;
      break;
    case Marker::SetState:
      published_ = event.c;
      data_ = event.b;
      break;
    case Marker::TaskName:
      name_task(event.b, event.c);
      break;
    case Marker::TaskNameMore:
      if (const auto name = names_.find(event.b); name != names_.end())
        name->second = name->second.substr(0, 8) + letters_of(event.c);
      break;
    case Marker::Switch: {
      const auto name = names_.find(event.b);
      hart.task = name == names_.end() ? std::string() : name->second;
      break;
    }
    default:
      break;
  }
}

void WaveMarks::name_task(std::uint64_t object, std::uint64_t letters) {
  if (names_.size() >= kMostNames && names_.count(object) == 0) return;
  names_[object] = letters_of(letters);
}

void WaveMarks::finish_call(std::uint64_t object) {
  if (calls_ > 0) --calls_;
  if (object != data_) return;
  published_ = 0;
  data_ = 0;
}

}  // namespace standstill::testbench
