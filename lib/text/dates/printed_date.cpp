#include "text/dates/printed_date.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "text/dates/calendar_words.h"
#include "text/dates/dates.h"
#include "text/dates/zones.h"

namespace newshole::text {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// A line with a date is short; what is longer is cut.
constexpr std::size_t kMostBytes = 400;
constexpr std::size_t kMostTokens = 80;

bool is_letter(char c) {
  return ascii::is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

/// It need not exist.
std::chrono::year_month_day date_of(int year, int month, int day) {
  return {std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
          std::chrono::day(static_cast<unsigned>(day))};
}

std::optional<std::chrono::year_month_day> existing_day(int year, int month, int day) {
  if (month < 1 || day < 1) return std::nullopt;
  return plausible_day(date_of(year, month, day));
}

// --- tokens ---

enum class Kind { Number, Word, Sign };

struct Token {
  Kind kind = Kind::Sign;
  std::string_view text;
  int value = 0;  // of a number of at most nine digits, else -1
};

int value_of(std::string_view digits) {
  return digits.size() > 9 ? -1 : ascii::number<int>(digits).value_or(-1);
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> out;
  for (std::size_t at = 0; at < text.size() && out.size() < kMostTokens;) {
    std::size_t end = at + 1;
    Token token{.kind = Kind::Sign};
    if (ascii::is_digit(text[at])) {
      while (end < text.size() && ascii::is_digit(text[end])) ++end;
      token = {.kind = Kind::Number, .value = value_of(text.substr(at, end - at))};
    } else if (is_letter(text[at])) {
      while (end < text.size() && is_letter(text[end])) ++end;
      token.kind = Kind::Word;
    }
    token.text = text.substr(at, end - at);
    if (token.text != " ") out.push_back(token);
    at = end;
  }
  return out;
}

// --- lines for people ---

/// Words and signs that may stand between the parts of a date: "19th of", "de", commas.
bool is_filler(const Token& token) {
  constexpr std::array<std::string_view, 12> kFillers = {"st",  "nd", "rd", "th",     "of", "de",
                                                         "del", ",",  ".",  "\u00ba", "/",  "-"};
  return std::ranges::find(kFillers, token.text) != kFillers.end();
}

struct Found {
  std::chrono::year_month_day day;
  std::size_t begin = 0;  // tokens
  std::size_t end = 0;
};

class DateFinder {
 public:
  DateFinder(std::string_view text, std::string_view language)
      : tokens_(tokens_of(text.substr(0, kMostBytes))), language_(language), words_(language) {}

  std::optional<PrintedDate> find() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (auto found = at(i)) return with_time(*found);
    }
    return std::nullopt;
  }

 private:
  std::optional<Found> at(std::size_t i) {
    if (auto found = with_month_name(i)) return found;
    return tokens_[i].kind == Kind::Number ? in_numbers(i) : std::nullopt;
  }

  [[nodiscard]] std::size_t next(std::size_t i) const {
    ++i;
    while (i < tokens_.size() && is_filler(tokens_[i])) ++i;
    return i;
  }
  [[nodiscard]] int number(std::size_t i) const {
    return i < tokens_.size() && tokens_[i].kind == Kind::Number ? tokens_[i].value : -1;
  }

  [[nodiscard]] int month_at(std::size_t i) {
    return tokens_[i].kind == Kind::Word ? words_.month(tokens_[i].text) : 0;
  }

  /// "September 19, 2025" and "19 September 2025".
  std::optional<Found> with_month_name(std::size_t i) {
    const std::size_t second = next(i);
    if (second >= tokens_.size()) return std::nullopt;
    const std::size_t third = next(second);
    int month = month_at(i);
    int day = number(second);
    if (month == 0) {
      day = number(i);
      if (day < 1 || day > 31) return std::nullopt;
      month = month_at(second);
    }
    if (month == 0) return std::nullopt;
    const auto date = existing_day(number(third), month, day);
    if (!date) return std::nullopt;
    return Found{*date, i, third + 1};
  }

  /// Three numbers with the same sign between them; or a year, a month and a day with the signs of
  /// Chinese and Japanese behind them.
  std::optional<Found> in_numbers(std::size_t i) const {
    if (i + 4 >= tokens_.size()) return std::nullopt;
    const std::string_view sign = tokens_[i + 1].text;
    const std::string_view second = tokens_[i + 3].text;
    const bool is_han = sign == "\u5e74" && second == "\u6708";
    const bool is_parted = (sign == "-" || sign == "/" || sign == ".") && second == sign;
    const int a = tokens_[i].value;
    const int b = number(i + 2);
    const int c = number(i + 4);
    std::optional<std::chrono::year_month_day> day;
    if (is_han || (is_parted && tokens_[i].text.size() == 4)) {
      day = existing_day(a, b, c);
    } else if (is_parted && tokens_[i + 4].text.size() == 4) {
      day = is_month_first(sign, a, b) ? existing_day(c, a, b) : existing_day(c, b, a);
    }
    return day ? std::optional(Found{*day, i, i + 5}) : std::nullopt;
  }

