// Properties of the message types, as tables.
// SPDX-License-Identifier: Apache-2.0
#include "common/message.h"

namespace standstill {
namespace {

struct TypeInfo {
  const char* name;
  Channel channel;
  bool line;
};

constexpr TypeInfo kTypes[kMessageTypes] = {
    {"ReadShared", Channel::Req, false},   {"ReadUnique", Channel::Req, false},
    {"CleanUnique", Channel::Req, false},  {"ReadOnce", Channel::Req, false},
    {"WriteBackFull", Channel::Req, true}, {"Evict", Channel::Req, false},
    {"Atomic", Channel::Req, false},       {"ReadNoSnp", Channel::Req, false},
    {"WriteNoSnp", Channel::Req, false},   {"SnpShared", Channel::Snp, false},
    {"SnpUnique", Channel::Snp, false},    {"SnpOnce", Channel::Snp, false},
    {"SnpResp", Channel::Rsp, false},      {"SnpRespData", Channel::Dat, true},
    {"CompAck", Channel::Rsp, false},      {"Comp", Channel::Rsp, false},
    {"CompData", Channel::Dat, true},      {"MemRead", Channel::Req, false},
    {"MemWrite", Channel::Dat, true},      {"MemData", Channel::Dat, true},
};

const TypeInfo& info(MessageType type) { return kTypes[static_cast<unsigned>(type)]; }

}  // namespace

Channel channel_of(MessageType type) { return info(type).channel; }
bool carries_line(MessageType type) { return info(type).line; }
const char* name_of(MessageType type) { return info(type).name; }

}  // namespace standstill
