#include "text/dates/printed_date.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "base/ascii.h"
#include "text/dates/dates.h"

namespace newshole::text {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2100;
/// A line with a date is short; what is longer is cut.
constexpr std::size_t kMostBytes = 400;
constexpr std::size_t kMostTokens = 80;

bool is_letter(char c) {
  return ascii::is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

std::optional<std::chrono::year_month_day> existing_day(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  return date;
}

// --- tokens ---

enum class Kind { Number, Word, Sign };

struct Token {
  Kind kind = Kind::Sign;
  std::string_view text;
  int value = 0;  // of a number of at most nine digits, else -1
};

int value_of(std::string_view digits) {
  if (digits.size() > 9) return -1;
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
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

// --- months ---

std::string folded(std::string_view word) {
  std::string out;
  icu::UnicodeString::fromUTF8({word.data(), static_cast<std::int32_t>(word.size())})
      .foldCase()
      .toUTF8String(out);
  while (out.ends_with('.')) out.pop_back();
  return out;
}

struct MonthName {
  std::string name;  // folded, without a last full stop
  int month = 0;
};

constexpr std::array<std::string_view, 12> kEnglishMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

/// The whole name, or the first three letters of it; "sept".
int english_month(std::string_view word) {
  if (word.size() < 3) return 0;
  std::string lower(word);
  std::transform(lower.begin(), lower.end(), lower.begin(), ascii::lower);
  if (lower == "sept") return 9;
  for (std::size_t i = 0; i < kEnglishMonths.size(); ++i) {
    if (lower == kEnglishMonths[i] || lower == kEnglishMonths[i].substr(0, 3))
      return static_cast<int>(i) + 1;
  }
  return 0;
}

struct NameForm {
  icu::DateFormatSymbols::DtContextType context;
  icu::DateFormatSymbols::DtWidthType width;
};

constexpr auto kNameForms = std::to_array<NameForm>({
    {icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::WIDE},
    {icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::ABBREVIATED},
    {icu::DateFormatSymbols::STANDALONE, icu::DateFormatSymbols::WIDE},
    {icu::DateFormatSymbols::STANDALONE, icu::DateFormatSymbols::ABBREVIATED},
});

std::vector<MonthName> month_names(std::string_view language) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::DateFormatSymbols symbols(icu::Locale(std::string(language).c_str()), status);
  std::vector<MonthName> out;
  if (U_FAILURE(status) != 0) return out;
  for (const NameForm& form : kNameForms) {
    std::int32_t count = 0;
    const icu::UnicodeString* names = symbols.getMonths(count, form.context, form.width);
    for (std::int32_t i = 0; i < std::min(count, 12); ++i) {
      std::string name;
      names[i].toUTF8String(name);
      out.push_back({.name = folded(name), .month = i + 1});
    }
  }
  return out;
}

bool is_english(std::string_view language) {
  return language.empty() || language.starts_with("en") || language.starts_with("EN");
}

/// Month names; those of other languages are asked of ICU when the first unknown word comes.
class Months {
 public:
  explicit Months(std::string_view language) : language_(language) {}

  int number_of(const Token& token) {
    if (token.kind != Kind::Word) return 0;
    if (const int month = english_month(token.text)) return month;
    if (is_english(language_)) return 0;
    if (names_.empty()) names_ = month_names(language_);
    const std::string word = folded(token.text);
    const auto found = std::ranges::find(names_, word, &MonthName::name);
    return found == names_.end() ? 0 : found->month;
  }

 private:
  std::string_view language_;
  std::vector<MonthName> names_;
};

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
      : tokens_(tokens_of(text.substr(0, kMostBytes))), language_(language), months_(language) {}

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

  /// "September 19, 2025" and "19 September 2025".
  std::optional<Found> with_month_name(std::size_t i) {
    const std::size_t second = next(i);
    if (second >= tokens_.size()) return std::nullopt;
    const std::size_t third = next(second);
    int month = months_.number_of(tokens_[i]);
    int day = number(second);
    if (month == 0) {
      day = number(i);
      if (day < 1 || day > 31) return std::nullopt;
      month = months_.number_of(tokens_[second]);
    }
    if (month == 0) return std::nullopt;
    const auto date = existing_day(number(third), month, day);
    if (!date) return std::nullopt;
    return Found{*date, i, third + 1};
  }

  /// Three numbers with the same sign between them.
  std::optional<Found> in_numbers(std::size_t i) {
    if (i + 4 >= tokens_.size()) return in_han(i);
    const std::string_view sign = tokens_[i + 1].text;
    const bool is_parted =
        (sign == "-" || sign == "/" || sign == ".") && tokens_[i + 3].text == sign;
    if (!is_parted) return in_han(i);
    const int a = tokens_[i].value;
    const int b = number(i + 2);
    const int c = number(i + 4);
    std::optional<std::chrono::year_month_day> day;
    if (tokens_[i].text.size() == 4) {
      day = existing_day(a, b, c);
    } else if (tokens_[i + 4].text.size() == 4) {
      day = is_month_first(sign, a, b) ? existing_day(c, a, b) : existing_day(c, b, a);
    }
    if (!day) return std::nullopt;
    return Found{*day, i, i + 5};
  }

  [[nodiscard]] bool is_month_first(std::string_view sign, int a, int b) const {
    if (a > 12 || b > 12) return b > 12;
    const bool is_american = language_.empty() || language_ == "en" || language_ == "en-US" ||
                             language_ == "en-us" || language_ == "en_US";
    return sign == "/" && is_american;
  }

  /// 2025 (year) 9 (month) 19 (day), as Chinese and Japanese write it.
  std::optional<Found> in_han(std::size_t i) {
    constexpr std::string_view kYear = "\u5e74";
    constexpr std::string_view kMonth = "\u6708";
    if (i + 4 >= tokens_.size() || tokens_[i + 1].text != kYear || tokens_[i + 3].text != kMonth)
      return std::nullopt;
    const auto day = existing_day(tokens_[i].value, number(i + 2), number(i + 4));
    if (!day) return std::nullopt;
    return Found{*day, i, i + 5};
  }

  [[nodiscard]] PrintedDate with_time(const Found& found) const {
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
  [[nodiscard]] std::optional<seconds> time_near(const Found& found) const {
    for (std::size_t i = found.end; i + 2 < tokens_.size(); ++i) {
      if (auto time = time_at(i)) return time;
    }
    for (std::size_t i = 0; i + 2 < found.begin; ++i) {
      if (auto time = time_at(i)) return time;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<seconds> time_at(std::size_t i) const {
    const int minute = number(i + 2);
    int hour = number(i);
    if (tokens_[i + 1].text != ":" || tokens_[i + 2].text.size() != 2) return std::nullopt;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    if (i + 3 < tokens_.size() && hour <= 12) {
      const std::string_view half = tokens_[i + 3].text;
      const bool is_afternoon = half.starts_with('p') || half.starts_with('P');
      const bool is_morning = half.starts_with('a') || half.starts_with('A');
      if (is_afternoon && hour < 12) hour += 12;
      if (is_morning && hour == 12) hour = 0;
    }
    return seconds{hour * 3600 + minute * 60};
  }

  std::vector<Token> tokens_;
  std::string_view language_;
  Months months_;
};

// --- for machines ---

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\f";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool are_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, ascii::is_digit);
}

PrintedDate from_epoch(std::int64_t since) {
  const UtcTime time{seconds(since)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  return {.day = std::chrono::year_month_day(day), .time_of_day = time - day, .offset = minutes(0)};
}

std::optional<PrintedDate> in_digits(std::string_view digits) {
  if (digits.size() == 8) {
    const int all = value_of(digits);
    if (const auto day = existing_day(all / 10000, all / 100 % 100, all % 100))
      return PrintedDate{.day = *day};
    return std::nullopt;
  }
  if (digits.size() != 10 && digits.size() != 13) return std::nullopt;
  std::int64_t since = 0;
  for (const char c : digits.substr(0, 10)) since = since * 10 + (c - '0');
  return from_epoch(since);
}

/// "Z", "+02:00", "-0400", "+02", "GMT", "UTC"; nothing where it is none of these.
std::optional<minutes> offset_of(std::string_view text) {
  text = trimmed(text);
  if (text == "Z" || text == "z" || text == "GMT" || text == "UTC") return minutes(0);
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  std::string digits;
  for (const char c : text.substr(1)) {
    if (ascii::is_digit(c)) digits += c;
    if (!ascii::is_digit(c) && c != ':') return std::nullopt;
  }
  if (digits.size() == 2) digits += "00";
  if (digits.size() != 4) return std::nullopt;
  const int value = value_of(digits);
  const minutes size{value / 100 * 60 + value % 100};
  if (size > minutes{14 * 60}) return std::nullopt;
  return text[0] == '-' ? -size : size;
}

struct Clocked {
  seconds time{};
  std::size_t length = 0;
};

/// "08:33", "8:33:00", "08:33:00.123".
std::optional<Clocked> time_in(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon > 2 || !are_digits(text.substr(0, colon))) return std::nullopt;
  const std::string_view minute = text.substr(colon + 1, 2);
  if (minute.size() != 2 || !are_digits(minute)) return std::nullopt;
  const int hour = value_of(text.substr(0, colon));
  seconds time{hour * 3600 + value_of(minute) * 60};
  std::size_t end = colon + 3;
  const std::string_view second = text.substr(std::min(end + 1, text.size()), 2);
  if (end < text.size() && text[end] == ':' && second.size() == 2 && are_digits(second)) {
    time += seconds{value_of(second)};
    end += 3;
    if (end < text.size() && text[end] == '.') {
      ++end;
      while (end < text.size() && ascii::is_digit(text[end])) ++end;
    }
  }
  if (hour > 23 || value_of(minute) > 59) return std::nullopt;
  return Clocked{time, end};
}

std::optional<PrintedDate> in_iso(std::string_view text) {
  const std::size_t end = text.find_first_of("T tZ");
  const std::string_view date = text.substr(0, end);
  const std::size_t first = date.find_first_of("-/");
  if (first != 4) return std::nullopt;
  const std::size_t second = date.find(date[first], first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const std::string_view month = date.substr(5, second - 5);
  const std::string_view day = date.substr(second + 1);
  if (!are_digits(date.substr(0, 4)) || !are_digits(month) || !are_digits(day)) return std::nullopt;
  const auto exists = existing_day(value_of(date.substr(0, 4)), value_of(month), value_of(day));
  if (!exists) return std::nullopt;
  PrintedDate out{.day = *exists};
  if (end == std::string_view::npos) return out;
  const std::string_view rest = trimmed(text.substr(end + 1));
  if (const auto clocked = time_in(rest)) {
    out.time_of_day = clocked->time;
    out.offset = offset_of(rest.substr(clocked->length));
  }
  return out;
}

}  // namespace

UtcTime to_utc(const PrintedDate& date) {
  return std::chrono::sys_days(date.day) + date.time_of_day.value_or(seconds(0)) -
         date.offset.value_or(minutes(0));
}

std::optional<PrintedDate> find_date(std::string_view text, std::string_view language) {
  return DateFinder(text, language).find();
}

std::optional<PrintedDate> parse_machine_date(std::string_view text) {
  text = trimmed(text);
  if (text.size() > kMostBytes) return std::nullopt;
  if (are_digits(text)) return in_digits(text);
  if (const auto iso = in_iso(text)) return iso;
  auto printed = find_date(text, "");
  if (!printed) return std::nullopt;
  const std::size_t zone = text.find_last_of(' ');
  if (zone != std::string_view::npos && !printed->offset)
    printed->offset = offset_of(text.substr(zone));
  return printed;
}

}  // namespace newshole::text
