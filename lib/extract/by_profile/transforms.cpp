#include "extract/by_profile/transforms.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "base/ascii.h"

namespace newshole::extract {
namespace {

/// "Gen. ", "St. ", "U.S. ": a stop that shortens a word, not one that ends a sentence.
bool is_abbreviated(std::string_view before) {
  constexpr std::size_t kLongest = 3;
  const std::size_t blank = before.rfind(' ');
  const std::string_view word = blank == std::string_view::npos ? before : before.substr(blank + 1);
  if (word.find('.') != std::string_view::npos) return true;
  return !word.empty() && word.size() <= kLongest && ascii::is_upper(word.front());
}

/// A sentence begins with a capital, a digit, a quote or a bracket; of other scripts any byte does.
bool begins_sentence(char c) {
  constexpr std::string_view kOpening = "\"'([";
  return ascii::is_upper(c) || ascii::is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
         kOpening.find(c) != std::string_view::npos;
}

std::string first_sentence(const std::string& text) {
  const std::string_view whole(text);
  for (std::size_t at = 0; at + 2 < whole.size(); ++at) {
    const char mark = whole[at];
    if (mark != '.' && mark != '?' && mark != '!') continue;
    if (whole[at + 1] != ' ' || !begins_sentence(whole[at + 2])) continue;
    if (mark == '.' && is_abbreviated(whole.substr(0, at))) continue;
    return text.substr(0, mark == '.' ? at : at + 1);
  }
  return text.substr(0, text.size() - (text.ends_with('.') ? 1 : 0));
}

std::string unchanged(const std::string& text) {
  return text;
}

struct Row {
  site::Transform transform;
  std::string (*make)(const std::string& text);
};

constexpr std::array kTransforms = {
    Row{site::Transform::None, unchanged},
    Row{site::Transform::FirstSentence, first_sentence},
};

}  // namespace

std::string transformed(const std::string& text, site::Transform transform) {
  return std::ranges::find(kTransforms, transform, &Row::transform)->make(text);
}

}  // namespace newshole::extract
