#include <algorithm>
#include <array>
#include <utility>

#include "text/character_kind.h"
#include "text/clean.h"
#include "text/utf8.h"
#include "text/width.h"

namespace newshole::text {
namespace {

constexpr std::size_t kTabStop = 8;

bool is_blank(char32_t c) {
  if (c < 0x80) return c <= ' ' || c == 0x7F;
  const CharacterKind kind = character_kind(c);
  return kind == CharacterKind::Blank || kind == CharacterKind::NoBreakSpace;
}

// One line of preformatted text, blanks and all.
class PreformattedLine {
 public:
  void append(std::string_view raw) {
    std::size_t word = 0;
    for (std::size_t offset = 0; offset < raw.size();) {
      const CodePoint point = code_point_at(raw, offset);
      if (is_blank(point.value)) {
        append_word(raw.substr(word, offset - word));
        append_blanks(point.value);
        word = offset + point.length;
      }
      offset += point.length;
    }
    append_word(raw.substr(word));
  }

  [[nodiscard]] std::string take() {
    line_.erase(line_.find_last_not_of(' ') + 1);
    column_ = 0;
    return std::exchange(line_, {});
  }

 private:
  void append_word(std::string_view word) {
    if (word.empty()) return;
    const std::string clean = clean_line(word);
    line_ += clean;
    column_ += static_cast<std::size_t>(width(clean));
  }

  void append_blanks(char32_t c) {
    std::size_t count = 1;
    if (c == '\t') count = kTabStop - column_ % kTabStop;
    if (c == 0x3000) count = 2;
    line_.append(count, ' ');
    column_ += count;
  }

  std::string line_;
  std::size_t column_ = 0;
};

// Bytes of the line break that `utf8` begins with; 0 where there is none.
std::size_t break_size(std::string_view utf8) {
  constexpr auto kBreaks =
      std::to_array<std::string_view>({"\r\n", "\n", "\r", "\v", "\u0085", "\u2028", "\u2029"});
  for (const std::string_view sequence : kBreaks) {
    if (utf8.starts_with(sequence)) return sequence.size();
  }
  return 0;
}

}  // namespace

std::string clean_preformatted(std::string_view utf8) {
  std::string out;
  std::size_t pending_lines = 0;
  PreformattedLine line;
  for (std::size_t start = 0; start < utf8.size();) {
    std::size_t end = start;
    while (end < utf8.size() && break_size(utf8.substr(end)) == 0) ++end;
    line.append(utf8.substr(start, end - start));
    start = end + std::max(break_size(utf8.substr(end)), std::size_t{1});
    const std::string clean = line.take();
    if (!clean.empty()) {
      if (!out.empty()) out.append(pending_lines, '\n');
      out += clean;
      pending_lines = 0;
    }
    ++pending_lines;
  }
  return out;
}

}  // namespace newshole::text
