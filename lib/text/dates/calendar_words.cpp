#include "text/dates/calendar_words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "base/ascii.h"
#include "text/utf8.h"

namespace newshole::text {
namespace {

using Symbols = icu::DateFormatSymbols;

bool is_ascii(std::string_view word) {
  return ascii_prefix(word) == word.size();
}

std::string folded(icu::UnicodeString word) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  if (U_SUCCESS(status) != 0) word = nfd->normalize(word.foldCase(), status);
  icu::UnicodeString plain;
  for (std::int32_t i = 0; i < word.length(); ++i) {
    const char16_t c = word.charAt(i);
    const bool is_accent = c >= u'\u0300' && c <= u'\u036f';
    if (c == u'.' || c == u' ' || c == u'\u00a0' || c == u'\u202f' || is_accent) continue;
    plain += c == u'\u0131' ? u'i' : c;
  }
  std::string out;
  plain.toUTF8String(out);
  return out;
}

/// The names of a calendar's months in all forms: wide and abbreviated, in dates and alone.
template <typename Take>
void take_months(const Symbols& symbols, Calendar calendar, Take take) {
  for (const auto context : {Symbols::FORMAT, Symbols::STANDALONE}) {
    for (const auto width : {Symbols::WIDE, Symbols::ABBREVIATED}) {
      std::int32_t count = 0;
      const icu::UnicodeString* months = symbols.getMonths(count, context, width);
      for (std::int32_t i = 0; i < std::min(count, 12); ++i)
        take(folded(months[i]), Month{calendar, i + 1});
    }
  }
}

/// Languages whose newspapers print days of the other calendars, too.
constexpr auto kOtherCalendars =
    std::to_array<std::pair<std::string_view, Calendar>>({{"fa", Calendar::Persian},
                                                          {"ps", Calendar::Persian},
                                                          {"ckb", Calendar::Persian},
                                                          {"fa", Calendar::Islamic},
                                                          {"ar", Calendar::Islamic},
                                                          {"ur", Calendar::Islamic}});

template <typename Take>
void take_other_months(std::string_view language, Take take) {
  for (const auto& [name, calendar] : kOtherCalendars) {
    if (!language.empty() && language.substr(0, language.find_first_of("-_")) != name) continue;
    // A date format of these calendars would open a file for the machine's zone.
    UErrorCode status = U_ZERO_ERROR;
    const char* type = calendar == Calendar::Persian ? "persian" : "islamic-umalqura";
    const Symbols symbols(icu::Locale(std::string(name).c_str()), type, status);
    if (U_SUCCESS(status) != 0) take_months(symbols, calendar, take);
  }
}

bool is_same(const Month& a, const Month& b) {
  return a.calendar == b.calendar && a.number == b.number;
}

/// The words of at least four letters, or of another script, that mean one month wherever they mean
/// one; number 0 for those that mean several.
class MonthsOfAllLanguages {
 public:
  MonthsOfAllLanguages() {
    std::int32_t count = 0;
    const icu::Locale* locales = icu::Locale::getAvailableLocales(count);
    for (std::int32_t i = 0; i < count; ++i) {
      if (*locales[i].getCountry() == '\0') take(locales[i]);
    }
    for (const char* country : {"ar_LB", "ar_DZ", "ar_MA", "fa_AF", "de_AT"})
      take(icu::Locale(country));
    take_other_months("", [this](std::string word, Month month) { take(std::move(word), month); });
  }

  [[nodiscard]] Month find(const std::string& word) const {
    const auto found = months_.find(word);
    return found == months_.end() ? Month{} : found->second;
  }

 private:
  void take(const icu::Locale& locale) {
    UErrorCode status = U_ZERO_ERROR;
    const Symbols symbols(locale, status);
    if (U_FAILURE(status) != 0) return;
    take_months(symbols, Calendar::Gregorian,
                [this](std::string word, Month month) { take(std::move(word), month); });
  }
  void take(std::string word, Month month) {
    constexpr std::size_t kLeastBytes = 4;
    if (word.size() < kLeastBytes || ascii::is_digit(word.front())) return;
    const auto [row, is_new] = months_.try_emplace(std::move(word), month);
    if (!is_new && !is_same(row->second, month)) row->second = {};
  }

