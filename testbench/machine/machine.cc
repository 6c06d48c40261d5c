// Creates and binds the modules of the machine.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/machine/machine.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string>

#include "interconnect/network.h"
#include "memory/dram.h"
#include "standstill/devices.h"
#include "testbench/machine/reach.h"

namespace standstill::testbench {
namespace {

/// Lines of devices, in the order of platform::plic::kDeviceSources.
enum Line : unsigned { kUartLine, kRtcLine, kLines };
static_assert(platform::plic::kDeviceSources[kUartLine] == platform::plic::kUartSource &&
              platform::plic::kDeviceSources[kRtcLine] == platform::plic::kRtcSource &&
              std::size(platform::plic::kDeviceSources) == kLines);

}  // namespace

Machine::Machine(const sc_core::sc_module_name& name, const RunRequest& request, EventSink& events,
                 OrderedConsole& console, RunEnd& end)
    : sc_module(name),
      map_(address_map_of(request.config)),
      config_(request.config),
      clock_(request.config.period_ps()),
      horizon_(map_.harts, line_index(kLines), tile_reach(request.config) + request.seeded_reach),
      memory_(platform::kDramBase, request.config.dram.size),
      wires_("wires", platform::kWires * map_.harts),
      lines_("lines", kLines),
      interconnect_("interconnect", config_.interconnect, map_, clock_, horizon_,
                    interconnect_index(), events, map_.interconnect_source()),
      dram_("dram", config_.dram, map_.homes, memory_, clock_, horizon_, memory_index(),
            map_.memory_source()) {
  load(request);
  create_tiles(request, events, console, end);
  create_homes(config_, events);
  create_devices(request, events, console, end);
  create_interposer(request, events);
  bind();
  horizon_.set_reach(interconnect_index(), interconnect::Network::reach(config_));
  horizon_.set_reach(memory_index(), memory::Dram::reach(config_));
  horizon_.set_reach(device_index(), devices::DeviceBus::reach(config_));
  horizon_.set_reach(fabric_index(), fabric_reach(config_));
  horizon_.set_reach(interposer_index(), fabric_reach(config_));
  for (unsigned line = 0; line < kLines; ++line)
    horizon_.set_reach(line_index(line), line_reach(config_));
}

void Machine::load(const RunRequest& request) {
  for (const ElfSegment& segment : request.image.segments)
    memory_.write(segment.address, segment.bytes.data(), segment.bytes.size());
  memory_.write(request.device_tree_address, request.device_tree.data(),
                request.device_tree.size());
}

void Machine::create_tiles(const RunRequest& request, EventSink& events, OrderedConsole& console,
                           RunEnd& end) {
  for (HartId hart = 0; hart < map_.harts; ++hart) {
    const tile::TileContext context{config_,
                                    map_,
                                    clock_,
                                    horizon_,
                                    events,
                                    end,
                                    console.port(hart),
                                    end,
                                    request.switches.lockstep,
                                    this,
                                    request.step_by_step};
    tile::TileOptions options;
    options.hart = hart;
    options.reach = horizon_.tile_reach();
    options.spin_skipping = request.switches.spin_skipping && !request.switches.lockstep;
    options.tohost = request.image.tohost.value_or(0);
    tiles_.push_back(std::make_unique<tile::TileModule>(("tile" + std::to_string(hart)).c_str(),
                                                        options, context));
    tiles_.back()->tile().reset(request.image.entry, request.device_tree_address);
  }
}

void Machine::create_homes(const MachineConfig& config, EventSink& events) {
  for (unsigned bank = 0; bank < map_.homes; ++bank) {
    homes_.push_back(
        std::make_unique<coherence::HomeModule>(("home" + std::to_string(bank)).c_str(), config,
                                                map_, bank, clock_, horizon_, bank, events));
    horizon_.set_reach(bank, coherence::Home::reach(config));
  }
}

void Machine::create_devices(const RunRequest& request, EventSink& events, OrderedConsole& console,
                             RunEnd& end) {
  devices::DeviceBusContext bus;
  bus.clock = clock_;
  bus.node = map_.device_node();
  bus.source = map_.device_node();
  bus.horizon = &horizon_;
  bus.horizon_source = device_index();
  std::vector<devices::DeviceRange> table = {
      {platform::kUart, 0}, {platform::kFinisher, 1}, {platform::kRtc, 3}};
  for (const platform::Region& window : platform::kFabricRegions) table.push_back({window, 2});
  device_bus_ = std::make_unique<devices::DeviceBus>("device_bus", config_.device, table, bus);
  uart_ = std::make_unique<devices::Uart>("uart", config_.device, line_context(kUartLine),
                                          console.port(map_.harts));
  rtc_ = std::make_unique<devices::Rtc>("rtc", config_.device, line_context(kRtcLine));
  finisher_ = std::make_unique<devices::Finisher>("finisher", config_.device, clock_, end);

  fabric::FabricContext fabric;
  fabric.clock = clock_;
  fabric.source = map_.fabric_source();
  fabric.events = &events;
  fabric.horizon = &horizon_;
  fabric.horizon_source = fabric_index();
  fabric.time = this;
  fabric.csr = this;
  fabric_ =
      std::make_unique<fabric::Fabric>("fabric", config_.fabric, map_.harts, fabric,
                                       request.switches.rtl_gating, request.switches.fabric_class);
}

void Machine::create_interposer(const RunRequest& request, EventSink& events) {
  if (!request.make_interposer) return;
  interposer_ =
      request.make_interposer({config_, map_, clock_, horizon_, interposer_index(), events});
  unheard_.init(map_.harts);
}

devices::LineContext Machine::line_context(unsigned line) {
  devices::LineContext context;
  context.clock = clock_;
  context.horizon = &horizon_;
  context.horizon_source = line_index(line);
  return context;
}

void Machine::bind() {
  for (HartId hart = 0; hart < map_.harts; ++hart) {
    tiles_[hart]->noc.bind(interconnect_.ports[hart]);
    for (unsigned wire = 0; wire < platform::kWires; ++wire) {
      auto& signal = wires_[fabric::Fabric::wire_index(static_cast<platform::Wire>(wire), hart)];
      tiles_[hart]->wires[wire].bind(signal);
    }
  }
  for (std::size_t i = 0; i < wires_.size(); ++i) {
    const bool replaced =
        interposer_ && i % platform::kWires == static_cast<unsigned>(interposer_->wire);
    fabric_->wires[i].bind(replaced ? unheard_[i / platform::kWires] : wires_[i]);
    if (replaced) interposer_->wires[i / platform::kWires].bind(wires_[i]);
  }
  for (unsigned bank = 0; bank < map_.homes; ++bank) {
    homes_[bank]->noc.bind(interconnect_.ports[map_.home_node(bank)]);
    homes_[bank]->memory.bind(dram_.ports[bank]);
  }
  device_bus_->node.bind(interconnect_.ports[map_.device_node()]);
  device_bus_->devices[0].bind(uart_->bus);
  device_bus_->devices[1].bind(finisher_->bus);
  if (interposer_) {
    device_bus_->devices[2].bind(interposer_->bus);
    interposer_->fabric.bind(fabric_->bus);
  } else {
    device_bus_->devices[2].bind(fabric_->bus);
  }
  device_bus_->devices[3].bind(rtc_->bus);
  uart_->line.bind(lines_[kUartLine]);
  rtc_->line.bind(lines_[kRtcLine]);
  fabric_->irq.bind(lines_);
}

void Machine::announce_time(std::uint64_t mtime, Cycle cycle) {
  for (auto& tile : tiles_) tile->announce_time(mtime, cycle);
}

void Machine::ask(const CsrRequest& request, Cycle arrival, EventId id) {
  fabric_->ask(request, arrival, id);
}

void Machine::answer(const CsrAnswer& answer, EventId id) {
  tiles_[answer.hart]->answer(answer, id);
}

void Machine::set_spin_skipping(bool on) {
  for (auto& tile : tiles_) tile->tile().set_spin_skipping(on);
}

void Machine::catch_up() {
  for (auto& tile : tiles_) tile->catch_up();
}

Cycle Machine::furthest() const {
  Cycle clock = clock_.now();
  for (const auto& tile : tiles_) clock = std::max(clock, tile->tile().clock());
  return clock;
}

/// Where the newest copy of a line can be, in the order in which one outdates the other; null: in
/// memory.
const standstill::Line* Machine::newest(Addr line) const {
  for (const auto& tile : tiles_)
    if (const standstill::Line* found = tile->tile().newest(line)) return found;
  if (const standstill::Line* found = interconnect_.arriving(line)) return found;
  const coherence::Home& bank = homes_[map_.bank_of(line)]->home();
  if (const standstill::Line* found = bank.arriving(line)) return found;
  if (const standstill::Line* found = bank.peek(line)) return found;
  return dram_.arriving(line);
}

bool Machine::peek(HartId hart, Addr addr, std::uint8_t* bytes, std::size_t count) const {
  if (!memory_.contains(addr, count)) return false;
  if (const standstill::Line* line = newest(line_of(addr)))
    std::memcpy(bytes, line->bytes.data() + offset_in_line(addr), count);
  else
    memory_.read(addr, bytes, count);
  tiles_[hart]->tile().overlay_stores(addr, bytes, count);
  return true;
}

void Machine::finish(Cycle end) {
  for (auto& tile : tiles_) tile->tile().finish(end);
  interconnect_.finish(end - 1);
}

}  // namespace standstill::testbench
