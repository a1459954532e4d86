#pragma once
// One character in the place of a run of plain text, so that gumbo reads one token instead of many.
// Stand-ins are the private characters U+F0000 to U+FFFFD, which are no noncharacters. Internal to
// this module.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace newshole::html {

inline constexpr std::size_t kMostStandIns = 0xFFFE;

/// 0 behind the end.
[[nodiscard]] constexpr unsigned char byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

/// False for a page that holds such characters itself, or references to them.
[[nodiscard]] bool may_have_stand_ins(std::string_view page);

/// Appends the stand-in with this number, below kMostStandIns.
void append_stand_in(std::string& text, std::size_t number);

/// True if gumbo's `text` may hold stand-ins.
[[nodiscard]] bool may_hold_runs(std::string_view text);

/// Bytes of `text` with the runs in the places of their stand-ins.
[[nodiscard]] std::size_t restored_size(std::string_view text,
                                        const std::vector<std::string_view>& runs);

/// Writes those bytes to `to`.
void restore(std::string_view text, const std::vector<std::string_view>& runs, char* to);

}  // namespace newshole::html
