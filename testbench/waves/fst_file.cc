// The wave file through Verilator's callbacks.
// SPDX-License-Identifier: Apache-2.0
//
// A trace file asks everybody who takes part to declare signals (once, in open()), then to write
// all values (at the first dump) or the changed ones (at every further). The models' generated
// code answers these calls, and so do the functions here. They are asked in the order of their
// registration: ours before the models', which are registered between constructor and open().
#include "testbench/waves/fst_file.h"

#include <verilated.h>
#include <verilated_fst_c.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <vector>

#if VERILATOR_VERSION_INTEGER < 5004000 || VERILATOR_VERSION_INTEGER >= 5022000
#error "The trace callbacks are those of Verilator 5.006; adapt this file to this version"
#endif

namespace standstill::testbench {
namespace {

/// Models number their enumerations from 1 in the same table.
constexpr int kFirstEnumType = 1'000'000;

/// "soc.hart0" as Verilator wants it: "soc hart0 ".
std::string prefix_of(const std::string& scope) {
  std::string prefix = scope + ' ';
  std::replace(prefix.begin(), prefix.end(), '.', ' ');
  return prefix;
}

std::string binary(std::uint64_t value, unsigned width) {
  std::string digits;
  for (unsigned bit = width; bit-- > 0;) digits += (value >> bit & 1) != 0 ? '1' : '0';
  return digits;
}

}  // namespace

class FstFile::Impl {
 public:
  using Buffer = VerilatedFst::Buffer;

  Impl() {
    file_.set_time_unit("1ps");
    file_.set_time_resolution("1ps");
    file_.spTrace()->addInitCb(&Impl::declare_all, this);
    file_.spTrace()->addFullCb(&Impl::write_all, this);
    file_.spTrace()->addChgCb(&Impl::write_changed, this);
  }

  /// A signal and its value; words are 32 bits, lowest first.
  struct Entry {
    WaveSignal signal;
    std::vector<std::uint32_t> words;
    std::uint32_t code = 0;  ///< its place in the trace file
    bool changed = false;
  };

  void open(const std::string& path) {
    file_.spTrace()->addInitCb(&Impl::leave_root, this);
    file_.open(path.c_str());
    if (!file_.isOpen()) throw std::runtime_error("cannot write the wave file " + path);
  }

  void store(Handle handle, unsigned word, std::uint32_t value) {
    Entry& entry = entries_[handle];
    if (entry.words[word] == value) return;
    entry.words[word] = value;
    if (!entry.changed) changed_.push_back(handle);
    entry.changed = true;
  }

  void forget_changes() {
    for (const Handle handle : changed_) entries_[handle].changed = false;
    changed_.clear();
  }

  VerilatedFstC file_;
  std::vector<Entry> entries_;
  std::vector<Handle> changed_;

 private:
  static void declare_all(void* self, VerilatedFst* trace, std::uint32_t code) {
    Impl& impl = *static_cast<Impl*>(self);
    std::map<std::string, int> types;
    for (Entry& entry : impl.entries_) {
      entry.code = code;
      code += static_cast<std::uint32_t>(entry.words.size());
      declare(entry, *trace, types);
    }
    trace->pushNamePrefix(prefix_of(kWaveRoot));
  }

  static void leave_root(void* /*self*/, VerilatedFst* trace, std::uint32_t /*code*/) {
    trace->popNamePrefix();
  }

  static void declare(const Entry& entry, VerilatedFst& trace, std::map<std::string, int>& types) {
    const WaveSignal& signal = entry.signal;
    const char* name = signal.name.c_str();
    const int high = static_cast<int>(signal.width) - 1;
    const int type = signal.kind == WaveKind::Enum ? enum_type(signal, trace, types) : 0;
    trace.pushNamePrefix(prefix_of(signal.scope));
    if (signal.kind == WaveKind::Bit)
      trace.declBit(entry.code, name, type, FST_VD_IMPLICIT, FST_VT_SV_LOGIC, false, -1);
    else if (signal.width <= 32)
      trace.declBus(entry.code, name, type, FST_VD_IMPLICIT, FST_VT_SV_LOGIC, false, -1, high, 0);
    else if (signal.width <= 64)
      trace.declQuad(entry.code, name, type, FST_VD_IMPLICIT, FST_VT_SV_LOGIC, false, -1, high, 0);
    else
      trace.declArray(entry.code, name, type, FST_VD_IMPLICIT, FST_VT_SV_LOGIC, false, -1, high, 0);
    trace.popNamePrefix();
  }

