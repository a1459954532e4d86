#pragma once
// Many phrases held against many lines. Internal to this module.

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "extract/languages/language_words.h"

namespace newshole::extract {

/// True if `line` begins with `words` and no letter follows them: "read more" is no "read
/// morecambe".
[[nodiscard]] bool begins_with(std::string_view line, std::string_view words);

/// Phrases that are found by their first two bytes, so that a line costs little, however many there
/// are. Lines are in the form of folded_line(); the phrases have to outlive this.
class PhraseTable {
 public:
  explicit PhraseTable(std::span<const LocalPhrase> phrases);

  /// True if the line holds one of the phrases anywhere.
  [[nodiscard]] bool is_in(std::string_view line) const;

  /// True if the line begins with one, see begins_with().
  [[nodiscard]] bool begins(std::string_view line) const;

  /// True if the line is one, with or without stops behind it.
  [[nodiscard]] bool is_all_of(std::string_view line) const;

 private:
  using Key = std::uint16_t;
  [[nodiscard]] static Key key_of(std::string_view text);
  template <typename Test>
  [[nodiscard]] bool any_with(Key key, Test test) const;
  template <typename Test>
  [[nodiscard]] bool any_of(std::string_view line, Test test) const;

  std::vector<std::string_view> phrases_;  // by their keys
  std::bitset<std::size_t{1} << 16U> keys_;
};

}  // namespace newshole::extract
