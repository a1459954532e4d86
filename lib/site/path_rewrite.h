#pragma once
// Addresses that lead to one story: "/s.php?sId={number}" is "/{number}".

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace newshole::site {

/// Placeholders: {number} digits, {path} all that is left of the path, any other name of letters a
/// run without "/", "?" and "&". All else stands for itself. Matching is linear.
class PathRewrite {
 public:
  /// Errors (Config): no leading "/", a placeholder that is not closed or has no name, {path}
  /// before the end, one of `to` that `from` lacks, two that stand side by side.
  [[nodiscard]] static Result<PathRewrite> parse(std::string_view from, std::string_view to);

  /// `to` with what `from` found in `path` and `query` (without "?"); nothing where `from` does not
  /// match the whole. A `from` without "?" looks at the path only.
  [[nodiscard]] std::optional<std::string> apply(std::string_view path,
                                                 std::string_view query) const;

 private:
  struct Part {
    std::string literal;
    std::string placeholder;  // empty: the part is literal
  };
  using Captures = std::vector<std::pair<std::string_view, std::string_view>>;

  static Result<std::vector<Part>> parse_parts(std::string_view text);
  static Status check_order(const std::vector<Part>& parts);
  static bool take(const Part& part, std::string_view& rest, Captures& captures);

  std::vector<Part> from_;
  std::vector<Part> to_;
  bool has_query_ = false;
};

}  // namespace newshole::site
