#pragma once
// Links as numbered notes. Internal to this module.

#include <cstddef>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/limits.h"
#include "extract/article.h"
#include "text/charset/output_charset.h"

namespace newshole::format {

/// The largest number of a note that the text of `blocks` itself has: 2 for "twice.[1][2]"; 0
/// without one.
[[nodiscard]] std::size_t last_number_in(std::span<const extract::Block> blocks);

/// Numbers the links of an article; the same address keeps its number.
class Footnotes {
 public:
  /// The first number is behind `taken`, which the notes of the article itself have.
  explicit Footnotes(std::size_t taken = 0) : taken_(taken) {}

  /// More are only counted.
  static constexpr std::size_t kMost = limits::kPrintedLinks;

  /// The block's text as `letters` spells it, with " [3]" behind the text of each link. A link that
  /// shows its own address needs no note.
  [[nodiscard]] std::string marked(const extract::Block& block, text::Transliterator& letters);

  [[nodiscard]] std::size_t first() const { return taken_ + 1; }
  /// By number, from first() on.
  [[nodiscard]] const std::vector<std::string>& urls() const { return urls_; }
  /// Links beyond kMost.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  [[nodiscard]] std::size_t number_of(const std::string& url);
  std::vector<std::string> urls_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::size_t taken_;
  std::size_t left_out_ = 0;
};

}  // namespace newshole::format
