#include "text/dates/printed_date.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "text/dates/calendar_words.h"
#include "text/dates/clock_finder.h"
#include "text/dates/date_tokens.h"
#include "text/dates/dates.h"
#include "text/dates/day_finder.h"
#include "text/dates/zones.h"

namespace newshole::text {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// A line with a date is short; what is longer is cut.
constexpr std::size_t kMostBytes = 400;

/// It need not exist.
std::chrono::year_month_day date_of(int year, int month, int day) {
  return {std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
          std::chrono::day(static_cast<unsigned>(day))};
}

std::optional<std::chrono::year_month_day> existing_day(int year, int month, int day) {
  if (month < 1 || day < 1) return std::nullopt;
  return plausible_day(date_of(year, month, day));
}

int value_of(std::string_view digits) {
  return digits.size() > 9 ? -1 : ascii::number<int>(digits).value_or(-1);
}

// --- lines for people ---

bool may_hold_date(std::string_view line) {
  return std::ranges::any_of(
      line, [](char c) { return ascii::is_digit(c) || static_cast<unsigned char>(c) >= 0x80; });
}

/// Days with the times of day and zones that belong to them.
class DateFinder {
 public:
  DateFinder(std::string_view line, std::string_view language)
      : tokens_(line),
        words_(language),
        clock_(tokens_, language, words_),
        days_(tokens_, line, language, words_, clock_) {}

  std::vector<DateMention> find(std::size_t most) {
    const std::vector<FoundDay> days = days_.find(most + 1);
    std::vector<DateMention> out;
    for (std::size_t i = 0; i < std::min(days.size(), most); ++i) {
      const std::size_t before = i == 0 ? 0 : days[i - 1].span.end;
      const std::size_t behind = i + 1 < days.size() ? days[i + 1].span.begin : tokens_.size();
      out.push_back(mention(days[i], {before, behind}));
    }
    return out;
  }

 private:
  /// The day with the first time behind it, else with the first before it; of the tokens in `room`.
  DateMention mention(const FoundDay& found, TokenSpan room) {
    TokenSpan span = found.span;
    DateMention out{.date = {.day = found.day}};
    std::size_t begin = span.begin;
    std::optional<TimeOfDay> time = found.time;
    for (std::size_t i = span.end; i < room.end && !time; ++i) time = time_at(i, begin);
    for (std::size_t i = room.begin; i < span.begin && !time; ++i) time = time_at(i, begin);
    if (time) {
      out.date.time_of_day = time->since_midnight;
      const UtcTime local = std::chrono::sys_days(found.day) + time->since_midnight;
      const auto zone = zone_of(*time, local, {span.end, room.end});
      if (zone) out.date.offset = zone->offset;
      stretch(span, {begin, std::max(time->end, zone ? zone->end : 0)});
    }
    while (span.end < tokens_.size() && tokens_.is(span.end, ")") && is_open(span)) ++span.end;
    out.begin = tokens_[span.begin].begin;
    out.end = tokens_[span.end - 1].end;
    return out;
  }

  std::optional<TimeOfDay> time_at(std::size_t i, std::size_t& begin) {
    auto time = clock_.time_at(i);
    if (time) begin = i;
    return time;
  }

  /// The zone closely behind the time; where the time stands first, also closely behind the day.
  [[nodiscard]] std::optional<ZoneAndEnd> zone_of(const TimeOfDay& time, UtcTime local,
                                                  TokenSpan behind) const {
    constexpr std::size_t kNear = 6;
    const auto zone = clock_.zone_between(local, time.end, std::min(time.end + kNear, behind.end));
    if (zone || time.end >= behind.begin) return zone;
    return clock_.zone_between(local, behind.begin, std::min(behind.begin + kNear, behind.end));
  }

  /// Adds a time that stands close by, not behind a name.
  void stretch(TokenSpan& day, TokenSpan time) const {
    if (time.begin < day.begin && is_near(time.end, day.begin)) day.begin = time.begin;
    if (is_near(day.end, time.begin)) day.end = std::max(day.end, time.end);
  }

  [[nodiscard]] bool is_near(std::size_t begin, std::size_t end) const {
    constexpr std::size_t kMostTokens = 4;
    constexpr int kMostWords = 2;
    int words = 0;
    for (std::size_t i = begin; i < end; ++i) words += tokens_.is_word(i) ? 1 : 0;
    return end <= begin + kMostTokens && words <= kMostWords;
  }

  [[nodiscard]] bool is_open(TokenSpan span) const {
    int open = 0;
    for (std::size_t i = span.begin; i < span.end; ++i)
      open += tokens_.is(i, "(") ? 1 : (tokens_.is(i, ")") ? -1 : 0);
    return open > 0;
  }

  DateTokens tokens_;
  CalendarWords words_;
  ClockFinder clock_;
  DayFinder days_;
};

// --- for machines ---

struct IsoDate {
  PrintedDate date;
  /// All of the text is a date, a time and an offset with their digits in full (RFC 3339 section
  /// 5.6, seconds and the colon of the offset optional).
  bool is_exact = false;
};

/// Reads a day that exists, of any year, with the time of day and the offset where they can be
/// read: "2025-09-19T08:33:00.123Z", and as pages deviate from it: "2025/9/19 8:33 GMT". Takes
/// parts off the front of a text and keeps in mind whether each was exact.
class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : rest_(text) {}

