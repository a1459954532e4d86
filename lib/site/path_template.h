#pragma once
// Patterns of the paths of stories: "/{year}/{month}/{day}/{section}/{slug}".

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace newshole::site {

/// The values of the placeholders of a path that matches.
struct PathFacts {
  std::optional<std::chrono::year_month_day> date;
  std::optional<std::string> section;
};

/// Placeholders: {year} four digits, {month} and {day} two, {section} [A-Za-z0-9_-]+,
/// {number} digits, {slug} and {id} any text without "/". All else stands for itself. The whole
/// path must match; no backtracking over more than one segment, so matching is linear.
class PathTemplate {
 public:
  /// Errors (Config): no leading "/", an unknown placeholder, an open-ended one that is not
  /// followed by "/" or the end.
  [[nodiscard]] static Result<PathTemplate> parse(std::string_view text);

  /// Empty where `path` (without query) is no such path, or its date does not exist.
  [[nodiscard]] std::optional<PathFacts> match(std::string_view path) const;

 private:
  enum class Kind : unsigned char { Literal, Year, Month, Day, Number, Section, Text };
  struct Part {
    Kind kind = Kind::Literal;
    std::string literal;
  };
  static Result<Part> parse_placeholder(std::string_view name);
  std::vector<Part> parts_;
};

}  // namespace newshole::site
