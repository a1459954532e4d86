#include "html/stand_ins.h"

#include <algorithm>

#include "base/percent.h"

namespace newshole::html {
namespace {

constexpr char32_t kFirstStandIn = 0xF0000;
constexpr std::size_t kStandInBytes = 4;
constexpr unsigned char kStandInLead = 0xF3;
constexpr unsigned char kLeastStandInSecond = 0xB0;
constexpr unsigned kSixBits = 0x3F;

bool is_stand_in_at(std::string_view text, std::size_t at) {
  return byte_at(text, at) == kStandInLead && byte_at(text, at + 1) >= kLeastStandInSecond;
}

// The number of the stand-in at `at`.
std::size_t number_at(std::string_view text, std::size_t at) {
  unsigned value = 3;  // the bits of its lead byte
  for (std::size_t i = 1; i < kStandInBytes; ++i)
    value = value << 6U | (byte_at(text, at + i) & kSixBits);
  return value - static_cast<unsigned>(kFirstStandIn);
}

// True if the character reference at "&#" may mean a stand-in, or is too large to be certain.
bool refers_to_stand_in(std::string_view reference) {
  reference.remove_prefix(2);
  const bool is_hex = reference.starts_with('x') || reference.starts_with('X');
  if (is_hex) reference.remove_prefix(1);
  unsigned value = 0;
  for (const char c : reference) {
    const int worth = percent::hex_value(c);
    if (worth < 0 || (!is_hex && worth > 9)) break;
    value = value * (is_hex ? 16U : 10U) + static_cast<unsigned>(worth);
    if (value >= kFirstStandIn) return true;
  }
  return false;
}

}  // namespace

void append_stand_in(std::string& text, std::size_t number) {
  const auto value = static_cast<unsigned>(kFirstStandIn + number);
  text += static_cast<char>(kStandInLead);
  for (const unsigned shift : {12U, 6U, 0U})
    text += static_cast<char>(0x80U | (value >> shift & kSixBits));
}

bool may_have_stand_ins(std::string_view page) {
  constexpr char kLead = static_cast<char>(kStandInLead);
  for (std::size_t at = page.find(kLead); at != std::string_view::npos;
       at = page.find(kLead, at + 1)) {
    if (is_stand_in_at(page, at)) return false;
  }
  for (std::size_t at = page.find("&#"); at != std::string_view::npos;
       at = page.find("&#", at + 2)) {
    if (refers_to_stand_in(page.substr(at))) return false;
  }
  return true;
}

bool may_hold_runs(std::string_view text) {
  return text.find(static_cast<char>(kStandInLead)) != std::string_view::npos;
}

std::size_t restored_size(std::string_view text, const std::vector<std::string_view>& runs) {
  std::size_t size = text.size();
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_stand_in_at(text, at)) size += runs[number_at(text, at)].size() - kStandInBytes;
  }
  return size;
}

void restore(std::string_view text, const std::vector<std::string_view>& runs, char* to) {
  std::size_t at = 0;
  while (at < text.size()) {
    const bool is_run = is_stand_in_at(text, at);
    const std::string_view piece = is_run ? runs[number_at(text, at)] : text.substr(at, 1);
    to = std::copy(piece.begin(), piece.end(), to);
    at += is_run ? kStandInBytes : 1;
  }
}

}  // namespace newshole::html
