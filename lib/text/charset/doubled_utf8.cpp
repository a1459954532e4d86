#include "text/charset/doubled_utf8.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "text/charset/charset.h"
#include "text/utf8.h"

namespace newshole::text {
namespace {

constexpr std::size_t kLeastRuns = 3;
constexpr std::size_t kMostOthers = 20;  // one in so many runs may be no UTF-8

/// The characters of the bytes 0x80 to 0x9F of Windows-1252; those that it lacks are themselves.
constexpr std::array<char32_t, 32> kWindows1252 = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};

std::optional<char> windows_1252_byte(char32_t c) {
  if (c < 0x100) return static_cast<char>(c);
  const auto* const found = std::ranges::find(kWindows1252, c);
  if (found == kWindows1252.end()) return std::nullopt;
  return static_cast<char>(0x80 + (found - kWindows1252.begin()));
}

/// A part of the text without ASCII, and what it meant; empty if it is no UTF-8 that was encoded
/// again.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string meant;
};

Run run_at(std::string_view utf8, std::size_t begin) {
  Run run{.begin = begin, .end = begin};
  bool is_1252 = true;
  while (run.end < utf8.size() && static_cast<unsigned char>(utf8[run.end]) >= 0x80) {
    const CodePoint point = code_point_at(utf8, run.end);
    const std::optional<char> byte = windows_1252_byte(point.value);
    is_1252 = is_1252 && byte;
    if (is_1252) run.meant += *byte;
    run.end += std::max<std::size_t>(point.length, 1);
  }
  if (!is_1252 || !is_valid_utf8(run.meant)) run.meant.clear();
  return run;
}

/// The runs of a text that was encoded twice; none of any other.
std::vector<Run> doubled_runs(std::string_view utf8) {
  std::vector<Run> doubled;
  std::size_t others = 0;
  for (std::size_t at = ascii_prefix(utf8); at < utf8.size(); at += ascii_prefix(utf8.substr(at))) {
    Run run = run_at(utf8, at);
    at = run.end;
    if (run.meant.empty()) {
      if (++others * kMostOthers > doubled.size() && others >= kLeastRuns) return {};
    } else {
      doubled.push_back(std::move(run));
    }
  }
  const bool are_enough = doubled.size() >= kLeastRuns && others * kMostOthers <= doubled.size();
  return are_enough ? doubled : std::vector<Run>();
}

}  // namespace

std::string undoubled(std::string utf8) {
  const std::vector<Run> runs = doubled_runs(utf8);
  if (runs.empty()) return utf8;
  std::string out;
  std::size_t end = 0;
  for (const Run& run : runs) {
    out.append(utf8, end, run.begin - end).append(run.meant);
    end = run.end;
  }
  return out.append(utf8, end);
}

}  // namespace newshole::text
