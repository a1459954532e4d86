#pragma once
// Links as numbered notes. Internal to this module.

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/limits.h"
#include "extract/article.h"
#include "text/charset/output_charset.h"

namespace newshole::format {

/// Numbers the links of an article from 1; the same address keeps its number.
class Footnotes {
 public:
  /// More are only counted.
  static constexpr std::size_t kMost = limits::kPrintedLinks;

  /// The block's text as `letters` spells it, with " [3]" behind the text of each link. A link that
  /// shows its own address needs no note.
  [[nodiscard]] std::string marked(const extract::Block& block, text::Transliterator& letters);

  /// By number.
  [[nodiscard]] const std::vector<std::string>& urls() const { return urls_; }
  /// Links beyond kMost.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  [[nodiscard]] std::size_t number_of(const std::string& url);
  std::vector<std::string> urls_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::size_t left_out_ = 0;
};

}  // namespace newshole::format
