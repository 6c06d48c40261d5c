// A report of no progress, field by field.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/no_progress.h"

#include <nlohmann/json.hpp>

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

Json wait_json(const HartWait& wait) {
  Json json;
  json["hart"] = wait.on ? Json(*wait.on) : Json(nullptr);
  json["what"] = wait.what;
  return json;
}

Json hart_json(const StuckHart& hart) {
  Json json;
  json["hart"] = hart.hart;
  json["task"] = hart.task.empty() ? Json(nullptr) : Json(hart.task);
  json["doing"] = hart.doing;
  json["privilege"] = hart.privilege;
  json["interrupts_enabled"] = hart.interrupts_enabled;
  json["nmie"] = hart.nmie;
  json["mip"] = hart.pending;
  json["mie"] = hart.enabled;
  json["backtrace"] = Json::array();
  for (const StackFrame& frame : hart.frames) {
    Json& frame_json = json["backtrace"].emplace_back();
    frame_json["pc"] = frame.pc;
    frame_json["place"] = frame.place;
  }
  json["waits_for"] = Json::array();
  for (const HartWait& wait : hart.waits) json["waits_for"].push_back(wait_json(wait));
  json["holds"] = hart.locks;
  json["remarks"] = hart.remarks;
  return json;
}

}  // namespace

Json no_progress_json(const NoProgress& report) {
  const StandsStill what = report.stall.what;
  const bool seen = what != StandsStill::Limit;
  Json json;
  json["by"] = name_of(what);
  json["since"] = seen ? Json(report.stall.since) : Json(nullptr);
  json["rendezvous"] = what == StandsStill::Rendezvous ? Json(report.stall.number) : Json(nullptr);
  json["hart"] = what == StandsStill::Transaction ? Json(report.stall.number) : Json(nullptr);
  json["sentence"] = report.sentence.empty() ? Json(nullptr) : Json(report.sentence);
  json["circular_wait"] = report.circular_wait;
  json["open"] = report.open;
  json["harts"] = Json::array();
  for (const StuckHart& hart : report.harts) json["harts"].push_back(hart_json(hart));
  return json;
}

}  // namespace standstill::testbench
