// A tile: one hart with its store buffer, reservation and first-level caches. No SystemC inside.
// SPDX-License-Identifier: Apache-2.0
//
// A tile is a machine of events in its own time. What can happen to it, in the order in which
// equal cycles are served: a message arrives, a wire changes, mtime is announced, the interrupt
// file answers, a held-back snoop is let go, a store drains, a wait times out, the hart issues an
// instruction. advance(until) serves everything before `until`; since the order depends on nothing
// but the cycles, it does not matter into how many calls a run is cut.
#ifndef STANDSTILL_TILE_TILE_H
#define STANDSTILL_TILE_TILE_H

#include <string>
#include <vector>

#include "common/address_map.h"
#include "common/cause.h"
#include "common/config.h"
#include "common/event_log.h"
#include "common/hash.h"
#include "common/interfaces.h"
#include "hart/csr_file.h"
#include "hart/predictor.h"
#include "tile/inbox.h"
#include "tile/l1_data.h"
#include "tile/l1_instruction.h"
#include "tile/look_table.h"
#include "tile/outbox.h"
#include "tile/spin.h"
#include "tile/store_buffer.h"

namespace standstill::tile {

/// What the hart waits for instead of issuing.
enum class Wait : std::uint8_t {
  None,           ///< nothing: it issues at its clock
  Fetch,          ///< an instruction line
  Line,           ///< a data line
  Resource,       ///< a frame or the end of a write-back
  StoreSlot,      ///< a free entry of the store buffer
  StoreDrain,     ///< an empty store buffer
  Device,         ///< the answer to a device access
  FarAtomic,      ///< the answer to an atomic performed at home
  InterruptFile,  ///< the answer of its interrupt file in the fabric
  Interrupt,      ///< WFI
  Reservation,    ///< WRS.NTO, WRS.STO
};
const char* name_of(Wait wait);

/// What a tile is told once.
struct TileOptions {
  HartId hart = 0;
  Cycle reach = 1;  ///< fewest cycles from its sending to an effect on itself
  bool spin_skipping = true;
  Addr tohost = 0;  ///< HTIF mailbox of the guest, 0 if it has none
};

/// What a hart has done so far.
struct HartCounters {
  std::uint64_t instructions = 0;
  std::uint64_t traps = 0;       ///< exceptions taken
  std::uint64_t interrupts = 0;  ///< interrupts taken
  CyclesByCause cycles{};
  MessageCounts messages{};  ///< taken; those sent: Outbox::sent()
};

/// A look at a hart from outside, valid when nothing is being advanced.
struct TileView {
  Addr pc = 0;
  hart::Privilege privilege{};
  bool interrupts_enabled = false;
  std::uint64_t pending = 0;  ///< mip
  bool nmi = false;           ///< the non-maskable interrupt is pending
  bool nmie = true;           ///< mnstatus.NMIE
  std::uint64_t enabled = 0;  ///< mie
  Wait wait = Wait::None;
  Cause cause{};          ///< what it waits for, else what its cycles were charged to last
  bool spinning = false;  ///< in a loop that is advanced in closed form
  Addr line = 0;          ///< the line it waits for, where it waits for one
  Cycle since = 0;        ///< its clock: of a hart that waits, when it began to
  Cycle alarm = kNever;   ///< when it wakes by itself, in WRS.STO
};

class Tile {
 public:
  Tile(const TileOptions& options, const MachineConfig& config, const AddressMap& map,
       EventSink& events, EndListener& end, ConsoleSink& console);

  /// Sets the hart off at `entry` with a0 = hart id and a1 = `device_tree`.
  void reset(Addr entry, Addr device_tree);

  // What comes from outside. Each takes effect at its own cycle, not before the tile's clock.
  void receive(const Message& message) { messages_.push(message); }
  void set_wire(const WireChange& change) { wires_.push(change); }
  void set_time(const TimeChange& change) { times_.push(change); }
  void answer(const FileAnswer& answer) { answer_ = answer; }

  /// Serves everything that happens before `until`.
  /// @return the earliest cycle at which the tile could send anything, kNever if it waits.
  Cycle advance(Cycle until);

  Outbox& outbox() { return out_; }
  const Outbox& outbox() const { return out_; }

  /// The first cycle that has not been served.
  Cycle clock() const { return served_; }

  /// Closes the account at `end`: charges every cycle before it, none after, logs the last hash.
  void finish(Cycle end);

  const HartCounters& counters() const { return counters_; }
  std::uint64_t reg(unsigned index) const { return x_[index]; }
  TileView view() const;
  /// What the L1D has of `line`, a line's address.
  coherence::L1State data_state(Addr line) const { return l1d_.state(line); }

