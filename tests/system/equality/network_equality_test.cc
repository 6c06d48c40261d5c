// However a machine with a ring or a mesh is run, what it does is the same; and it would be noticed
// if tiles ran one cycle too far.
// SPDX-License-Identifier: Apache-2.0
#include <tuple>

#include "equality.h"

namespace standstill::tests {
namespace {

Words machine_with(const Words& interconnect, unsigned harts, unsigned rounds = 2) {
  Words machine = machine_of(platform::kScenarios[0], harts, rounds);
  for (const std::string& setting : interconnect) machine.push_back("interconnect." + setting);
  return machine;
}

struct Network {
  const char* name;
  Words settings;
};

const Network kNetworks[] = {
    {"ring", {"kind=ring"}},
    {"mesh", {"kind=mesh"}},
    {"far_corner", {"kind=mesh", "device_router=3", "hart0_router=2", "homes=edge"}},
    {"one_row", {"kind=mesh", "columns=4", "link_bytes=2"}},
    {"two_at_a_router", {"kind=ring", "concentration=2", "hop_latency=1"}},
    {"long_hops", {"kind=mesh", "hop_latency=11"}},
};

class Networks : public testing::TestWithParam<std::tuple<Network, unsigned>> {};

TEST_P(Networks, AreTheSameHoweverTheyAreRun) {
  const auto& [network, harts] = GetParam();
  Words machine = machine_with(network.settings, harts);
  machine.push_back("level=all");
  expect_equal(machine, {{"lockstep=1"}, {"gating=0"}, {"spin=0"}});
}

INSTANTIATE_TEST_SUITE_P(Equality, Networks,
                         testing::Combine(testing::ValuesIn(kNetworks), testing::Values(4u, 16u)),
                         [](const auto& each) {
                           return std::string(std::get<0>(each.param).name) + "_" +
                                  std::to_string(std::get<1>(each.param));
                         });

/// Two harts and a home at one router: the way from a tile to a home to another tile is the least.
/// Where two tiles share a router the horizon is as far as it may be, and one cycle more is too
/// far. Elsewhere a message goes further than the one hop that the horizon reckons with, and it
/// takes more.
TEST(Networks, AHorizonThatIsTooFarIsCaught) {
  const std::pair<Words, Words> kTooFar[] = {
      {{"kind=ring", "concentration=2"}, {"reach=1", "reach=3", "reach=10"}},
      {{"kind=mesh", "concentration=2"}, {"reach=1", "reach=3", "reach=10"}},
      {{"kind=mesh"}, {"reach=10"}}};
  for (const auto& [network, reaches] : kTooFar) {
    const Words machine = machine_with(network, 4, 5);
    const Told right = run(machine, {});
    ASSERT_EQ(right.exit_code, 0) << right.said;
    for (const std::string& wrong : reaches) {
      const Told told = run(machine, {wrong});
      EXPECT_EQ(told.exit_code, 4) << network[0] << wrong << ": " << told.said;
      EXPECT_NE(told.said.find("takes effect at cycle"), std::string::npos) << told.said;
    }
  }
}

TEST(Networks, TheShapeIsSeen) {
  const Told crossbar = run(machine_with({}, 16), {}),
             ring = run(machine_with({"kind=ring"}, 16), {}),
             mesh = run(machine_with({"kind=mesh"}, 16), {});
  EXPECT_FALSE(crossbar == ring);
  EXPECT_FALSE(crossbar == mesh);
  EXPECT_FALSE(ring == mesh);
}

}  // namespace
}  // namespace standstill::tests
