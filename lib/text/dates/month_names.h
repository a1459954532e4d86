#pragma once
// The names of months as ICU has them, folded as dates are looked up by. Internal to this module:
// the program that makes the table of all languages reads them here, too.

#include <string>
#include <string_view>
#include <vector>

#include "text/dates/calendars.h"

namespace newshole::text {

struct Month {
  Calendar calendar = Calendar::Gregorian;
  int number = 0;  ///< 1 to 12; 0: none

  bool operator==(const Month&) const = default;
};

struct MonthName {
  std::string word;  ///< as folded_word() gives it
  Month month;
};

/// In lower case, without accents, full stops and blanks: "p. m." and "PM" are "pm".
[[nodiscard]] std::string folded_word(std::string_view word);

/// The months of `language` (BCP 47 or ICU's name of a locale), wide and abbreviated, in dates and
/// alone; where its newspapers print days of other calendars, theirs, too. Empty where ICU does not
/// know the language.
[[nodiscard]] std::vector<MonthName> month_names(const std::string& language);

/// The first and the second half of a day, folded; empty where ICU does not know the language.
[[nodiscard]] std::vector<std::string> half_day_names(const std::string& language);

/// The words of at least four bytes that mean one month in all languages that have them, in the
/// order of their bytes. Takes some 50 ms.
[[nodiscard]] std::vector<MonthName> month_names_of_all_languages();

}  // namespace newshole::text
