// Text and tables of the report: nothing from outside becomes markup.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testbench/report/html.h"

namespace standstill::testbench::report {
namespace {

TEST(ReportHtml, EscapesMarkup) {
  EXPECT_EQ(escaped("<b a=\"1\" c='2'>&</b>"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;&lt;/b&gt;");
}

TEST(ReportHtml, KeepsUtf8) {
  const std::string text = "\u00e9 \u20ac \U0001F600 a\tb\n";
  EXPECT_EQ(escaped(text), text);
}

TEST(ReportHtml, ReplacesWhatIsNoText) {
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(escaped("a\xFF"
                    "b"),
            "a" + r + "b");
  EXPECT_EQ(escaped("\xC3"), r);                          // cut short
  EXPECT_EQ(escaped("\xC0\xAF"), r + r);                  // '/' in two bytes
  EXPECT_EQ(escaped("\xE0\x80\xAF"), r + r + r);          // in three
  EXPECT_EQ(escaped("\xED\xA0\x80"), r + r + r);          // half a surrogate pair
  EXPECT_EQ(escaped("\xF4\x90\x80\x80"), r + r + r + r);  // beyond U+10FFFF
  EXPECT_EQ(escaped(std::string("\0\x1B\x7F", 3)), r + r + r);
  EXPECT_EQ(escaped("\xC2\x9B"), r);  // a C1 control
  EXPECT_EQ(escaped("\xFF<"), r + "&lt;");
}

TEST(ReportHtml, EveryByteAloneIsHarmless) {
  for (unsigned byte = 0; byte < 256; ++byte) {
    const std::string out = escaped(std::string(1, static_cast<char>(byte)));
    EXPECT_THAT(out, testing::Not(testing::ContainsRegex("[<>\"']"))) << byte;
  }
}

TEST(ReportHtml, ATableHasHeadsCaptionAndEscapedCells) {
  Table table;
  table.caption = "a & b";
  table.columns = {
      {"point", true, "", false}, {"<n>", false, "blue", false}, {"how", true, "", true}};
  table.rows = {{"<p>", "1,234", "x > y"}};
  table.colours = {"green"};
  const std::string html = table_html(table);
  EXPECT_THAT(html, testing::HasSubstr("<caption>a &amp; b</caption>"));
  EXPECT_THAT(html, testing::HasSubstr("aria-label=\"a &amp; b\""));
  EXPECT_THAT(html, testing::HasSubstr("<th scope=\"col\" class=\"w\">point</th>"));
  EXPECT_THAT(html, testing::ContainsRegex("<th scope=\"col\"><i [^>]*var\\(--blue\\)[^>]*></i>"
                                           "&lt;n&gt;</th>"));
  EXPECT_THAT(html, testing::ContainsRegex("<th scope=\"row\"><i [^>]*--green[^>]*></i>&lt;p&gt;"));
  EXPECT_THAT(html, testing::HasSubstr("<td>1,234</td><td class=\"w\"><code>x &gt; y</code></td>"));
}

TEST(ReportHtml, NothingIsADash) {
  EXPECT_EQ(cell(std::nullopt), "-");
  EXPECT_EQ(cell(1234), "1,234");
}

}  // namespace
}  // namespace standstill::testbench::report
