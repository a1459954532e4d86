#include "text/dates/calendar_words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "base/ascii.h"

namespace newshole::text {
namespace {

/// In lower case, without full stops and blanks: "p. m." and "PM" are "pm".
std::string folded(icu::UnicodeString word) {
  for (const char16_t sign : {u'.', u' ', u'\u00a0', u'\u202f'}) {
    word.findAndReplace(icu::UnicodeString(sign), icu::UnicodeString());
  }
  std::string out;
  word.foldCase().toUTF8String(out);
  return out;
}

std::string folded(std::string_view word) {
  return folded(icu::UnicodeString::fromUTF8(word));
}

std::vector<std::string> folded_names(const icu::UnicodeString* names, std::int32_t count) {
  std::vector<std::string> out;
  for (std::int32_t i = 0; i < count; ++i) out.push_back(folded(names[i]));
  return out;
}

}  // namespace

int english_month(std::string_view word) {
  constexpr std::size_t kShort = 3;
  if (ascii::equals_folded(word, "sept")) return 9;
  const auto* const found = std::ranges::find_if(kEnglishMonths, [word](std::string_view name) {
    return ascii::equals_folded(word, name) || ascii::equals_folded(word, name.substr(0, kShort));
  });
  return found == kEnglishMonths.end() ? 0 : static_cast<int>(found - kEnglishMonths.begin()) + 1;
}

bool CalendarWords::is_english() const {
  return language_.empty() || ascii::equals_folded(language_.substr(0, 2), "en");
}

const CalendarWords::Names& CalendarWords::names() {
  if (has_names_) return names_;
  has_names_ = true;
  using Symbols = icu::DateFormatSymbols;
  UErrorCode status = U_ZERO_ERROR;
  const Symbols symbols(icu::Locale(std::string(language_).c_str()), status);
  if (U_FAILURE(status) != 0) return names_;
  std::int32_t count = 0;
  for (const auto context : {Symbols::FORMAT, Symbols::STANDALONE}) {
    for (const auto width : {Symbols::WIDE, Symbols::ABBREVIATED}) {
      const icu::UnicodeString* months = symbols.getMonths(count, context, width);
      names_.months.push_back(folded_names(months, std::min(count, 12)));
    }
  }
  const icu::UnicodeString* halves = symbols.getAmPmStrings(count);
  names_.halves = folded_names(halves, std::min(count, 2));
  return names_;
}

int CalendarWords::month(std::string_view word) {
  const int english = english_month(word);
  if (english != 0 || is_english()) return english;
  const std::string key = folded(word);
  for (const std::vector<std::string>& months : names().months) {
    const auto found = std::ranges::find(months, key);
    if (found != months.end()) return static_cast<int>(found - months.begin()) + 1;
  }
  return 0;
}

HalfDay CalendarWords::half_day(std::string_view word) {
  // A preposition: "um 12:15 am Freitag".
  if (word == "am" && language_.starts_with("de")) return HalfDay::None;
  const std::string key = folded(word);
  if (key == "am") return HalfDay::Morning;
  if (key == "pm") return HalfDay::Afternoon;
  if (is_english()) return HalfDay::None;
  const std::vector<std::string>& halves = names().halves;
  const auto found = std::ranges::find(halves, key);
  if (found == halves.end()) return HalfDay::None;
  return found == halves.begin() ? HalfDay::Morning : HalfDay::Afternoon;
}

}  // namespace newshole::text
