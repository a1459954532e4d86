#include "extract/article.h"

#include "text/clean.h"

namespace newshole::extract {
namespace {

/// Letters and digits of ASCII, and every byte of other characters: enough to tell a word from a
/// dash that stands alone.
bool is_word_byte(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80;
}

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}

/// Typographic dashes, quotes, bullets and the like (U+2010 to U+203E) are no words.
bool is_general_punctuation(std::string_view utf8) {
  return utf8.size() >= 3 && utf8[0] == '\xe2' && utf8[1] == '\x80' && utf8[2] >= '\x90';
}

bool holds_word(std::string_view token) {
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (is_general_punctuation(token.substr(i))) {
      i += 2;
    } else if (is_word_byte(static_cast<unsigned char>(token[i]))) {
      return true;
    }
  }
  return false;
}

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  while (!text.empty()) {
    std::size_t end = 0;
    while (end < text.size() && !is_blank(text[end]) &&
           !text.substr(end).starts_with(text::kNoBreakSpace)) {
      ++end;
    }
    if (holds_word(text.substr(0, end))) ++words;
    if (end == text.size()) break;
    text.remove_prefix(end + (is_blank(text[end]) ? 1 : text::kNoBreakSpace.size()));
  }
  return words;
}

}  // namespace

std::size_t count_words(const Article& article) {
  std::size_t words = 0;
  for (const Block& block : article.blocks) words += count_words(block.text);
  return words;
}

}  // namespace newshole::extract
