#include "text/dates/zones.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"

namespace newshole::text {
namespace {

using std::chrono::minutes;

constexpr std::size_t kMaxZoneMentions = 4;
constexpr minutes kMostOffset{14 * 60};

// Minutes ahead of UTC. Only abbreviations that mean one zone to a reader of news; IST, for one,
// means three.
constexpr auto kOffsets = std::to_array<std::pair<std::string_view, minutes::rep>>(
    {{"UTC", 0},    {"GMT", 0},    {"EST", -300},  {"EDT", -240},
     {"CST", -360}, {"CDT", -300}, {"MST", -420},  {"MDT", -360},
     {"PST", -480}, {"PDT", -420}, {"AKST", -540}, {"AKDT", -480},
     {"HST", -600}, {"AST", -240}, {"ADT", -180},  {"NST", -210},
     {"NDT", -150}, {"BST", 60},   {"WET", 0},     {"WEST", 60},
     {"CET", 60},   {"CEST", 120}, {"MEZ", 60},    {"MESZ", 120},
     {"EET", 120},  {"EEST", 180}, {"MSK", 180},   {"\u041c\u0421\u041a", 180},
     {"TRT", 180},  {"EAT", 180},  {"SAST", 120},  {"CAT", 120},
     {"WAT", 60},   {"PKT", 300},  {"NPT", 345},   {"WIB", 420},
     {"WITA", 480}, {"WIT", 540},  {"ICT", 420},   {"HKT", 480},
     {"SGT", 480},  {"MYT", 480},  {"PHT", 480},   {"AWST", 480},
     {"JST", 540},  {"KST", 540},  {"ACST", 570},  {"ACDT", 630},
     {"AEST", 600}, {"AEDT", 660}, {"NZST", 720},  {"NZDT", 780},
     {"BRT", -180}, {"CLT", -240}, {"CLST", -180}, {"COT", -300},
     {"PET", -300}});

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kZones = {
    {{"ET", "America/New_York"},
     {"CT", "America/Chicago"},
     {"MT", "America/Denver"},
     {"PT", "America/Los_Angeles"}}};

std::optional<minutes> offset_of(char sign, std::string_view hour, std::string_view minute) {
  const auto hours = ascii::number<unsigned>(hour);
  const auto rest = ascii::number<unsigned>(minute, 0, 59);
  if (!hours || !rest) return std::nullopt;
  const minutes offset{*hours * 60 + *rest};
  if (offset > kMostOffset) return std::nullopt;
  return sign == '-' ? -offset : offset;
}

// "GMT+2" and "UTC+02:00" count as a whole.
std::optional<ZoneMention> offset_at(std::string_view text, std::size_t sign) {
  std::size_t end = sign + 1;
  while (end < text.size() && (ascii::is_digit(text[end]) || text[end] == ':')) ++end;
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
  for (const auto& [name, offset] : kOffsets) {
    if (name == abbreviation) return minutes{offset};
  }
  for (const auto& [name, zone] : kZones) {
    if (name == abbreviation) return std::string(zone);
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
