#pragma once
// Where a line may end: UAX #14 by ICU's root rules, and further rules for news texts.

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace newshole::text {

/// Owns ICU's iterator, which is costly to create: keep it. Each thread needs its own.
class BreakFinder {
 public:
  /// Error: Internal, where ICU's data is missing.
  [[nodiscard]] static Result<BreakFinder> create();
  BreakFinder(BreakFinder&&) noexcept;
  BreakFinder& operator=(BreakFinder&&) noexcept;
  ~BreakFinder();

  /// Byte offsets at which a line of `clean` (clean.h) may end, ascending, the end of the text the
  /// last of them; none for empty text. An offset behind "\n" is one at which it must end.
  ///
  /// Beside UAX #14, these hold where no U+200B stands: a URL, U+00A0 on both sides, a footnote
  /// mark such as [3] behind its word, and a number and its sign apart from it ("50 %", "20 °C", "€
  /// 5", "§ 12"). An emoji that is spelt out (":red_heart:") may begin a line behind a blank or
  /// another such name. The offsets stay valid until the next call.
  [[nodiscard]] const std::vector<std::size_t>& find(std::string_view clean);

  /// The same by UAX #14 alone, as ICU has it, without the faster way for plain text.
  [[nodiscard]] const std::vector<std::size_t>& find_by_rules_alone(std::string_view utf8);

 private:
  struct Rules;
  explicit BreakFinder(std::unique_ptr<Rules> rules);
  std::unique_ptr<Rules> rules_;
  std::vector<std::size_t> breaks_;
};

}  // namespace newshole::text