  std::map<std::string, Month> months_;
};

/// Reading the names of all languages takes some 50 ms, so it waits for a word that no other list
/// has, where a month must stand.
Month month_in_any_language(const std::string& word) {
  static const MonthsOfAllLanguages kMonths;
  return kMonths.find(word);
}

/// Folded, in languages that stand for themselves by their script; and noon and midnight, which
/// follow the 12 of a clock.
constexpr auto kHalves = std::to_array<std::pair<std::string_view, HalfDay>>({
    {"am", HalfDay::Morning},
    {"pm", HalfDay::Afternoon},
    {"noon", HalfDay::Afternoon},
    {"midday", HalfDay::Afternoon},
    {"midnight", HalfDay::Morning},
    {"\u4e0a\u5348", HalfDay::Morning},    // Chinese
    {"\u51cc\u6668", HalfDay::Morning},    //
    {"\u65e9\u4e0a", HalfDay::Morning},    //
    {"\u4e2d\u5348", HalfDay::Afternoon},  //
    {"\u4e0b\u5348", HalfDay::Afternoon},  //
    {"\u508d\u665a", HalfDay::Afternoon},  //
    {"\u665a\u4e0a", HalfDay::Afternoon},  //
    {"\u5348\u524d", HalfDay::Morning},    // Japanese
    {"\u5348\u5f8c", HalfDay::Afternoon},  //
    {"\u03c0\u03bc", HalfDay::Morning},    // Greek
    {"\u03bc\u03bc", HalfDay::Afternoon},  //
});

/// Korean words fall apart where they are folded by their letters (NFD).
constexpr std::string_view kKoreanMorning = "\uc624\uc804";
constexpr std::string_view kKoreanAfternoon = "\uc624\ud6c4";

}  // namespace

std::string folded_word(std::string_view word) {
  const bool is_plain = is_ascii(word) && word.find_first_of(". ") == std::string_view::npos;
  return is_plain ? ascii::lowered(word) : folded(icu::UnicodeString::fromUTF8(word));
}

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

CalendarWords::Names CalendarWords::names_in(const std::string& language) {
  Names out;
  UErrorCode status = U_ZERO_ERROR;
  const Symbols symbols(icu::Locale(language.c_str()), status);
  if (U_FAILURE(status) != 0) return out;
  const auto take = [&out](std::string word, Month month) {
    out.months.push_back({std::move(word), month});
  };
  take_months(symbols, Calendar::Gregorian, take);
  take_other_months(language, take);
  std::int32_t count = 0;
  const icu::UnicodeString* halves = symbols.getAmPmStrings(count);
  for (std::int32_t i = 0; i < std::min(count, 2); ++i) out.halves.push_back(folded(halves[i]));
  return out;
}

/// Those of the last few languages are kept, since ICU takes 50 us for each.
const CalendarWords::Names& CalendarWords::names() const {
  constexpr std::size_t kMostLanguages = 64;
  thread_local std::map<std::string, Names, std::less<>> known;
  const auto found = known.find(language_);
  if (found != known.end()) return found->second;
  if (known.size() == kMostLanguages) known.clear();
  std::string language(language_);
  Names names = names_in(language);
  return known.emplace(std::move(language), std::move(names)).first->second;
}

Month CalendarWords::month(std::string_view word) const {
  if (const int english = english_month(word); english != 0)
    return {.calendar = Calendar::Gregorian, .number = english};
  const std::string key = folded_word(word);
  constexpr std::size_t kLeastStem = 5;
  constexpr std::size_t kMostEnding = 6;
  const auto has_ending = [&key](const Name& name) {
    return name.word.size() >= kLeastStem && key.starts_with(name.word) &&
           key.size() <= name.word.size() + kMostEnding;
  };
  if (!is_english()) {
    const std::vector<Name>& months = names().months;
    auto found = std::ranges::find(months, key, &Name::word);
    if (found == months.end()) found = std::ranges::find_if(months, has_ending);
    if (found != months.end()) return found->month;
  }
  constexpr std::size_t kLeastBytes = 4;
  return key.size() < kLeastBytes ? Month{} : month_in_any_language(key);
}

HalfDay CalendarWords::half_day(std::string_view word) const {
  // A preposition: "um 12:15 am Freitag".
  if (word == "am" && language_.starts_with("de")) return HalfDay::None;
  if (word == kKoreanMorning) return HalfDay::Morning;
  if (word == kKoreanAfternoon) return HalfDay::Afternoon;
  const std::string key = folded_word(word);
  const auto* const known =
      std::ranges::find(kHalves, key, &std::pair<std::string_view, HalfDay>::first);
  if (known != kHalves.end()) return known->second;
  if (is_english()) return HalfDay::None;
  const std::vector<std::string>& halves = names().halves;
  const auto found = std::ranges::find(halves, key);
  if (found == halves.end()) return HalfDay::None;
  return found == halves.begin() ? HalfDay::Morning : HalfDay::Afternoon;
}

}  // namespace newshole::text
