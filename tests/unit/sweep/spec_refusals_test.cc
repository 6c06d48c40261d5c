// What a specification may not say, and the words of it.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "message_of.h"
#include "testbench/sweep/points.h"
#include "testbench/sweep/spec.h"

namespace standstill::testbench {
namespace {

using testing::HasSubstr;

std::string refusal(const std::string& text) {
  return message_of([&] { points_of(parse_spec(text, "s.toml")); });
}

struct Refusal {
  const char* text;
  const char* message;
};

constexpr Refusal kRefusals[] = {
    // Form.
    {"[grid\n", "s.toml:1:6: "},
    {"[gird]\nharts = [1]\n", "s.toml:1:2: unknown table 'gird': it must be "},
    {"[gird]\n", "; the nearest is 'grid'"},
    {"grid = 3\n", "s.toml:1:8: grid: it must be a table, [grid]"},
    {"[list]\nharts = 1\n", "list: it must be tables, [[list]] before each"},
    {"[sweep]\nscenari = \"hello\"\n",
     "s.toml:2:1: unknown key of [sweep] 'scenari': it must be name, "},
    {"[sweep]\nscenari = \"hello\"\n", "; the nearest is 'scenario'"},
    {"[sweep]\nname = 3\n", "s.toml:2:8: name: it must be a text in quotes"},
    {"[sweep]\nconfig = 3\n", "s.toml:2:10: config: it must be a text in quotes"},
    {"[sweep]\nlog_level = \"mark\"\n",
     "s.toml:2:13: log_level = mark: it must be marks, rendezvous or all; the nearest is 'marks'"},
    {"[sweep]\nkeep = \"al\"\n", "s.toml:2:8: keep = al: it must be results or all"},
    {"[sweep]\nmax_cycles = 0\n",
     "s.toml:2:14: max_cycles = 0: it must be a whole number, 1 or more"},
    {"[sweep]\nmax_cycles = \"9\"\n", "s.toml:2:14: max_cycles: it must be a whole number"},
    {"[sweep]\nscenario = \"hello\"\nelf = \"a.elf\"\n",
     "s.toml:2:12: a scenario is of the firmware only"},
    // Keys.
    {"[set]\nhart.irq_sink = 2\n",
     "s.toml:2:6: unknown key 'hart.irq_sink'; the nearest valid key is 'hart.irq_sync'"},
    {"[grid]\nirq_sync = [2]\n",
     "unknown key 'irq_sync'; the nearest valid key is 'hart.irq_sync'"},
    {"[grid]\nhrts = [2]\n", "unknown key 'hrts'; the nearest valid key is 'harts'"},
    {"[set]\nhart.irq_sync = 2\n[grid]\nhart.irq_sync = [3]\n",
     "s.toml:4:17: hart.irq_sync is set at s.toml:2:17 already: say it once"},
    {"[sweep]\nharts = 2\n[grid]\nmachine.harts = [3]\n", "harts is set at s.toml:2:9 already"},
    {"[[list]]\nharts = 2\n[grid]\nharts = [3]\n", "harts is set at s.toml:2:9 already"},
    // Values.
    {"[set]\nhart.irq_sync = 0\n", "s.toml:2:17: hart.irq_sync = 0 is not legal: it must be 1 to "},
    {"[grid]\nhart.irq_sync = [1,\n  0]\n", "s.toml:3:3: hart.irq_sync = 0 is not legal"},
    {"[grid]\nhart.atomics = [\"nera\"]\n",
     "s.toml:2:17: hart.atomics = nera is not legal: it must be near or far; the nearest is "
     "'near'"},
    {"[grid]\nharts = [1.5]\n", "s.toml:2:10: harts: not a value: it must be a whole number"},
    {"[grid]\nharts = 3\n", "s.toml:2:9: harts: it must be a list of values, or a range like {"},
    {"[grid]\nharts = []\n", "s.toml:2:9: harts: it must be a list of values"},
    {"[grid]\nharts = [[1, 2]]\n", "s.toml:2:10: harts: not a value"},
    {"[grid]\nharts = { from = 1 }\n", "harts: a range must have from, to, and step or times"},
    {"[grid]\nharts = { from = 1, to = 4, step = 1, times = 2 }\n", "a range must have"},
    {"[grid]\nharts = { from = 1, too = 4 }\n",
     "s.toml:2:21: harts: unknown key 'too' of a range: it must be from, to, step or times; the "
     "nearest is 'to'"},
    {"[grid]\nharts = { from = 4, to = 3 }\n",
     "harts: to = 3: it must be a whole number, 4 or more"},
    {"[grid]\nharts = { from = 0, to = 3, times = 2 }\n", "harts: from = 0: it must be"},
    {"[grid]\nharts = { from = 1, to = 3, times = 1 }\n", "harts: times = 1: it must be"},
    {"[grid]\nharts = { from = 1, to = 3, step = 0 }\n", "harts: step = 0: it must be"},
    {"[grid]\nharts = { from = 1, to = 2000 }\n",
     "s.toml:2:9: machine.harts = 2000 is not legal: it must be 1 to 1024"},
    // Lists, draws, exclusions.
    {"[[list]]\nharts = 2\n[[list]]\nhart.irq_sync = 2\n",
     "s.toml:3:1: list: it must have the keys of the first one, at s.toml:2:9"},
    {"[[list]]\n", "s.toml:1:1: list: it must set at least one key"},
    {"[random]\nseed = 1\nharts = [1]\n", "s.toml:1:1: random: it must have count"},
    {"[random]\ncount = 1\nharts = [1]\n", "random: it must have seed"},
    {"[random]\ncount = 0\nseed = 1\nharts = [1]\n", "random: count = 0: it must be"},
    {"[random]\ncount = 1\nseed = 1\n", "random: it must draw at least one key"},
    {"[grid]\nharts = [1]\n[[exclude]]\nhart.irq_sync = 3\n",
     "s.toml:4:6: exclude: hart.irq_sync is no axis: it must be harts"},
    {"[grid]\nharts = [1]\n[[exclude]]\n", "exclude: it must name at least one key"},
    {"[grid]\nharts = [1]\n[[exclude]]\nharts = 1\n", "s.toml: no point is left"},
    {"[grid]\narg.a = { from = 0, to = 400 }\narg.b = { from = 0, to = 400 }\n",
     "s.toml: more than 100000 points: make it several sweeps"},
    {"[random]\ncount = 9000000000000000000\nseed = 1\nharts = [1]\n", "more than 100000 points"},
};

TEST(Spec, RefusesWithPlaceAndWhatIsLegal) {
  for (const Refusal& row : kRefusals) EXPECT_THAT(refusal(row.text), HasSubstr(row.message));
}

TEST(Spec, CannotBeRead) {
  EXPECT_THAT(message_of([] { load_spec("none/s.toml"); }),
              HasSubstr("none/s.toml: cannot read the specification: No such file"));
  EXPECT_THAT(message_of([] { load_spec("/"); }), HasSubstr("/: cannot read the specification"));
}

}  // namespace
}  // namespace standstill::testbench
