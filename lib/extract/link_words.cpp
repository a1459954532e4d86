#include "extract/link_words.h"

#include <algorithm>
#include <span>
#include <string>
#include <unordered_set>

#include "base/ascii.h"
#include "extract/generic/folded.h"
#include "extract/languages/language_words.h"
#include "text/utf8.h"

namespace newshole::extract {
namespace {

using Phrases = std::unordered_set<std::string_view>;

/// No label is longer, in bytes.
constexpr std::size_t kLongestLabel = 60;

void add(Phrases& phrases, std::span<const LocalPhrase> rows) {
  for (const LocalPhrase& row : rows) phrases.insert(row.text);
}

const Phrases& labels() {
  static const Phrases kLabels = [] {
    Phrases phrases;
    add(phrases, language_words::kLinkLabels);
    add(phrases, language_words::kWholeLines);
    add(phrases, language_words::kPopular);
    return phrases;
  }();
  return kLabels;
}

/// A byte that is no letter: of ASCII, or of the general punctuation (U+2000 to U+206F).
bool is_blank_like(std::string_view text, std::size_t at) {
  const char c = text[at];
  return static_cast<unsigned char>(c) < 0x80 && !ascii::is_letter(c) && c != '\'';
}

/// In lower case, with one blank for numbers and signs: "(12) Comments »" is "comments".
std::string words_alone(std::string_view clean) {
  std::string out;
  const std::string lower = lowered(clean);
  for (std::size_t at = 0; at < lower.size();) {
    const text::CodePoint point = text::code_point_at(lower, at);
    const bool is_sign = is_blank_like(lower, at) ||
                         (point.value >= 0x2000 && point.value < 0x2bff && point.value != 0x200c) ||
                         (point.value >= 0xa0 && point.value <= 0xbf);
    const std::size_t length = std::max<std::size_t>(point.length, 1);
    if (!is_sign) {
      out.append(lower, at, length);
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
    at += length;
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

bool begins(std::string_view line, std::string_view phrase) {
  return line.size() > phrase.size() && line.starts_with(phrase) &&
         phrase.find(' ') != std::string_view::npos && line[phrase.size()] == ' ';
}

bool is_one_of(std::string_view clean, std::span<const LocalPhrase> rows) {
  if (clean.size() > kLongestLabel) return false;
  return std::ranges::find(rows, std::string_view(words_alone(clean)), &LocalPhrase::text) !=
         rows.end();
}

}  // namespace

bool is_link_label(std::string_view clean) {
  if (clean.size() > kLongestLabel) return false;
  const std::string words = words_alone(clean);
  return words.empty() || labels().contains(words);
}

bool opens_as_link_label(std::string_view clean) {
  const std::string words = words_alone(clean.substr(0, kLongestLabel));
  return std::ranges::any_of(language_words::kLinkLabels, [&words](const LocalPhrase& phrase) {
    return begins(words, phrase.text);
  });
}

bool names_popular(std::string_view clean) {
  return is_one_of(clean, language_words::kPopular);
}

bool names_no_section(std::string_view clean) {
  return is_link_label(clean) || is_one_of(clean, language_words::kAfterwords);
}

}  // namespace newshole::extract
