#include "text/dates/day_finder.h"

#include <algorithm>
#include <array>
#include <string>

namespace newshole::text {
namespace {

/// Words and signs that may stand between the parts of a date: "19th of", "de", "1er", commas.
constexpr auto kFillers = std::to_array<std::string_view>({",",
                                                           ".",
                                                           "/",
                                                           "-",
                                                           "'",
                                                           "(",
                                                           ")",
                                                           "|",
                                                           "\u00ba",
                                                           "\u00aa",
                                                           "\u00b0",
                                                           "a",
                                                           "an",
                                                           "d",
                                                           "da",
                                                           "de",
                                                           "del",
                                                           "den",
                                                           "der",
                                                           "di",
                                                           "e",
                                                           "el",
                                                           "eme",
                                                           "er",
                                                           "ere",
                                                           "gada",
                                                           "ko",
                                                           "la",
                                                           "le",
                                                           "m",
                                                           "nd",
                                                           "ng",
                                                           "of",
                                                           "rd",
                                                           "re",
                                                           "st",
                                                           "ta",
                                                           "th",
                                                           "the",
                                                           "ti",
                                                           "\u03b7",
                                                           "\u03b7\u03c2",
                                                           "\u05d1",
                                                           "\u00e8me",
                                                           "\u00e8re",
                                                           "n\u0103m",
                                                           "th\u00e1ng",
                                                           "\u0e1e",
                                                           "\u0e28",
                                                           "\u0433",
                                                           "\u0433\u043e\u0434\u0430",
                                                           "\u0436\u044b\u043b\u0493\u044b"});
constexpr std::size_t kMostFillers = 4;

constexpr auto kYearSigns = std::to_array<std::string_view>({"\u5e74", "\ub144"});
constexpr auto kMonthSigns = std::to_array<std::string_view>({"\u6708", "\uc6d4"});
constexpr auto kDaySigns =
    std::to_array<std::string_view>({"\u65e5", "\u53f7", "\u865f", "\uc77c"});
/// In Vietnamese the word for a month stands before its number.
constexpr std::string_view kMonthWord = "th\u00e1ng";

bool holds(std::string_view line, std::string_view part) {
  return line.find(part) != std::string_view::npos;
}

}  // namespace

DayFinder::DayFinder(const DateTokens& tokens, std::string_view line, std::string_view language,
                     const CalendarWords& words, ClockFinder& clock)
    : tokens_(tokens),
      language_(language),
      words_(words),
      clock_(clock),
      is_thai_(language.starts_with("th") || holds(line, "\xe0\xb8")),
      is_hijri_(holds(line, "\u0647\u0640") || holds(line, "\u0647\u062c\u0631\u064a")) {}

std::vector<FoundDay> DayFinder::find(std::size_t most) {
  std::vector<FoundDay> out;
  for (std::size_t i = 0; i < tokens_.size() && out.size() < most;) {
    auto found = day_at(i);
    i = found ? found->span.end : i + 1;
    if (found) out.push_back(*std::move(found));
  }
  return out;
}

std::optional<FoundDay> DayFinder::day_at(std::size_t i) {
  if (tokens_.is_word(i)) {
    auto found = month_first(i);
    return found ? found : in_era(i);
  }
  if (tokens_.number(i) < 0) return std::nullopt;
  if (auto found = in_numbers(i)) return found;
  return tokens_.digits(i) == 4 ? year_first(i) : day_first(i);
}

std::size_t DayFinder::behind_fillers(std::size_t i) const {
  const std::size_t most = i + kMostFillers;
  while (i < most && tokens_.is_any(i, kFillers)) ++i;
  return i;
}

/// Also an abbreviation with full stops within, and one of two words for the month ("a/b").
DayFinder::MonthAndEnd DayFinder::month_at(std::size_t i) {
  constexpr std::string_view kHebrewIn = "\u05d1";
  if (!tokens_.is_word(i)) return {};
  const std::string_view word = tokens_[i].text;
  Month month;
  std::size_t end = i + 1;
  if (tokens_.is(i + 1, ".") && tokens_.is_word(i + 2) && !tokens_[i + 2].follows_gap) {
    month = words_.month(std::string(word).append(tokens_[i + 2].text));
    if (month.number != 0) end = i + 3;
  }
  if (month.number == 0) month = words_.month(word);
  if (month.number == 0 && word.starts_with(kHebrewIn))
    month = words_.month(word.substr(kHebrewIn.size()));
  if (month.number != 0 && tokens_.is(end, "/") && tokens_.is_word(end + 1) &&
      words_.month(tokens_[end + 1].text).number == month.number)
    end += 2;
  return {month, end};
}

/// A year in the years of `calendar`; 0 where it is none. One of two digits counts only behind a
/// sign or in Thai, and where no time begins with it.
int DayFinder::year_at(std::size_t i, Calendar calendar) const {
  constexpr int kBuddhist = 543;
  const int year = tokens_.number(i);
  const bool is_behind_sign = i > 0 && (tokens_.is(i - 1, "-") || tokens_.is(i - 1, "'"));
  if (tokens_.digits(i) == 2 && (is_behind_sign || is_thai_) && !tokens_.is(i + 1, ":"))
    return is_thai_ ? 2500 + year - kBuddhist : 2000 + year;
  if (tokens_.digits(i) != 4) return 0;
  const bool is_buddhist = calendar == Calendar::Gregorian && is_thai_ && year > 2500;
  return is_buddhist ? year - kBuddhist : year;
}

bool DayFinder::may_be_day(std::size_t i) const {
  return tokens_.number(i) >= 1 && tokens_.number(i) <= 31 && tokens_.digits(i) <= 2;
}

bool DayFinder::is_year_near(std::size_t i) const {
  constexpr std::size_t kNear = 8;
  for (std::size_t at = i; at < i + kNear; ++at) {
    if (year_at(at, Calendar::Gregorian) != 0) return true;
  }
  return false;
}

std::optional<FoundDay> DayFinder::dated(const Month& month, int year, int day, TokenSpan span) {
  if (year == 0 || month.number == 0) return std::nullopt;
  const auto found = gregorian_day(month.calendar, year, month.number, day);
  return found ? std::optional(FoundDay{*found, span, {}}) : std::nullopt;
}

/// "19 September 2025". The word is looked up only where a year follows.
std::optional<FoundDay> DayFinder::day_first(std::size_t i) {
  const std::size_t word = behind_fillers(i + 1);
  if (!may_be_day(i) || !is_year_near(word + 1)) return std::nullopt;
  const auto [month, end] = month_at(word);
  if (month.number == 0) return std::nullopt;
  const std::size_t year = behind_fillers(end);
  return dated(month, year_at(year, month.calendar), tokens_.number(i), {i, year + 1});
}

/// "2025. szeptember 19.", "2025. gada 19. septembris".
std::optional<FoundDay> DayFinder::year_first(std::size_t i) {
  const std::size_t second = behind_fillers(i + 1);
  const bool is_day_second = may_be_day(second);
  const auto [month, end] = month_at(is_day_second ? behind_fillers(second + 1) : second);
  const std::size_t day = is_day_second ? second : behind_fillers(end);
  if (month.number == 0 || !may_be_day(day)) return std::nullopt;
  return dated(month, year_at(i, month.calendar), tokens_.number(day),
               {i, is_day_second ? end : day + 1});
}

/// True if a day and a year, or a day and a time, follow: the word before them is looked up only
/// so.
bool DayFinder::may_end_month(std::size_t end) {
  const std::size_t day = behind_fillers(end);
  if (!may_be_day(day)) return false;
  return year_at(behind_fillers(day + 1), Calendar::Gregorian) != 0 || clock_.time_at(day + 1);
}

/// "September 19, 2025".
std::optional<FoundDay> DayFinder::month_first(std::size_t i) {
  const bool is_one_word = may_end_month(i + 1);
  const bool is_two = tokens_.is(i + 1, ".") && tokens_.is_word(i + 2) && may_end_month(i + 3);
  if (!is_one_word && !is_two) return std::nullopt;
  const auto [month, end] = month_at(i);
  const std::size_t day = behind_fillers(end);
  if (month.number == 0 || !may_be_day(day)) return std::nullopt;
  const std::size_t year = behind_fillers(day + 1);
  if (auto found = dated(month, year_at(year, month.calendar), tokens_.number(day), {i, year + 1}))
    return found;
  return with_time_before_year(i, month, day);
}

/// "Apr 28 19:20:36 CEST 2023", as Java and C write it.
std::optional<FoundDay> DayFinder::with_time_before_year(std::size_t i, const Month& month,
                                                         std::size_t day) {
  constexpr std::size_t kMostZoneTokens = 5;
  const auto time = clock_.time_at(day + 1);
  if (!time) return std::nullopt;
  for (std::size_t year = time->end; year <= time->end + kMostZoneTokens; ++year) {
    const bool is_offset = tokens_.is(year - 1, "+") || tokens_.is(year - 1, "-");
    if (tokens_.digits(year) != 4 || is_offset) continue;
    auto found = dated(month, tokens_.number(year), tokens_.number(day), {i, year + 1});
    if (found) found->time = time;
    return found;
  }
  return std::nullopt;
}

/// Three numbers with signs between them; or a year, a month and a day with the signs of Chinese,
/// Japanese and Korean behind them; or as in Vietnamese.
std::optional<FoundDay> DayFinder::in_numbers(std::size_t i) const {
  if (tokens_.number(i + 2) < 0 || tokens_.number(i + 4) < 0) return std::nullopt;
  const bool has_year = tokens_.digits(i) == 4;
  if (has_year && tokens_.is_any(i + 1, kYearSigns)) return in_units(i, tokens_.number(i), {i, i});
  if (tokens_.is(i + 1, kMonthWord)) {
    return dated({.number = tokens_.number(i + 2)}, year_at(i + 4, Calendar::Gregorian),
                 tokens_.number(i), {i, i + 5});
  }
  return in_parted_numbers(i);
}

std::optional<FoundDay> DayFinder::in_parted_numbers(std::size_t i) const {
  const std::string_view sign = tokens_[i + 1].text;
  const bool is_parted = sign == "-" || sign == "/" || sign == ".";
  const bool is_mixed = sign == "/" && tokens_.is(i + 3, "-");
  if (!is_parted || (!tokens_.is(i + 3, sign) && !is_mixed)) return std::nullopt;
  const int a = tokens_.number(i);
  const int b = tokens_.number(i + 2);
  const int c = tokens_.number(i + 4);
  const TokenSpan span{i, i + 5};
  if (tokens_.digits(i) == 4)
    return dated({calendar_of(a), b}, year_at(i, calendar_of(a)), c, span);
  const auto [day, month] = is_month_first(i) ? std::pair(b, a) : std::pair(a, b);
  if (tokens_.digits(i + 4) == 4)
    return dated({calendar_of(c), month}, year_at(i + 4, calendar_of(c)), day, span);
  constexpr int kLastShortYear = 49;
  const bool has_pairs =
      tokens_.digits(i) == 2 && tokens_.digits(i + 2) == 2 && tokens_.digits(i + 4) == 2;
  if (sign != "." || !has_pairs || c > kLastShortYear) return std::nullopt;
  if (tokens_.is(i + 5, ":") || (tokens_.is(i + 5, ".") && tokens_.number(i + 6) >= 0))
    return std::nullopt;
  return dated({.number = b}, 2000 + c, a, span);
}

/// "Y\u5e74M\u6708D\u65e5" from the sign behind the year on; `i` is that of the year.
std::optional<FoundDay> DayFinder::in_units(std::size_t i, int year, TokenSpan span) const {
  if (!tokens_.is_any(i + 1, kYearSigns) || !tokens_.is_any(i + 3, kMonthSigns))
    return std::nullopt;
  span.end = i + (tokens_.is_any(i + 5, kDaySigns) ? 6 : 5);
  return dated({.number = tokens_.number(i + 2)}, year, tokens_.number(i + 4), span);
}

/// The years of an era; for its first there is a word.
std::optional<FoundDay> DayFinder::in_era(std::size_t i) const {
  constexpr std::string_view kFirst = "\u5143";
  std::string_view word = tokens_[i].text;
  const bool is_first = word.ends_with(kFirst);
  if (is_first) word.remove_suffix(kFirst.size());
  const auto before = year_before_era(word);
  const int year = is_first ? 1 : tokens_.number(i + 1);
  if (!before || year < 1) return std::nullopt;
  return in_units(is_first ? i : i + 1, *before + year, {i, i});
}

/// The calendar of a year that is written in digits.
Calendar DayFinder::calendar_of(int year) const {
  const bool is_persian = language_.starts_with("fa") || language_.starts_with("ps");
  if (is_persian && year >= 1370 && year <= 1480) return Calendar::Persian;
  return is_hijri_ && year >= 1410 && year <= 1525 ? Calendar::Islamic : Calendar::Gregorian;
}

bool DayFinder::is_month_first(std::size_t i) const {
  const int a = tokens_.number(i);
  const int b = tokens_.number(i + 2);
  if (a > 12 || b > 12) return b > 12;
  const bool is_american = language_.empty() || language_ == "en" || language_ == "en-US" ||
                           language_ == "en-us" || language_ == "en_US";
  return tokens_.is(i + 1, "/") && is_american;
}

}  // namespace newshole::text
