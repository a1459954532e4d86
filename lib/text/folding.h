#pragma once
// Text as its words are compared.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace newshole::text {

/// UTF-8 without regard to case and to how a character is drawn: NFKC_Casefold (Unicode 15, 3.13)
/// of all beyond ASCII, so that a ligature is its letters, a full-width letter a plain one, and a
/// soft hyphen nothing. Case of ASCII stays, and so do joiners, the zero width space, and raised
/// signs, such as that of a trade mark, which are no part of the word before them.
class Folded {
 public:
  explicit Folded(std::string_view utf8);

  [[nodiscard]] const std::string& text() const { return text_; }

  /// Where a byte of `text()` comes from: an offset in the original text, at most its size.
  [[nodiscard]] std::size_t original(std::size_t offset) const;

 private:
  using Mark = std::pair<std::size_t, std::size_t>;  // an offset in the text, and its original
  void fold(std::string_view run, std::size_t at);

  std::string text_;
  std::vector<Mark> marks_;  // where offsets of the two go apart, in order
  std::size_t original_size_;
};

}  // namespace newshole::text
