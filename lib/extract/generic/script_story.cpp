#include "extract/generic/script_story.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "base/ascii.h"
#include "base/join.h"
#include "base/limits.h"
#include "base/percent.h"
#include "extract/generic/script_tree.h"
#include "text/utf8.h"

namespace newshole::extract {
namespace {

constexpr int kMostLevels = 3;
constexpr std::size_t kLeastStory = 300;
constexpr std::size_t kLeastProse = 40;
constexpr std::ptrdiff_t kLeastBlanks = 6;

std::optional<char32_t> hex_at(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  char32_t value = 0;
  for (const char c : text.substr(at, digits)) {
    const int digit = percent::hex_value(c);
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit);
  }
  return value;
}

constexpr char32_t kReplacement = 0xfffd;

bool is_high_surrogate(char32_t c) {
  return c >= 0xd800 && c <= 0xdbff;
}
bool is_low_surrogate(char32_t c) {
  return c >= 0xdc00 && c <= 0xdfff;
}

/// Reads the strings of JavaScript and JSON, one after the other.
class StringReader {
 public:
  explicit StringReader(std::string_view text) : text_(text) {}

  /// The next string, its escapes resolved, with the key that stands before it ("" without one).
  struct Item {
    std::string key;
    std::string text;
  };
  std::optional<Item> next() {
    const std::size_t begin = text_.find('"', at_);
    if (begin == std::string_view::npos) return std::nullopt;
    const std::string_view between = ascii::trimmed(text_.substr(at_, begin - at_));
    Item item{.key = between == ":" ? last_ : std::string(), .text = string_from(begin + 1)};
    last_ = item.text.size() <= kLongestKey ? item.text : std::string();
    return item;
  }

 private:
  static constexpr std::size_t kLongestKey = 40;

  std::string string_from(std::size_t at) {
    std::string out;
    while (at < text_.size() && text_[at] != '"') {
      const std::size_t plain = std::min(text_.find_first_of("\"\\", at), text_.size());
      out += text_.substr(at, plain - at);
      at = plain;
      if (at < text_.size() && text_[at] == '\\') at = append_escape(out, at + 1);
    }
    at_ = std::min(at + 1, text_.size());
    return out;
  }

  /// `at` is behind the backslash; the place behind the escape.
  std::size_t append_escape(std::string& out, std::size_t at) const {
    if (at >= text_.size()) return at;
    const char c = text_[at];
    if (c == 'u' || c == 'x') return append_code(out, at + 1, c == 'u' ? 4 : 2);
    constexpr std::string_view kNames = "nrtbf";
    constexpr std::string_view kValues = "\n\n   ";
    const std::size_t name = kNames.find(c);
    out += name == std::string_view::npos ? c : kValues[name];
    return at + 1;
  }

  std::size_t append_code(std::string& out, std::size_t at, std::size_t digits) const {
    std::optional<char32_t> value = hex_at(text_, at, digits);
    if (!value) return at;
    at += digits;
    if (is_high_surrogate(*value) && text_.substr(at, 2) == "\\u") {
      if (const auto low = hex_at(text_, at + 2, 4); low && is_low_surrogate(*low)) {
        value = 0x10000 + ((*value - 0xd800) << 10) + (*low - 0xdc00);
        at += 6;
      }
    }
    const bool is_half = is_high_surrogate(*value) || is_low_surrogate(*value);
    text::append_utf8(out, is_half || *value == 0 ? kReplacement : *value);
    return at;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string last_;
};

/// Keys whose strings are the text of a story, by parts of their names.
bool names_text(std::string_view key) {
  constexpr auto kParts =
      std::to_array<std::string_view>({"body", "content", "text", "html", "paragraph", "story",
                                       "article", "value", "children", "rendered"});
  constexpr auto kOthers =
      std::to_array<std::string_view>({"description", "summary", "excerpt", "caption", "alt",
                                       "teaser", "disclaimer", "context", "subtext"});
  const std::string name = ascii::lowered(key);
  const auto is_part = [&name](std::string_view part) {
    return name.find(part) != std::string::npos;
  };
  return std::ranges::any_of(kParts, is_part) && std::ranges::none_of(kOthers, is_part);
}

bool is_markup(std::string_view text) {
  return text.find("</p>") != std::string_view::npos || text.find("<br") != std::string_view::npos;
}

bool is_prose(std::string_view text) {
  if (text.size() < kLeastProse || text.find_first_of("{}<>\\") != std::string_view::npos)
    return false;
  const bool is_unspaced = static_cast<unsigned char>(text.front()) >= 0xe2;
  return (is_unspaced || std::ranges::count(text, ' ') >= kLeastBlanks) &&
         text.find_first_of(".!?\xe3") != std::string_view::npos;
}

/// The strings of a page that may be its story.
class Candidates {
 public:
  void gather(std::string_view script, int level) {
    StringReader reader(script);
    while (auto item = reader.next()) add(*item, level);
  }

  [[nodiscard]] std::string best() const {
    const auto most =
        std::ranges::max_element(by_key_, {}, [](const auto& row) { return row.second.bytes; });
    const bool is_list = most != by_key_.end() && most->second.bytes > markup_.size();
    if (!is_list) return markup_.size() >= kLeastStory ? markup_ : std::string();
    return most->second.bytes >= kLeastStory ? most->second.html : std::string();
  }

 private:
  struct Paragraphs {
    std::string html;
    std::size_t bytes = 0;
    std::set<std::string, std::less<>> known;
  };

  void add(const StringReader::Item& item, int level) {
    if (item.text.size() < kLeastProse) return;
    if (is_markup(item.text)) {
      if (item.text.size() > markup_.size()) markup_ = item.text;
    } else if (names_text(item.key) && is_prose(item.text)) {
      Paragraphs& paragraphs = by_key_[item.key];
      if (!paragraphs.known.insert(item.text).second) return;
      paragraphs.html += as_html(item.text);
      paragraphs.bytes += item.text.size();
    } else if (level < kMostLevels && item.text.find('"') != std::string::npos) {
      gather(item.text, level + 1);
    }
  }

  std::string markup_;
  std::map<std::string, Paragraphs> by_key_;
};

}  // namespace

std::string as_html(std::string_view text) {
  std::string html;
  for (const std::string_view line : split(text, '\n')) {
    html += "<p>";
    append_escaped(html, line);
    html += "</p>";
  }
  return html;
}

std::string script_story(std::span<const std::string_view> scripts) {
  Candidates candidates;
  std::size_t bytes = 0;
  for (const std::string_view script : scripts) {
    if (script.size() > limits::kScriptBytes - bytes) continue;
    bytes += script.size();
    candidates.gather(script, 0);
  }
  return candidates.best();
}

}  // namespace newshole::extract
