#include "text/dates/calendar_words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

#include "base/ascii.h"

namespace newshole::text {
namespace {

#include "text/month_names_table.inc"

/// A digit for the calendar and a letter for the month stand behind each word.
constexpr std::uint32_t kMarks = 2;

/// The word that ends at `end`, an element of kMonthEnds.
std::string_view month_word(const std::uint32_t& end) {
  const std::uint32_t begin = &end == std::begin(kMonthEnds) ? 0 : *(&end - 1);
  return kMonthWords.substr(begin, end - kMarks - begin);
}

Month month_in_any_language(std::string_view word) {
  const auto* const found = std::ranges::lower_bound(kMonthEnds, word, {}, month_word);
  if (found == std::end(kMonthEnds) || month_word(*found) != word) return {};
  const std::string_view marks = kMonthWords.substr(*found - kMarks);
  return {static_cast<Calendar>(marks[0] - '0'), marks[1] - 'a' + 1};
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
  return {month_names(language), half_day_names(language)};
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
  const auto has_ending = [&key](const MonthName& name) {
    return name.word.size() >= kLeastStem && key.starts_with(name.word) &&
           key.size() <= name.word.size() + kMostEnding;
  };
  if (!is_english()) {
    const std::vector<MonthName>& months = names().months;
    auto found = std::ranges::find(months, key, &MonthName::word);
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