  /// Whether spin loops are advanced in closed form from now on. A loop that is goes on step by
  /// step, which changes no event: to be advanced once more before it is looked at.
  void set_spin_skipping(bool on) {
    options_.spin_skipping = on;
    spin_.stop();
  }

  // For observers, likewise; nothing is used, fetched or changed.
  /// The line if this tile has it newer than anybody else, or as new; else null.
  const Line* newest(Addr line) const { return l1d_.newest(line); }
  /// Puts what this hart has stored to [addr, addr + count), and no cache has yet, over `bytes`.
  void overlay_stores(Addr addr, std::uint8_t* bytes, std::size_t count) const {
    stores_.overlay(addr, bytes, count);
  }

 private:
  friend class SpinLoop;

  // tile.cc: the order of events.
  Cycle next_event() const;
  Cycle earliest_output() const;
  void serve_event(Cycle now);
  void serve_message(const Message& message, Cycle now);
  void serve_wire(const WireChange& change, Cycle now);
  std::uint64_t pending() const;
  EventId note_pending(std::uint64_t before, Cycle now, EventId cause);
  void serve_held(Cycle now);
  void wake(Cycle now, Cause cause);
  void wait_out(Cycle now, Cause cause);
  void charge(Cause cause, Cycle cycles);
  void begin_wait(Wait wait, Cause cause);
  void sit_out();

  // execute.cc: the pipeline.
  void run(Cycle bound);
  const isa::Decoded* fetch();
  const isa::Decoded* fetch_second_half();
  bool fetch_line(Addr line, InstructionLine*& out);
  bool settle(std::uint32_t sources);
  void execute(const isa::Decoded& d);
  void retire(const isa::Decoded& d, std::uint64_t value, Cycle extra, Cause cause);
  void write_later(unsigned rd, std::uint64_t value, Cycle latency, Cause cause);
  void branch(const isa::Decoded& d);
  void jump(const isa::Decoded& d);
  void jump_register(const isa::Decoded& d);
  void log_retire_hash();

  // memory_access.cc: loads, stores, atomics, devices.
  void load(const isa::Decoded& d);
  void store(const isa::Decoded& d);
  void load_reserved(const isa::Decoded& d);
  void store_conditional(const isa::Decoded& d);
  void amo(const isa::Decoded& d);
  void far_atomic(const isa::Decoded& d, Addr addr);
  void device_access(const isa::Decoded& d, Addr addr, bool write);
  void finish_device(const Message& message, Cycle now);
  void finish_far_atomic(const Message& message, Cycle now);
  bool need_writable(Addr line, AccessKind kind, unsigned& frame);
  bool need_drained(Addr line, bool all);
  bool need_drained_for(const isa::Decoded& atomic, Addr line);
  void miss(Addr line, AccessKind kind);
  void observe_load(Addr addr, std::uint64_t value, const Line& line,
                    Addr reach = LookTable::kReach);
  std::uint64_t retired_here() const { return counters_.instructions - retired_aside_; }
  LookTable& looks() { return interrupted_.pc == kNever ? looks_ : handler_looks_; }
  void clear_reservation(Cycle now);
  void release_held(Cycle now);
  void drop_lost_reservation(Cycle now);

  // drain.cc: stores on their way from the buffer to the L1.
  bool lingers() const;
  void drain(Cycle now);
  bool drain_any(Cycle now);
  bool drain_one(unsigned index, Cycle now);
  void write_line(unsigned frame, const PendingStore& store, Cycle now);
  void host_command(std::uint64_t command, Cycle now);

  // csr_port.cc: the interrupt file in the fabric.
  bool ask_file(const isa::Decoded& d, hart::CsrOp op, std::uint64_t operand, bool writes);
  void finish_file_access(Cycle now);

  // system.cc: privileged instructions, traps, markers.
  void csr(const isa::Decoded& d);
  void system(const isa::Decoded& d);
  void fence(const isa::Decoded& d);
  void wait_for_interrupt(const isa::Decoded& d);
  void wait_on_reservation(const isa::Decoded& d);
  void hint(const isa::Decoded& d);
  void watch(unsigned why);
  void trap(hart::TrapCause cause, std::uint64_t tval);
  void take_interrupt();
  void take_nmi(hart::Nmi nmi);
  void enter_trap(hart::TrapCause cause, std::uint64_t tval, Cycle cycles, EventId after);
  void log_trap();
  void trap_return(const isa::Decoded& d);
  void log_interrupt_enable(bool before);
  hart::Counters csr_counters() const;
  void record(EventKind kind, Cycle cycle, std::uint64_t a, std::uint64_t b = 0,
              std::uint64_t c = 0, EventId id = 0, EventId cause = 0, std::uint64_t d = 0);

