#include "text/dates/zones.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/ascii.h"

namespace newshole::text {
namespace {

using std::chrono::minutes;

constexpr std::size_t kMaxZoneMentions = 4;
constexpr minutes kMostOffset{14 * 60};

struct NamedOffset {
  std::string_view name;
  minutes offset;
};

// Only abbreviations that mean one zone to a reader of news; IST, for one, means three.
constexpr auto kOffsets = std::to_array<NamedOffset>({
    {"UTC", minutes{0}},    {"GMT", minutes{0}},     {"EST", minutes{-300}},
    {"EDT", minutes{-240}}, {"CST", minutes{-360}},  {"CDT", minutes{-300}},
    {"MST", minutes{-420}}, {"MDT", minutes{-360}},  {"PST", minutes{-480}},
    {"PDT", minutes{-420}}, {"AKST", minutes{-540}}, {"AKDT", minutes{-480}},
    {"HST", minutes{-600}}, {"AST", minutes{-240}},  {"ADT", minutes{-180}},
    {"NST", minutes{-210}}, {"NDT", minutes{-150}},  {"BST", minutes{60}},
    {"WET", minutes{0}},    {"WEST", minutes{60}},   {"CET", minutes{60}},
    {"CEST", minutes{120}}, {"EET", minutes{120}},   {"EEST", minutes{180}},
    {"MSK", minutes{180}},
});

struct NamedZone {
  std::string_view name;
  const char* zone;
};

constexpr auto kZones = std::to_array<NamedZone>({
    {"ET", "America/New_York"},
    {"CT", "America/Chicago"},
    {"MT", "America/Denver"},
    {"PT", "America/Los_Angeles"},
});

int number_of(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool are_all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), ascii::is_digit);
}

std::optional<minutes> offset_of(char sign, std::string_view hour, std::string_view minute) {
  if (!are_all_digits(hour) || !are_all_digits(minute)) return std::nullopt;
  const int hours = number_of(hour);
  const int rest = number_of(minute);
  const minutes offset{hours * 60 + rest};
  if (rest > 59 || offset > kMostOffset) return std::nullopt;
  return sign == '-' ? -offset : offset;
}

std::size_t end_of_offset(std::string_view text, std::size_t sign) {
  std::size_t end = sign + 1;
  while (end < text.size() && (ascii::is_digit(text[end]) || text[end] == ':')) ++end;
  return end;
}

// "GMT+2" and "UTC+02:00" count as a whole.
std::optional<ZoneMention> offset_at(std::string_view text, std::size_t sign) {
  const std::size_t end = end_of_offset(text, sign);
  const std::string_view before = text.substr(0, sign);
  const bool follows_name = before.ends_with("GMT") || before.ends_with("UTC");
  std::string digits(text.substr(sign, end - sign));
  if (follows_name && (digits.size() == 2 || digits.find(':') == 2)) digits.insert(1, "0");
  const auto offset = parse_offset(digits);
  if (!offset) return std::nullopt;
  return ZoneMention{sign - (follows_name ? 3 : 0), end, *offset};
}

std::optional<ZoneMention> name_at(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view name = text.substr(begin, end - begin);
  if (name == "Z") return ZoneMention{begin, end, minutes{0}};
  const auto zone = zone_named(name);
  if (!zone) return std::nullopt;
  return ZoneMention{begin, end, *zone};
}

}  // namespace

std::optional<Zone> zone_named(std::string_view abbreviation) {
  for (const NamedOffset& row : kOffsets) {
    if (row.name == abbreviation) return row.offset;
  }
  for (const NamedZone& row : kZones) {
    if (row.name == abbreviation) return std::string(row.zone);
  }
  return std::nullopt;
}

std::optional<minutes> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z" || text == "GMT" || text == "UTC") return minutes(0);
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  if (text.size() == 6 && text[3] == ':') {
    return offset_of(text[0], text.substr(1, 2), text.substr(4));
  }
  if (text.size() == 5) return offset_of(text[0], text.substr(1, 2), text.substr(3));
  if (text.size() == 3) return offset_of(text[0], text.substr(1), "0");
  return std::nullopt;
}

std::vector<ZoneMention> zones_in(std::string_view text) {
  std::vector<ZoneMention> found;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    std::optional<ZoneMention> mention;
    if (ascii::is_letter(text[at])) {
      while (end < text.size() && ascii::is_letter(text[end])) ++end;
      mention = name_at(text, at, end);
    } else if (text[at] == '+' || text[at] == '-') {
      mention = offset_at(text, at);
      if (mention) end = mention->end;
    }
    if (mention && !found.empty() && found.back().end > mention->begin) found.pop_back();
    if (mention) found.push_back(*std::move(mention));
    at = end;
  }
  std::reverse(found.begin(), found.end());
  if (found.size() > kMaxZoneMentions) found.resize(kMaxZoneMentions);
  return found;
}

}  // namespace newshole::text
