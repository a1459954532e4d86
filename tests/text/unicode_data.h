#pragma once
// Lines of the files of the Unicode Character Database that Debian's unicode-data ships.

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "text/utf8.h"

namespace newshole::text::unicode_data {

inline std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(" \t") + 1 - begin));
}

/// A line's fields without its comment, and where it stands.
struct Line {
  std::vector<std::string> fields;
  std::size_t number = 0;
};

/// All lines of `file` (relative to the database's folder) that say something.
inline std::vector<Line> lines_of(const std::string& file) {
  std::ifstream in(std::string(NEWSHOLE_UNICODE_DATA) + "/" + file);
  REQUIRE_MESSAGE(in, "cannot read " << file);
  std::vector<Line> lines;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    std::vector<std::string> fields;
    std::istringstream parts(line);
    for (std::string field; std::getline(parts, field, ';');) fields.push_back(trimmed(field));
    lines.push_back({std::move(fields), number});
  }
  REQUIRE(!lines.empty());
  return lines;
}

struct Range {
  char32_t first;
  char32_t last;
};

/// "0023" or "231A..231B"
inline Range range_of(const std::string& field) {
  const std::size_t dots = field.find("..");
  const auto first = static_cast<char32_t>(std::stoul(field, nullptr, 16));
  if (dots == std::string::npos) return {first, first};
  return {first, static_cast<char32_t>(std::stoul(field.substr(dots + 2), nullptr, 16))};
}

/// "1F468 200D 1F469" in UTF-8
inline std::string sequence_of(const std::string& field) {
  std::string out;
  std::istringstream codes(field);
  for (std::string code; codes >> code;) {
    append_utf8(out, static_cast<char32_t>(std::stoul(code, nullptr, 16)));
  }
  return out;
}

/// A line of a break test: a text, and the offsets at which it may be broken, its end among them.
struct BreakTest {
  std::string text;
  std::vector<std::size_t> breaks;
  std::size_t number = 0;
};

/// "÷ 0020 × 0308 ÷"; the start of a text is no break.
inline std::vector<BreakTest> break_tests_of(const std::string& file) {
  std::vector<BreakTest> tests;
  for (const Line& line : lines_of(file)) {
    BreakTest test{.number = line.number};
    std::istringstream parts(line.fields.front());
    for (std::string part; parts >> part;) {
      if (part == "\u00f7") {
        if (!test.text.empty()) test.breaks.push_back(test.text.size());
      } else if (part != "\u00d7") {
        append_utf8(test.text, static_cast<char32_t>(std::stoul(part, nullptr, 16)));
      }
    }
    tests.push_back(std::move(test));
  }
  return tests;
}

}  // namespace newshole::text::unicode_data
