#pragma once
// The words of dates in English and in one other language: months and the halves of a day. Internal
// to the library.

#include <array>
#include <string>
#include <string_view>
#include <vector>

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

  /// 1 to 12; 0 for a word that names no month.
  [[nodiscard]] int month(std::string_view word);

  /// "PM", "pm" and what the language has for it, without full stops and blanks.
  [[nodiscard]] HalfDay half_day(std::string_view word);

 private:
  struct Names {
    std::vector<std::vector<std::string>> months;  ///< folded, by form and month
    std::vector<std::string> halves;               ///< folded: morning, afternoon
  };
  const Names& names();
  [[nodiscard]] bool is_english() const;

  std::string_view language_;
  Names names_;
  bool has_names_ = false;
};

}  // namespace newshole::text
