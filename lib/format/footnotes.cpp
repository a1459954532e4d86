#include "format/footnotes.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "text/clean.h"

namespace newshole::format {
namespace {

/// Bytes of the letter or digit at the start of `text`; 0 for any other character. Two-byte
/// characters from U+00C0 on are letters of alphabets; longer ones may be scripts without blanks
/// between words. A soft hyphen always has a letter behind it.
std::size_t letter_size(std::string_view text) {
  if (text.empty()) return 0;
  if (ascii::is_alphanumeric(text.front())) return 1;
  if (text.starts_with(text::kSoftHyphen)) return text::kSoftHyphen.size();
  const auto lead = static_cast<unsigned char>(text.front());
  return lead >= 0xc3 && lead <= 0xdf && text.size() >= 2 ? 2 : 0;
}

bool ends_in_letter(std::string_view text) {
  if (text.empty()) return false;
  const std::size_t size = static_cast<unsigned char>(text.back()) >= 0x80 ? 2 : 1;
  return text.size() >= size && letter_size(text.substr(text.size() - size)) == size;
}

/// The end of the word in which `end` stands: the mark of a link over a part of a word
/// ("unload"ing, "Ann"'s) stands behind the whole word.
std::size_t word_end(std::string_view text, std::size_t end) {
  if (!ends_in_letter(text.substr(0, end))) return end;
  constexpr std::array<std::string_view, 2> kApostrophes = {"'", "\u2019"};
  for (const std::string_view apostrophe : kApostrophes) {
    const std::string_view rest = text.substr(end);
    if (rest.starts_with(apostrophe) && letter_size(rest.substr(apostrophe.size())) > 0) {
      end += apostrophe.size();
      break;
    }
  }
  while (const std::size_t size = letter_size(text.substr(end))) end += size;
  return end;
}

}  // namespace

std::size_t last_number_in(std::span<const extract::Block> blocks) {
  constexpr std::size_t kMostDigits = 3;
  std::size_t last = 0;
  for (const extract::Block& block : blocks) {
    for (std::size_t at = block.text.find('['); at != std::string::npos;
         at = block.text.find('[', at + 1)) {
      const std::size_t end = block.text.find_first_not_of("0123456789", at + 1);
      const bool is_note = end != std::string::npos && block.text[end] == ']' && end > at + 1 &&
                           end - at - 1 <= kMostDigits;
      if (is_note)
        last = std::max(last, ascii::number<std::size_t>(
                                  std::string_view(block.text).substr(at + 1, end - at - 1))
                                  .value_or(0));
    }
  }
  return last;
}

/// 0 for a link beyond the last that is numbered.
std::size_t Footnotes::number_of(const std::string& url) {
  const auto known = numbers_.find(url);
  if (known != numbers_.end()) return known->second;
  if (urls_.size() == kMost) {
    ++left_out_;
    return 0;
  }
  urls_.push_back(url);
  const std::size_t number = taken_ + urls_.size();
  numbers_.emplace(url, number);
  return number;
}

std::string Footnotes::marked(const extract::Block& block, text::Transliterator& letters) {
  const std::string_view text = block.text;
  std::string out;
  std::size_t done = 0;
  for (const extract::Link& link : block.links) {
    const std::size_t end = word_end(text, std::clamp(link.end, done, text.size()));
    out += letters(text.substr(done, end - done));
    done = end;
    if (link.text == link.url) continue;
    const std::size_t number = number_of(link.url);
    // A no-break space keeps the mark on the line of its word.
    if (number > 0) out.append(text::kNoBreakSpace).append("[" + std::to_string(number) + "]");
  }
  out += letters(text.substr(done));
  return out;
}

}  // namespace newshole::format
