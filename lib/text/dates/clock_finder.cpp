#include "text/dates/clock_finder.h"

#include <array>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "text/dates/dates.h"
#include "text/dates/zones.h"

namespace newshole::text {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Noon and midnight in words that stand for themselves.
constexpr auto kHourWords = std::to_array<std::pair<std::string_view, int>>({{"noon", 12},
                                                                             {"midday", 12},
                                                                             {"midnight", 0},
                                                                             {"mediod\u00eda", 12},
                                                                             {"medianoche", 0},
                                                                             {"midi", 12},
                                                                             {"minuit", 0},
                                                                             {"mezzogiorno", 12},
                                                                             {"mezzanotte", 0},
                                                                             {"\u6b63\u5348", 12},
                                                                             {"\uc815\uc624", 12},
                                                                             {"\uc790\uc815", 0}});

constexpr auto kHourSigns =
    std::to_array<std::string_view>({"h", "H", "\u6642", "\u65f6", "\u70b9", "\u9ede", "\uc2dc"});
constexpr auto kMinuteSigns = std::to_array<std::string_view>({"\u5206", "\ubd84"});

// Words that make "14.30" a time.
constexpr auto kBeforeTime =
    std::to_array<std::string_view>({"kl", "klo", "ore", "alle", "um", "pukul", "Pukul", "jam"});
constexpr auto kBehindTime = std::to_array<std::string_view>({"Uhr", "uur"});

/// Abbreviations that mean one zone in some languages alone, in minutes ahead of UTC.
struct LocalZone {
  std::string_view name;
  std::string_view language;
  int minutes;
};
constexpr auto kLocalZones = std::to_array<LocalZone>({{"CST", "zh", 480},
                                                       {"IST", "en-IN", 330},
                                                       {"IST", "hi", 330},
                                                       {"IST", "bn", 330},
                                                       {"IST", "ta", 330},
                                                       {"IST", "te", 330},
                                                       {"IST", "mr", 330},
                                                       {"IST", "ml", 330}});

}  // namespace

std::optional<TimeOfDay> ClockFinder::time_at(std::size_t i) {
  constexpr hours kHalf{12};
  const int hour = tokens_.number(i);
  if (hour < 0 || hour > 23 || tokens_.digits(i) > 2) return noon_or_midnight(i);
  auto time = with_minutes(i);
  if (!time) time = whole_hour(i);
  if (!time) return std::nullopt;
  HalfDay half = half_day_at(time->end);
  if (half != HalfDay::None) {
    time->end = behind_stops(time->end);
  } else if (i > 0 && tokens_.is_word(i - 1)) {
    half = words_.half_day(tokens_[i - 1].text);
  }
  if (half == HalfDay::Afternoon && hour < 12) time->since_midnight += kHalf;
  if (half == HalfDay::Morning && hour == 12) time->since_midnight -= kHalf;
  return time;
}

std::optional<TimeOfDay> ClockFinder::noon_or_midnight(std::size_t i) const {
  if (!tokens_.is_word(i)) return std::nullopt;
  for (const auto& [word, hour] : kHourWords) {
    if (ascii::equals_folded(tokens_[i].text, word)) return TimeOfDay{hours(hour), i + 1};
  }
  return std::nullopt;
}

/// "4:33", "16:33:12", "16h33"; "4.33" only where a word says that it is a time.
std::optional<TimeOfDay> ClockFinder::with_minutes(std::size_t i) {
  const bool is_unit = tokens_.is_any(i + 1, kHourSigns);
  const bool is_colon = tokens_.is(i + 1, ":");
  if (!is_colon && !is_unit && !is_dotted_time(i)) return std::nullopt;
  const int minute = tokens_.number(i + 2);
  if (minute < 0 || minute > 59 || (tokens_.digits(i + 2) != 2 && !is_unit)) return std::nullopt;
  TimeOfDay time{hours(tokens_.number(i)) + minutes(minute), i + 3};
  if (tokens_.is_any(time.end, kMinuteSigns)) ++time.end;
  const int second = tokens_.digits(i + 4) == 2 ? tokens_.number(i + 4) : -1;
  if (is_colon && tokens_.is(i + 3, ":") && second >= 0 && second < 60)
    time = {time.since_midnight + seconds(second), i + 5};
  return time;
}

/// "2 pm", "12 noon", "14h".
std::optional<TimeOfDay> ClockFinder::whole_hour(std::size_t i) {
  const seconds hour = hours(tokens_.number(i));
  if (tokens_.is_any(i + 1, kHourSigns)) return TimeOfDay{hour, i + 2};
  if (half_day_at(i + 1) == HalfDay::None) return std::nullopt;
  return TimeOfDay{hour, i + 1};
}