  /// The number of the signal's enumeration, declared when it comes up first.
  static int enum_type(const WaveSignal& signal, VerilatedFst& trace,
                       std::map<std::string, int>& types) {
    const auto known = types.find(signal.enum_type);
    if (known != types.end()) return known->second;
    const int number = kFirstEnumType + static_cast<int>(types.size());
    types[signal.enum_type] = number;
    std::vector<std::string> digits;
    for (const WaveEnumName& item : signal.names)
      digits.push_back(binary(item.value, signal.width));
    std::vector<const char*> names;
    std::vector<const char*> values;
    for (std::size_t i = 0; i < digits.size(); ++i) {
      names.push_back(signal.names[i].name.c_str());
      values.push_back(digits[i].c_str());
    }
    trace.declDTypeEnum(number, signal.enum_type.c_str(), static_cast<std::uint32_t>(names.size()),
                        signal.width, names.data(), values.data());
    return number;
  }

  static void write_all(void* self, Buffer* buffer) {
    Impl& impl = *static_cast<Impl*>(self);
    for (const Entry& entry : impl.entries_) write(entry, *buffer);
    impl.forget_changes();
  }

  static void write_changed(void* self, Buffer* buffer) {
    Impl& impl = *static_cast<Impl*>(self);
    for (const Handle handle : impl.changed_) write(impl.entries_[handle], *buffer);
    impl.forget_changes();
  }

  static void write(const Entry& entry, Buffer& buffer) {
    std::uint32_t* old = buffer.oldp(entry.code);
    const int bits = static_cast<int>(entry.signal.width);
    const std::vector<std::uint32_t>& words = entry.words;
    if (bits == 1)
      buffer.fullBit(old, static_cast<CData>(words[0]));
    else if (bits <= 32)
      buffer.fullIData(old, words[0], bits);
    else if (bits <= 64)
      buffer.fullQData(old, words[0] | std::uint64_t{words[1]} << 32, bits);
    else
      buffer.fullWData(old, words.data(), bits);
  }
};

FstFile::FstFile() : impl_(std::make_unique<Impl>()) {}

FstFile::~FstFile() = default;

FstFile::Handle FstFile::add(const WaveSignal& signal) {
  impl_->entries_.push_back({signal, std::vector<std::uint32_t>((signal.width + 31) / 32), 0});
  return static_cast<Handle>(impl_->entries_.size() - 1);
}

VerilatedFstC& FstFile::verilated() { return impl_->file_; }

void FstFile::open(const std::string& path) { impl_->open(path); }

void FstFile::set(Handle signal, std::uint64_t value) {
  const unsigned width = impl_->entries_[signal].signal.width;
  if (width < 64) value &= (std::uint64_t{1} << width) - 1;
  impl_->store(signal, 0, static_cast<std::uint32_t>(value));
  if (width > 32) impl_->store(signal, 1, static_cast<std::uint32_t>(value >> 32));
}

void FstFile::set_text(Handle signal, const std::string& text) {
  const std::vector<std::uint8_t> bytes = text_bytes(text, impl_->entries_[signal].signal.width);
  const unsigned words = static_cast<unsigned>(bytes.size() / 4);
  for (unsigned word = 0; word < words; ++word) {
    const std::uint8_t* highest = &bytes[4 * (words - 1 - word)];
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i) value = value << 8 | highest[i];
    impl_->store(signal, word, value);
  }
}

bool FstFile::changed() const { return !impl_->changed_.empty(); }

void FstFile::dump(std::uint64_t picoseconds) { impl_->file_.dump(picoseconds); }

void FstFile::flush() { impl_->file_.flush(); }

void FstFile::close() {
  if (impl_->file_.isOpen()) impl_->file_.close();
}

}  // namespace standstill::testbench