  std::optional<IsoDate> read() {
    const auto day = read_day();
    if (!day || !is_end_of_day()) return std::nullopt;
    IsoDate out{.date = {.day = *day}};
    if (take_one_of("Tt ")) out.date.time_of_day = read_time_of_day();
    if (out.date.time_of_day) out.date.offset = read_offset(to_utc(out.date));
    out.is_exact = is_exact_ && out.date.offset;
    return out;
  }

 private:
  std::optional<std::chrono::year_month_day> read_day() {
    const auto year = number(4, 4);
    const char sign = rest_.starts_with('/') ? '/' : '-';
    is_exact_ = sign == '-';
    if (!year || !take(sign)) return std::nullopt;
    const auto month = number(1, 2);
    if (!month || !take(sign)) return std::nullopt;
    const auto day = number(1, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date = date_of(*year, *month, *day);
    return date.ok() ? std::optional(date) : std::nullopt;
  }

  [[nodiscard]] bool is_end_of_day() const {
    return rest_.empty() || std::string_view("Tt Z").find(rest_.front()) != std::string_view::npos;
  }

  std::optional<seconds> read_time_of_day() {
    skip_blanks();
    const auto hour = number(1, 2);
    if (!hour || !take(':')) return std::nullopt;
    const auto minute = number(2, 2);
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    return seconds{*hour * 3600 + *minute * 60 + read_seconds()};
  }

  /// 0 where there are none.
  int read_seconds() {
    if (!take(':')) return 0;
    const int second = number(2, 2).value_or(0);
    is_exact_ = is_exact_ && second < 60;
    if (take_one_of(".,")) {
      const std::size_t digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
      is_exact_ = is_exact_ && digits > 0;
      rest_.remove_prefix(digits);
    }
    return second;
  }

  /// An offset, or the abbreviation of a zone; behind it Java may name the zone in brackets.
  std::optional<minutes> read_offset(UtcTime local) {
    skip_blanks();
    std::string_view zone = ascii::trimmed(rest_);
    is_exact_ = is_exact_ && zone.size() == rest_.size() && zone != "GMT" && zone != "UTC";
    if (const auto offset = parse_offset(zone)) return offset;
    is_exact_ = false;
    zone = zone.substr(0, zone.find('['));
    const auto offset = parse_offset(zone);
    return offset ? offset : zone_offset(zone, local);
  }

  void skip_blanks() {
    const std::size_t blanks = std::min(rest_.find_first_not_of(ascii::kWhiteSpace), rest_.size());
    is_exact_ = is_exact_ && blanks == 0;
    rest_.remove_prefix(blanks);
  }

  /// A number of `least` to `most` digits; `most` are exact.
  std::optional<int> number(std::size_t least, std::size_t most) {
    int value = 0;
    std::size_t size = 0;
    for (; size < std::min(most, rest_.size()) && ascii::is_digit(rest_[size]); ++size) {
      value = value * 10 + (rest_[size] - '0');
    }
    is_exact_ = is_exact_ && size == most;
    if (size < least) return std::nullopt;
    rest_.remove_prefix(size);
    return value;
  }

  bool take(char c) { return take_one_of(std::string_view(&c, 1)); }
  bool take_one_of(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  bool is_exact_ = true;
};

bool are_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, ascii::is_digit);
}

std::optional<PrintedDate> from_epoch(std::int64_t since) {
  const UtcTime time{seconds(since)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const auto date = plausible_day(std::chrono::year_month_day(day));
  if (!date) return std::nullopt;
  return PrintedDate{.day = *date, .time_of_day = time - day, .offset = minutes(0)};
}

std::optional<PrintedDate> in_digits(std::string_view digits) {
  if (digits.size() == 8) {
    const int all = value_of(digits);
    if (const auto day = existing_day(all / 10000, all / 100 % 100, all % 100))
      return PrintedDate{.day = *day};
    return std::nullopt;
  }
  if (digits.size() != 10 && digits.size() != 13) return std::nullopt;
  return from_epoch(*ascii::number<std::int64_t>(digits.substr(0, 10)));
}

}  // namespace

UtcTime to_utc(const PrintedDate& date) {
  return std::chrono::sys_days(date.day) + date.time_of_day.value_or(seconds(0)) -
         date.offset.value_or(minutes(0));
}

std::optional<UtcTime> parse_iso_time(std::string_view text) {
  const std::optional<IsoDate> iso = IsoReader(text).read();
  if (!iso || !iso->is_exact) return std::nullopt;
  return to_utc(iso->date);
}

DateOrTime date_or_time(const PrintedDate& date) {
  if (!date.time_of_day || !date.offset) return {.time = std::chrono::sys_days(date.day)};
  return {.time = to_utc(date), .offset = date.offset};
}

std::vector<DateMention> find_dates(std::string_view line, std::string_view language) {
  constexpr std::size_t kMost = 4;
  line = line.substr(0, kMostBytes);
  return may_hold_date(line) ? DateFinder(line, language).find(kMost) : std::vector<DateMention>();
}

std::optional<PrintedDate> find_date(std::string_view text, std::string_view language) {
  text = text.substr(0, kMostBytes);
  if (!may_hold_date(text)) return std::nullopt;
  const std::vector<DateMention> found = DateFinder(text, language).find(1);
  return found.empty() ? std::nullopt : std::optional(found.front().date);
}

std::optional<PrintedDate> parse_machine_date(std::string_view text) {
  text = ascii::trimmed(text);
  if (text.size() > kMostBytes) return std::nullopt;
  if (are_digits(text)) return in_digits(text);
  if (const auto iso = IsoReader(text).read(); iso && plausible_day(iso->date.day))
    return iso->date;
  return find_date(text, "");
}

}  // namespace newshole::text
