#pragma once
// The words of dates in all languages that ICU knows: months and the halves of a day. Internal to
// the library.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "text/dates/month_names.h"

namespace newshole::text {

inline constexpr std::array<std::string_view, 12> kEnglishMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

/// 1 to 12 for an English month by its whole name, its first three letters or "sept", in any case;
/// 0 for another word.
[[nodiscard]] int english_month(std::string_view word);

enum class HalfDay { None, Morning, Afternoon };

/// The words of English and of `language` (BCP 47; empty: English alone) as ICU knows them, which
/// is asked when the first word comes that is not English. `language` must outlive this.
class CalendarWords {
 public:
  explicit CalendarWords(std::string_view language) : language_(language) {}

  /// A month by its name or its abbreviation, in the form for dates or for itself, whatever its
  /// case and accents; of `language` also with an ending. A word of at least four letters (two of
  /// another script) that means one month in all languages that have it is one in each language.
  [[nodiscard]] Month month(std::string_view word) const;

  /// "PM", "pm", "noon" and what the language has for the halves, without full stops and blanks.
  [[nodiscard]] HalfDay half_day(std::string_view word) const;

 private:
  struct Names {
    std::vector<MonthName> months;
    std::vector<std::string> halves;  // folded: morning, afternoon
  };
  [[nodiscard]] static Names names_in(const std::string& language);
  [[nodiscard]] const Names& names() const;
  [[nodiscard]] bool is_english() const;

  std::string_view language_;
};

}  // namespace newshole::text
