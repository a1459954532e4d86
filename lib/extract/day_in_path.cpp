#include "extract/day_in_path.h"

#include <cstddef>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "text/dates/calendar_words.h"
#include "text/dates/calendars.h"

namespace newshole::extract {
namespace {

/// 1 to 12 for "09", "9" or "sep"; else 0.
unsigned month_of(std::string_view piece) {
  const auto number = ascii::number<unsigned>(piece);
  return number && piece.size() <= 2 ? *number : static_cast<unsigned>(text::english_month(piece));
}

std::optional<std::chrono::year_month_day> day_of(std::string_view year, std::string_view month,
                                                  std::string_view day) {
  const auto year_number = ascii::number<int>(year, 0);
  const auto day_number = ascii::number<unsigned>(day);
  if (year.size() != 4 || !year_number || day.size() > 2 || !day_number) return std::nullopt;
  return text::plausible_day({std::chrono::year(*year_number), std::chrono::month(month_of(month)),
                              std::chrono::day(*day_number)});
}

std::vector<std::string_view> path_pieces(std::string_view path) {
  std::vector<std::string_view> pieces;
  while (!path.empty()) {
    const std::string_view piece = ascii::take_before(path, "/-_.");
    if (!piece.empty()) pieces.push_back(piece);
  }
  return pieces;
}

}  // namespace

std::optional<std::chrono::year_month_day> day_in_path(std::string_view path) {
  const std::vector<std::string_view> pieces = path_pieces(path);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i + 2 < pieces.size()) {
      if (auto day = day_of(pieces[i], pieces[i + 1], pieces[i + 2])) return day;
    }
    const std::string_view piece = pieces[i];
    if (piece.size() != 8 || !ascii::number<unsigned>(piece) || !piece.starts_with("20")) continue;
    if (auto day = day_of(piece.substr(0, 4), piece.substr(4, 2), piece.substr(6))) return day;
  }
  return std::nullopt;
}

}  // namespace newshole::extract
