// The table of everything that can be set about a machine.
// SPDX-License-Identifier: Apache-2.0
//
// One row a field of MachineConfig: it validates, lists, reads and writes. Nothing else in the
// program knows the names of the fields.
#ifndef STANDSTILL_TESTBENCH_CONFIG_PARAMETERS_H
#define STANDSTILL_TESTBENCH_CONFIG_PARAMETERS_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/config.h"

namespace standstill::testbench {

enum class ParameterKind : std::uint8_t {
  Number,   ///< an integer in `unit`
  Address,  ///< an integer, written in hexadecimal
  Bytes,    ///< an integer of bytes; also "32KiB", "2MiB", "1GiB"
  Bool,     ///< true, false
  Choice,   ///< a word of `choices`
  Text,     ///< any text of up to `max` bytes
  Stalls,   ///< a list of stalls: "[cycle, length]", "[[hart, cycle, length], ...]", "[]"
};

/// One settable field. Values are held as integers: a Bool as 0 or 1, a Choice as its index; of
/// Stalls their number and of a Text its length, for what they are see `field_text` and `set_text`.
struct Parameter {
  const char* key;      ///< "section.name", as in TOML and in --set
  ParameterKind kind;   ///< how its text is read
  const char* unit;     ///< "cycles", "bytes", "entries", ...
  std::uint64_t min;    ///< smallest legal value
  std::uint64_t max;    ///< largest legal value
  bool power_of_two;    ///< only powers of two are legal
  std::uint64_t step;   ///< only multiples of this are legal
  const char* choices;  ///< null, or the legal words separated by '|'
  const char* doc;      ///< one line
  const char* source;   ///< where the default comes from; "choice" where nothing is published
  std::uint64_t (*get)(const MachineConfig&);
  void (*set)(MachineConfig&, std::uint64_t);

  std::string section() const;  ///< the part of `key` before the dot
  std::string name() const;     ///< the part after it
};

/// All rows, grouped by section, in the order they are listed and written.
const std::vector<Parameter>& parameters();
/// The row with this key, or null.
const Parameter* find_parameter(std::string_view key);
/// What may be meant by a key that is none: "; the nearest valid key is 'x'", or the keys of the
/// section of that name, or where all of them are listed.
std::string key_hint(std::string_view key);

/// Legal values in words: "1 to 64 cycles", "a power of two from 1 to 16 banks", "fifo or relaxed".
std::string legal_range(const Parameter& parameter);
/// True when `value` lies in the range and keeps the rules of the row.
bool is_legal(const Parameter& parameter, std::uint64_t value);
/// The value as the TOML writer puts it, without quotes: "4", "true", "fifo".
std::string value_text(const Parameter& parameter, std::uint64_t value);
/// Reads what value_text writes, decimal and 0x numbers with '_' between digits, and sizes with a
/// suffix. Nothing if it is no value of this kind; the range is not looked at.
std::optional<std::uint64_t> parse_value(const Parameter& parameter, std::string_view text);

/// The field as the TOML writer puts it, without quotes.
std::string field_text(const Parameter& parameter, const MachineConfig& config);
/// Sets the field from its text; false if it is no value of this kind. Throws as set_checked().
bool set_text(MachineConfig& config, const Parameter& parameter, std::string_view text,
              const std::string& place);

/// Sets the field, or throws UsageError "<place>: <key> = <text> ...".
void set_checked(MachineConfig& config, const Parameter& parameter, std::uint64_t value,
                 const std::string& place);

/// Applies one `--set key=value`.
void apply_set(MachineConfig& config, std::string_view assignment);

/// Tells the least end_delay a machine allows; nothing below it would end all harts alike.
using MinimumEndDelay = Cycle (*)(const MachineConfig&);

/// Checks what no single row can: shapes of caches, the clock's period, the end of the run. Throws
/// UsageError; `place` is the file or "command line". `minimum_end_delay` may be null.
void check_config(const MachineConfig& config, const std::string& place,
                  MinimumEndDelay minimum_end_delay = nullptr);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_CONFIG_PARAMETERS_H
