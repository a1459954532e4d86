#include "text/dates/month_names.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "base/ascii.h"

namespace newshole::text {
namespace {

using Symbols = icu::DateFormatSymbols;

bool is_plain(std::string_view word) {
  return std::ranges::all_of(
      word, [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '.' && c != ' '; });
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

void add_months(const Symbols& symbols, Calendar calendar, std::vector<MonthName>& names) {
  for (const auto context : {Symbols::FORMAT, Symbols::STANDALONE}) {
    for (const auto width : {Symbols::WIDE, Symbols::ABBREVIATED}) {
      std::int32_t count = 0;
      const icu::UnicodeString* months = symbols.getMonths(count, context, width);
      for (std::int32_t i = 0; i < std::min(count, 12); ++i)
        names.push_back({folded(months[i]), {calendar, i + 1}});
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

void add_other_months(const std::string& language, std::vector<MonthName>& names) {
  for (const auto& [name, calendar] : kOtherCalendars) {
    if (language.substr(0, language.find_first_of("-_")) != name) continue;
    // A date format of these calendars would open a file for the machine's zone.
    UErrorCode status = U_ZERO_ERROR;
    const char* type = calendar == Calendar::Persian ? "persian" : "islamic-umalqura";
    const Symbols symbols(icu::Locale(std::string(name).c_str()), type, status);
    if (U_SUCCESS(status) != 0) add_months(symbols, calendar, names);
  }
}

/// All languages, and the countries that name months by other words than their language does.
std::vector<std::string> all_languages() {
  std::vector<std::string> names = {"ar_LB", "ar_DZ", "ar_MA", "fa_AF", "de_AT"};
  std::int32_t count = 0;
  const icu::Locale* locales = icu::Locale::getAvailableLocales(count);
  for (std::int32_t i = 0; i < count; ++i) {
    if (*locales[i].getCountry() == '\0') names.emplace_back(locales[i].getName());
  }
  return names;
}

}  // namespace

std::string folded_word(std::string_view word) {
  return is_plain(word) ? ascii::lowered(word) : folded(icu::UnicodeString::fromUTF8(word));
}

std::vector<MonthName> month_names(const std::string& language) {
  std::vector<MonthName> names;
  UErrorCode status = U_ZERO_ERROR;
  const Symbols symbols(icu::Locale(language.c_str()), status);
  if (U_FAILURE(status) != 0) return names;
  add_months(symbols, Calendar::Gregorian, names);
  add_other_months(language, names);
  return names;
}

std::vector<std::string> half_day_names(const std::string& language) {
  std::vector<std::string> names;
  UErrorCode status = U_ZERO_ERROR;
  const Symbols symbols(icu::Locale(language.c_str()), status);
  if (U_FAILURE(status) != 0) return names;
  std::int32_t count = 0;
  const icu::UnicodeString* halves = symbols.getAmPmStrings(count);
  for (std::int32_t i = 0; i < std::min(count, 2); ++i) names.push_back(folded(halves[i]));
  return names;
}

std::vector<MonthName> month_names_of_all_languages() {
  constexpr std::size_t kLeastBytes = 4;
  std::map<std::string, Month> months;
  for (const std::string& language : all_languages()) {
    for (const auto& [word, month] : month_names(language)) {
      if (word.size() < kLeastBytes || ascii::is_digit(word.front())) continue;
      const auto [row, is_new] = months.try_emplace(word, month);
      if (!is_new && row->second != month) row->second = {};  // it means several
    }
  }
  std::erase_if(months, [](const auto& row) { return row.second.number == 0; });
  std::vector<MonthName> names;
  for (const auto& [word, month] : months) names.push_back({word, month});
  return names;
}

}  // namespace newshole::text
