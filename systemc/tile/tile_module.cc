// A tile's SystemC process.
// SPDX-License-Identifier: Apache-2.0
#include "tile/tile_module.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace standstill::tile {

TileModule::TileModule(const sc_core::sc_module_name& name, const TileOptions& options,
                       const TileContext& context)
    : sc_module(name),
      context_(context),
      hart_(options.hart),
      irq_sync_(context.config.hart.irq_sync),
      tile_(options, context.config, context.map, context.events, context.end, context.console) {
  noc.register_nb_transport_bw(this, &TileModule::receive);
  SC_METHOD(activate);
  sensitive << wake_;
  dont_initialize();
  SC_METHOD(on_wires);
  for (const auto& wire : wires) sensitive << wire;
  dont_initialize();
  context_.horizon.set_earliest_output(hart_, 0);
  wake_.notify(context_.clock.until_middle(0));
}

/// Something will take effect at `cycle`: the tile could answer then, and wants to be run then.
void TileModule::expect(Cycle cycle) {
  if (cycle < tile_.clock())
    throw std::logic_error(std::string(name()) + ": something takes effect at cycle " +
                           std::to_string(cycle) + ", but the tile is at " +
                           std::to_string(tile_.clock()));
  if (cycle < earliest_output_) {
    earliest_output_ = cycle;
    context_.horizon.set_earliest_output(hart_, cycle);
  }
  wake_.notify(context_.clock.until_middle(cycle));
}

tlm::tlm_sync_enum TileModule::receive(Message& message, Channel& /*phase*/,
                                       sc_core::sc_time& /*delay*/) {
  tile_.receive(message);
  expect(message.cycle);
  return tlm::TLM_ACCEPTED;
}

/// Edges of one clock are served in the order of platform::Wire.
void TileModule::on_wires() {
  const Cycle cycle = context_.clock.now() + irq_sync_;
  for (unsigned wire = 0; wire < platform::kWires; ++wire) {
    if (!wires[wire].event()) continue;
    const unsigned code = platform::interrupt_row(static_cast<platform::Wire>(wire)).code;
    const EventId edge = make_edge_id(context_.map.fabric_source(), hart_, code, ++edges_[wire]);
    tile_.set_wire({cycle, code, wires[wire].read(), edge});
  }
  expect(cycle);
}

void TileModule::announce_time(std::uint64_t mtime, Cycle at) {
  const Cycle cycle = context_.clock.now() + irq_sync_;
  tile_.set_time({cycle, mtime, at});
  expect(cycle);
}

void TileModule::answer(const CsrAnswer& answer, EventId id) {
  const Cycle cycle = context_.clock.now() + irq_sync_ + context_.config.fabric.csr_answer;
  tile_.answer({cycle, answer.rdata, answer.illegal, id});
  expect(cycle);
}

void TileModule::activate() {
  const Cycle now = context_.clock.now();
  const Cycle horizon = context_.lockstep ? now + 1 : context_.horizon.limit(hart_);
  const Cycle limit =
      std::min(limit_at(context_.step_by_step, now, horizon), context_.end_of_run.fence());
  earliest_output_ = tile_.advance(limit);
  context_.horizon.set_earliest_output(hart_, earliest_output_);
  send();
  if (earliest_output_ == kNever || earliest_output_ >= context_.end_of_run.fence()) return;
  wake_.notify(context_.clock.until_middle(std::max(earliest_output_, now + 1)));
}

void TileModule::send() {
  Outbox& out = tile_.outbox();
  for (Message message : out.messages()) {
    Channel channel = channel_of(message.type);
    sc_core::sc_time delay = context_.clock.until(message.cycle);
    noc->nb_transport_fw(message, channel, delay);
  }
  if (const auto& question = out.question())
    context_.csr_port->ask(question->request, question->arrival, question->id);
  out.clear();
}

}  // namespace standstill::tile