  TileOptions options_;
  const MachineConfig& config_;
  const AddressMap& map_;
  EventSink& events_;
  EndListener& end_;
  ConsoleSink& console_;

  // The hart.
  std::uint64_t x_[32]{};
  Addr pc_ = 0;
  Cycle now_ = 0;  ///< the next issue
  std::uint64_t hash_ = 0;
  std::uint64_t next_hash_ = 4096;
  std::uint32_t busy_ = 0;  ///< registers whose value is still on its way
  Cycle ready_[32]{};
  Cause busy_cause_[32]{};
  hart::CsrFile csr_;
  hart::BranchPredictor predictor_;
  Wait wait_ = Wait::None;
  Cause wait_cause_ = Cause::Instruction;
  Addr wait_line_ = 0;
  Cycle alarm_ = kNever;        ///< when WRS.STO gives up
  std::vector<Stall> stalls_;   ///< of this hart, by cycle
  std::size_t next_stall_ = 0;  ///< the first that is not over
  Cycle stall_begin_ = kNever;  ///< its cycle
  isa::Decoded access_{};       ///< the device access, far atomic or CSR access that is under way
  Addr access_addr_ = 0;
  EventId access_id_ = 0;
  EventId last_cause_ = 0;       ///< what the hart waited for last
  EventId pending_edge_[32]{};   ///< what made each interrupt or NMI pending
  std::uint64_t time_base_ = 0;  ///< mtime at cycle time_at_
  Cycle time_at_ = 0;

  // Its memory.
  L1Instruction l1i_;
  L1Data l1d_;
  StoreBuffer stores_;
  Cycle drain_at_ = kNever;   ///< next attempt to drain the store buffer
  EventId leaving_ = 0;       ///< the store a lingering buffer has begun with
  Addr fetch_base_ = kNever;  ///< the line `fetch_line_` is
  InstructionLine* fetch_line_ = nullptr;
  EventId fetch_id_ = 0;
  Addr half_pc_ = kNever;      ///< an instruction in two lines, of which the second is awaited
  std::uint32_t half_ = 0;     ///< its first half
  isa::Decoded straddling_{};  ///< the instruction that lay in two lines
  Addr reservation_ = kNever;  ///< reserved line
  Cycle hold_until_ = 0;       ///< snoops of it wait until then
  Inbox<Message> held_;        ///< by the cycle at which they are let go

  // What is on its way, and the bookkeeping.
  Inbox<Message> messages_;
  Inbox<WireChange> wires_;
  Inbox<TimeChange> times_;
  FileAnswer answer_;  ///< at kNever: none
  Outbox out_;
  Cycle until_ = 0;
  Cycle bound_ = 0;  ///< nothing else happens to the tile before this, as far as run() may go
  Cycle served_ = 0;
  Cause last_charge_ = Cause::Instruction;
  HartCounters counters_;
  std::uint64_t slow_ = 0;  ///< counts everything that is no plain pass of a loop
  SpinLoop spin_;

  /// A trap whose handler has not issued its first instruction yet.
  struct EnteredTrap {
    bool open = false;
    std::uint64_t cause = 0;
    Addr epc = 0;
    std::uint64_t tval = 0;
    EventId after = 0;
  };
  EnteredTrap entered_;

  // Markers.
  std::uint64_t operand_ = 0;
  /// Why loads are observed: bit 0: in a call; bit 1: in a stopper; bit 2: all of them, always.
  unsigned watching_ = 0;
  EventId seen_[64]{};       ///< the stores this hart has seen, by word, for observe_load()
  LookTable looks_;          ///< for how long it has been looking at a word
  LookTable handler_looks_;  ///< the same while a handler runs
  /// What the last interrupt has interrupted, until that goes on or another task runs.
  struct Interrupted {
    Addr pc = kNever;
    std::uint64_t retired = 0;
  };
  Interrupted interrupted_;
  /// Since when the instruction that misses has tried.
  struct Try {
    std::uint64_t retired = ~std::uint64_t{0};
    Cycle since = 0;
  };
  Try try_;
  std::uint64_t retired_aside_ = 0;  ///< in handlers that have returned to what they interrupted
};

}  // namespace standstill::tile

#endif  // STANDSTILL_TILE_TILE_H