bool ClockFinder::is_dotted_time(std::size_t i) {
  if (!tokens_.is(i + 1, ".") || tokens_.digits(i + 2) != 2) return false;
  if (tokens_[i + 2].follows_gap || tokens_.is(i + 3, ".")) return false;
  const std::size_t before = i > 1 && tokens_.is(i - 1, ".") ? i - 2 : i - 1;
  return half_day_at(i + 3) != HalfDay::None || (i > 0 && tokens_.is_any(before, kBeforeTime)) ||
         tokens_.is_any(i + 3, kBehindTime) ||
         (tokens_.is_word(i + 3) && zone_named(tokens_[i + 3].text));
}

/// "PM", "p.m." and, where nothing parts it from the digits, "p".
HalfDay ClockFinder::half_day_at(std::size_t i) {
  if (!tokens_.is_word(i)) return HalfDay::None;
  std::string whole(tokens_[i].text);
  const HalfDay half = words_.half_day(whole);
  if (half != HalfDay::None) return half;
  if (tokens_.is(i + 1, ".") && tokens_.is_word(i + 2)) whole += tokens_[i + 2].text;
  if (whole.size() == 1 && !tokens_[i].follows_gap) whole += 'm';
  return words_.half_day(whole);
}

/// The token behind the word at `i` with its full stops: "p.m.".
std::size_t ClockFinder::behind_stops(std::size_t i) const {
  ++i;
  if (tokens_.is(i, ".") && tokens_.is_word(i + 1) && tokens_[i + 1].text.size() <= 2) i += 2;
  return tokens_.is(i, ".") ? i + 1 : i;
}

std::optional<ZoneAndEnd> ClockFinder::zone_between(UtcTime local, std::size_t begin,
                                                    std::size_t end) const {
  const bool is_iso = begin > 5 && (tokens_.is(begin - 4, "T") || tokens_.is(begin - 6, "T"));
  for (std::size_t i = begin; i < std::min(end, tokens_.size()); ++i) {
    const bool is_named = i > begin && (tokens_.is(i - 1, "GMT") || tokens_.is(i - 1, "UTC"));
    if (const auto offset = offset_at(i, is_named, is_iso)) return offset;
    const bool goes_on = tokens_.is(i + 1, "+") || tokens_.is(i + 1, "-");
    if (!tokens_.is_word(i)) continue;
    const bool is_zero = tokens_.is(i, "Z") && !tokens_[i].follows_gap;
    const auto zone = is_zero ? minutes(0) : zone_named_here(tokens_[i].text, local);
    if (zone && !(goes_on && *zone == minutes(0) && offset_at(i + 1, true, is_iso)))
      return ZoneAndEnd{*zone, i + 1};
  }
  return std::nullopt;
}

/// "+07:00", "+0700", behind the name of the zone also "+7". What follows "-" may be the end of a
/// range of times, if nothing else says that it is an offset.
std::optional<ZoneAndEnd> ClockFinder::offset_at(std::size_t sign, bool is_named,
                                                 bool is_iso) const {
  constexpr int kMost = 14 * 60;
  const std::size_t at = sign + 1;
  const bool is_minus = tokens_.is(sign, "-");
  if ((!is_minus && !tokens_.is(sign, "+")) || tokens_.number(at) < 0) return std::nullopt;
  const bool has_colon = tokens_.is(at + 1, ":") && tokens_.digits(at + 2) == 2;
  const bool has_minutes = tokens_.digits(at) == 4;
  const bool is_bracketed = sign > 0 && tokens_.is(sign - 1, "(");
  if (is_minus && !is_named && !is_iso && !is_bracketed && !has_minutes) return std::nullopt;
  if (!has_colon && !has_minutes && !is_named && tokens_.digits(at) != 2) return std::nullopt;
  const int number = tokens_.number(at);
  const int size = has_colon ? number * 60 + tokens_.number(at + 2)
                             : (has_minutes ? number / 100 * 60 + number % 100 : number * 60);
  if (size > kMost || size % 15 != 0) return std::nullopt;
  return ZoneAndEnd{minutes(is_minus ? -size : size), at + (has_colon ? 3 : 1)};
}

std::optional<minutes> ClockFinder::zone_named_here(std::string_view name, UtcTime local) const {
  for (const LocalZone& zone : kLocalZones) {
    if (zone.name == name && language_.starts_with(zone.language)) return minutes(zone.minutes);
  }
  return zone_offset(name, local);
}

}  // namespace newshole::text
