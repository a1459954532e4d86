#include "listing/feeds/feed_words.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "extract/body/node_text.h"
#include "listing/feeds/character_reference.h"
#include "text/clean.h"
#include "text/markup.h"
#include "text/utf8.h"

namespace newshole::listing {
namespace {

constexpr std::string_view kInlineElements =
    "a abbr acronym b big bdi bdo center cite code del dfn em embed font i iframe ins kbd label "
    "map "
    "mark noscript object q s samp small span strike strong sub sup svg time tt u var video wbr";
/// Their edges part words.
constexpr std::string_view kBlockElements =
    "address article aside audio blockquote body br button caption dd details div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html img input li link main "
    "meta nav ol option p picture pre section select source summary table tbody td tfoot th thead "
    "tr ul";
/// Their text is none.
constexpr std::string_view kHiddenElements = "script style template textarea title";

class WordReader {
 public:
  WordReader(std::string_view text, Markup markup) : rest_(text), markup_(markup) {}

  std::string read(std::size_t most_bytes) {
    while (!rest_.empty() && cleaner_.size() <= most_bytes) {
      take(text::bytes_before_markup(rest_));
      if (rest_.empty()) break;
      if (rest_.front() == '&') {
        take_reference();
      } else if (markup_ == Markup::None || !drop_markup()) {
        take(1);
      }
    }
    return cleaner_.take();
  }

 private:
  void take(std::size_t bytes) {
    cleaner_.append(rest_.substr(0, bytes));
    rest_.remove_prefix(bytes);
  }

  void take_reference() {
    const auto reference = reference_at(rest_);
    if (!reference) return take(1);
    std::string character;
    text::append_utf8(character, reference->character);
    cleaner_.append(character);
    rest_.remove_prefix(reference->length);
  }

  void drop_through(std::string_view end) {
    const std::size_t at = rest_.find(end);
    rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + end.size());
  }

  /// False where "<" begins no markup.
  bool drop_markup() {
    if (rest_.starts_with("<!--")) {
      drop_through("-->");
      return true;
    }
    std::string_view name = rest_.substr(rest_.starts_with("</") ? 2 : 1, kLongestName);
    name = name.substr(0, name.find_first_of(" \t\r\n/>"));
    const std::string folded = ascii::lowered(name);
    const bool is_block = ascii::has_word(kBlockElements, folded);
    const bool is_hidden = ascii::has_word(kHiddenElements, folded);
    if (!is_block && !is_hidden && !ascii::has_word(kInlineElements, folded)) return false;
    const bool is_start = rest_[1] != '/';
    drop_through(">");
    if (is_block || is_hidden) cleaner_.append(" ");
    if (is_hidden && is_start) drop_through("</" + std::string(name));
    if (is_hidden && is_start) drop_through(">");
    return true;
  }

  static constexpr std::size_t kLongestName = 12;
  std::string_view rest_;
  Markup markup_;
  text::LineCleaner cleaner_;
};

/// A character reference or an end tag has outlived the first reading.
bool was_escaped_twice(std::string_view words) {
  if (words.find("</") != std::string_view::npos) return true;
  for (std::size_t at = words.find('&'); at != std::string_view::npos;
       at = words.find('&', at + 1)) {
    if (reference_at(words.substr(at))) return true;
  }
  return false;
}

}  // namespace

std::string words_of(const StatedText& stated, std::size_t most_bytes) {
  std::string words = WordReader(stated.text, stated.markup).read(most_bytes);
  if (was_escaped_twice(words)) words = WordReader(words, stated.markup).read(most_bytes);
  return words;
}

}  // namespace newshole::listing
