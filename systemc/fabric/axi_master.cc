// Transactor: AXI4 single-beat handshakes from a queue of accesses.
// SPDX-License-Identifier: Apache-2.0
//
// Source: AMBA AXI4 (ARM IHI 0022), A3.2 and A3.4.
#include "fabric/axi_master.h"

namespace standstill::fabric {
namespace {

std::uint8_t log2_of(unsigned bytes) {
  return bytes == 8 ? 3 : bytes == 4 ? 2 : bytes == 2 ? 1 : 0;
}

unsigned lane_of(const AxiRequest& request) { return request.addr & 7; }

std::uint8_t strobes_of(const AxiRequest& request) {
  return static_cast<std::uint8_t>(((1u << request.size) - 1) << lane_of(request));
}

std::uint64_t low_bytes(std::uint64_t value, unsigned bytes) {
  return bytes >= 8 ? value : value & ((std::uint64_t{1} << (8 * bytes)) - 1);
}

void drive_write(FabricInputs& in, const AxiRequest& request) {
  in.awid = static_cast<std::uint16_t>(request.hart);
  in.awaddr = request.addr;
  in.awsize = log2_of(request.size);
  in.awcache = request.posted ? 1 : 0;
  in.wdata = low_bytes(request.data, request.size) << (8 * lane_of(request));
  in.wstrb = strobes_of(request);
}

}  // namespace

void AxiMaster::push(const AxiRequest& request) { queue_.push_back(request); }

/// A hart's own access in the other direction, older and not answered, goes first.
bool AxiMaster::held_back(const AxiRequest& request) const {
  const Direction& other = request.write ? read_ : write_;
  return other.active && other.request.hart == request.hart;
}

/// Starts the oldest access of each free direction. Everything before it in the queue belongs to
/// the busy direction, or is held back itself and then holds back its direction.
void AxiMaster::start_next() {
  bool write_blocked = write_.active;
  bool read_blocked = read_.active;
  for (auto it = queue_.begin(); it != queue_.end() && !(write_blocked && read_blocked);) {
    bool& blocked = it->write ? write_blocked : read_blocked;
    bool start = !blocked && !held_back(*it);
    for (auto older = queue_.begin(); start && older != it; ++older)
      start = older->hart != it->hart;
    blocked = true;
    if (start) {
      (it->write ? write_ : read_) = Direction{true, false, false, *it};
      it = queue_.erase(it);
    } else {
      ++it;
    }
  }
}

void AxiMaster::drive(FabricInputs& in) {
  start_next();
  in.awvalid = write_.active && !write_.address_sent;
  in.wvalid = write_.active && !write_.data_sent;
  in.bready = write_.active;
  in.wlast = in.wvalid;
  in.awlen = 0;
  if (write_.active) drive_write(in, write_.request);

  in.arvalid = read_.active && !read_.address_sent;
  in.rready = read_.active;
  in.arlen = 0;
  in.arcache = 0;
  if (read_.active) {
    in.arid = static_cast<std::uint16_t>(read_.request.hart);
    in.araddr = read_.request.addr;
    in.arsize = log2_of(read_.request.size);
  }
}

AxiStep AxiMaster::clock(const FabricInputs& in, const FabricOutputs& before) {
  AxiStep step;
  if (in.awvalid && before.awready) {
    write_.address_sent = true;
    step.write_accepted = write_.request;
  }
  if (in.wvalid && before.wready) {
    write_.data_sent = true;
    step.written = write_.request;
  }
  if (in.bready && before.bvalid) {
    step.write_done = AxiResponse{write_.request, 0, before.bresp};
    write_.active = false;
  }
  if (in.arvalid && before.arready) {
    read_.address_sent = true;
    step.read_accepted = read_.request;
  }
  if (in.rready && before.rvalid) {
    const std::uint64_t data = before.rdata >> (8 * lane_of(read_.request));
    step.read_done = AxiResponse{read_.request, low_bytes(data, read_.request.size), before.rresp};
    read_.active = false;
  }
  return step;
}

}  // namespace standstill::fabric