  [[nodiscard]] bool is_month_first(std::string_view sign, int a, int b) const {
    if (a > 12 || b > 12) return b > 12;
    const bool is_american = language_.empty() || language_ == "en" || language_ == "en-US" ||
                             language_ == "en-us" || language_ == "en_US";
    return sign == "/" && is_american;
  }

  PrintedDate with_time(const Found& found) {
    PrintedDate date{.day = found.day, .time_of_day = time_near(found)};
    if (date.time_of_day) date.offset = zone_in_line(to_utc(date));
    return date;
  }

  /// The first word that names a zone.
  [[nodiscard]] std::optional<minutes> zone_in_line(UtcTime local) const {
    for (const Token& token : tokens_) {
      if (token.kind != Kind::Word) continue;
      if (const auto offset = zone_offset(token.text, local)) return offset;
    }
    return std::nullopt;
  }

  /// "4:33 PM": the first behind the date, else the first before it.
  std::optional<seconds> time_near(const Found& found) {
    for (std::size_t i = found.end; i + 2 < tokens_.size(); ++i) {
      if (auto time = time_at(i)) return time;
    }
    for (std::size_t i = 0; i + 2 < found.begin; ++i) {
      if (auto time = time_at(i)) return time;
    }
    return std::nullopt;
  }

  std::optional<seconds> time_at(std::size_t i) {
    constexpr std::size_t kTokens = 3;  // "4", ":", "33"
    const int minute = number(i + 2);
    int hour = number(i);
    if (tokens_[i + 1].text != ":" || tokens_[i + 2].text.size() != 2) return std::nullopt;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    HalfDay half = half_day_after(i + kTokens);
    if (half == HalfDay::None && i > 0) half = words_.half_day(tokens_[i - 1].text);
    if (half == HalfDay::Afternoon && hour < 12) hour += 12;
    if (half == HalfDay::Morning && hour == 12) hour = 0;
    return seconds{hour * 3600 + minute * 60};
  }

  /// "PM", "p.m." and, where nothing parts it from the digits, "p".
  HalfDay half_day_after(std::size_t i) {
    if (i >= tokens_.size() || tokens_[i].kind != Kind::Word) return HalfDay::None;
    const std::string_view word = tokens_[i].text;
    const std::string_view digits = tokens_[i - 1].text;
    std::string whole(word);
    if (i + 2 < tokens_.size() && tokens_[i + 1].text == ".") whole += tokens_[i + 2].text;
    const bool is_glued = word.size() == 1 && digits.data() + digits.size() == word.data();
    if (whole.size() == 1 && is_glued) whole += 'm';
    const HalfDay half = words_.half_day(word);
    return half == HalfDay::None ? words_.half_day(whole) : half;
  }

  std::vector<Token> tokens_;
  std::string_view language_;
  CalendarWords words_;
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
    if (out.date.time_of_day) out.date.offset = read_offset();
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

  std::optional<minutes> read_offset() {
    skip_blanks();
    const std::string_view zone = ascii::trimmed(rest_);
    is_exact_ = is_exact_ && zone.size() == rest_.size() && zone != "GMT" && zone != "UTC";
    return parse_offset(zone);
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

std::optional<std::chrono::year_month_day> plausible_day(const std::chrono::year_month_day& day) {
  constexpr std::chrono::year kFirst{1990};
  constexpr std::chrono::year kLast{2100};
  if (!day.ok() || day.year() < kFirst || day.year() > kLast) return std::nullopt;
  return day;
}

UtcTime to_utc(const PrintedDate& date) {
  return std::chrono::sys_days(date.day) + date.time_of_day.value_or(seconds(0)) -
         date.offset.value_or(minutes(0));
}

std::optional<UtcTime> parse_iso_time(std::string_view text) {
  const std::optional<IsoDate> iso = IsoReader(text).read();
  if (!iso || !iso->is_exact) return std::nullopt;
  return to_utc(iso->date);
}

std::optional<PrintedDate> find_date(std::string_view text, std::string_view language) {
  return DateFinder(text, language).find();
}

std::optional<PrintedDate> parse_machine_date(std::string_view text) {
  text = ascii::trimmed(text);
  if (text.size() > kMostBytes) return std::nullopt;
  if (are_digits(text)) return in_digits(text);
  if (const auto iso = IsoReader(text).read(); iso && plausible_day(iso->date.day))
    return iso->date;
  auto printed = find_date(text, "");
  if (!printed) return std::nullopt;
  const std::size_t zone = text.find_last_of(' ');
  if (zone != std::string_view::npos && !printed->offset)
    printed->offset = parse_offset(text.substr(zone + 1));
  return printed;
}

}  // namespace newshole::text
