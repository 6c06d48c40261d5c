// The Verilated interrupt fabric: one template over the three size classes.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/fabric_top.v. The only file of the model that sees the generated classes.
#include "fabric/fabric_rtl.h"

#include <verilated.h>
#include <verilated_fst_c.h>

#include <algorithm>

#include "Vfabric1024.h"
#include "Vfabric4.h"
#include "Vfabric64.h"

namespace standstill::fabric {
namespace {

void copy_wires(HartWires& to, CData from) { to[0] = from; }
void copy_wires(HartWires& to, QData from) { to[0] = from; }
template <std::size_t Words>
void copy_wires(HartWires& to, const VlWide<Words>& from) {
  for (std::size_t i = 0; i < Words / 2; ++i)
    to[i] = std::uint64_t{from[2 * i]} | std::uint64_t{from[2 * i + 1]} << 32;
}

/// `width` bits from bit `first` of a port as a number; they lie within one word, or are two whole
/// words of 32 bits.
template <typename Pins>
std::uint64_t pins_at(const Pins& pins, unsigned first, unsigned width) {
  return std::uint64_t{pins} >> first & ((std::uint64_t{1} << width) - 1);
}
template <std::size_t Words>
std::uint64_t pins_at(const VlWide<Words>& pins, unsigned first, unsigned width) {
  const unsigned word = first / 32;
  if (width == 64) return std::uint64_t{pins[word]} | std::uint64_t{pins[word + 1]} << 32;
  return pins_at(pins[word], first % 32, width);
}

template <typename Pins>
void set_pins(Pins& pins, unsigned first, unsigned width, std::uint64_t value) {
  const std::uint64_t mask = ((std::uint64_t{1} << width) - 1) << first;
  pins = static_cast<Pins>((pins & ~mask) | value << first);
}
template <std::size_t Words>
void set_pins(VlWide<Words>& pins, unsigned first, unsigned width, std::uint64_t value) {
  const unsigned word = first / 32;
  set_pins(pins[word], first % 32, width == 64 ? 32 : width, value & 0xFFFF'FFFF);
  if (width == 64) pins[word + 1] = static_cast<EData>(value >> 32);
}

template <typename Model, unsigned Slots>
class Verilated final : public FabricRtl {
 public:
  Verilated(unsigned harts, FabricOutputs& outputs) {
    FabricInputs inputs;
    inputs.hart_count = static_cast<std::uint16_t>(harts);
    inputs.rst_n = false;
    evaluate(inputs, outputs);
    evaluate(inputs, outputs);
    inputs.rst_n = true;
    evaluate(inputs, outputs);
  }

  ~Verilated() override { model_.final(); }

  void rise(const FabricInputs& inputs, FabricOutputs& outputs) override {
    drive(inputs);
    model_.clk_i = 1;
    model_.eval();
    sample(outputs);
  }

  void fall() override {
    model_.clk_i = 0;
    model_.eval();
  }

  void trace(VerilatedFstC* file) override { model_.trace(file, 99); }

  unsigned slots() const override { return Slots; }

 private:
  /// Tracing has to be allowed before the model is built.
  struct Context : VerilatedContext {
    Context() { traceEverOn(true); }
  };

  void drive(const FabricInputs& in) {
    model_.rst_ni = in.rst_n;
    model_.hart_count_i = in.hart_count;
    model_.rtc_tick_i = in.rtc_tick;
    model_.irq_i = in.irq >> 1;  // there is no source 0
    model_.awvalid_i = in.awvalid;
    model_.awid_i = in.awid & 0xFFF;
    model_.awaddr_i = in.awaddr;
    model_.awlen_i = in.awlen;
    model_.awsize_i = in.awsize & 7;
    model_.awcache_i = in.awcache & 15;
    model_.wvalid_i = in.wvalid;
    model_.wdata_i = in.wdata;
    model_.wstrb_i = in.wstrb;
    model_.wlast_i = in.wlast;
    model_.bready_i = in.bready;
    model_.arvalid_i = in.arvalid;
    model_.arid_i = in.arid & 0xFFF;
    model_.araddr_i = in.araddr;
    model_.arlen_i = in.arlen;
    model_.arsize_i = in.arsize & 7;
    model_.arcache_i = in.arcache & 15;
    model_.rready_i = in.rready;
    drive_csr(in.csr);
  }

  /// Only what changes: with 1,024 ports the others would take longer than the evaluation.
  void drive_csr(const std::vector<CsrRequest>& requests) {
    for (const HartId hart : asking_) set_pins(model_.csr_valid_i, hart, 1, 0);
    asking_.clear();
    for (const CsrRequest& request : requests) {
      asking_.push_back(request.hart);
      set_pins(model_.csr_valid_i, request.hart, 1, 1);
      set_pins(model_.csr_reg_i, 2 * request.hart, 2, static_cast<unsigned>(request.reg));
      set_pins(model_.csr_op_i, 2 * request.hart, 2, static_cast<unsigned>(request.op));
      set_pins(model_.csr_wdata_i, 64 * request.hart, 64, request.wdata);
    }
    std::sort(asking_.begin(), asking_.end());
  }

  void sample_csr(std::vector<CsrAnswer>& answers) const {
    answers.clear();
    for (const HartId hart : asking_)
      if (pins_at(model_.csr_done_o, hart, 1) != 0)
        answers.push_back({hart, pins_at(model_.csr_rdata_o, 64 * hart, 64),
                           pins_at(model_.csr_illegal_o, hart, 1) != 0});
  }

  void sample(FabricOutputs& out) const {
    out.awready = model_.awready_o;
    out.wready = model_.wready_o;
    out.bvalid = model_.bvalid_o;
    out.bid = model_.bid_o;
    out.bresp = model_.bresp_o;
    out.arready = model_.arready_o;
    out.rvalid = model_.rvalid_o;
    out.rid = model_.rid_o;
    out.rdata = model_.rdata_o;
    out.rresp = model_.rresp_o;
    out.rlast = model_.rlast_o;
    copy_wires(out.msip, model_.msip_o);
    copy_wires(out.ssip, model_.ssip_o);
    copy_wires(out.mtip, model_.mtip_o);
    copy_wires(out.meip, model_.meip_o);
    copy_wires(out.seip, model_.seip_o);
    copy_wires(out.wdt_irq, model_.wdt_irq_o);
    copy_wires(out.nmi, model_.nmi_o);
    copy_wires(out.barrier_irq, model_.barrier_irq_o);
    copy_wires(out.bus_err_irq, model_.bus_err_irq_o);
    out.mtime = model_.mtime_o;
    out.mtime_written = model_.mtime_written_o;
    out.busy = model_.busy_o;
    sample_csr(out.csr);
  }

  std::vector<HartId> asking_;  ///< harts with a request on the pins, rising
  Context context_;
  Model model_{&context_, "fabric"};
};

}  // namespace

std::unique_ptr<FabricRtl> make_fabric_rtl(unsigned harts, FabricClass size_class,
                                           FabricOutputs* outputs) {
  FabricOutputs after_reset;
  std::unique_ptr<FabricRtl> rtl;
  const unsigned slots = slots_of(size_class, harts);
  if (harts > slots) return nullptr;
  if (slots == 4) rtl = std::make_unique<Verilated<Vfabric4, 4>>(harts, after_reset);
  if (slots == 64) rtl = std::make_unique<Verilated<Vfabric64, 64>>(harts, after_reset);
  if (slots == 1024) rtl = std::make_unique<Verilated<Vfabric1024, 1024>>(harts, after_reset);
  if (outputs) *outputs = after_reset;
  return rtl;
}

}  // namespace standstill::fabric
