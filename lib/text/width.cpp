#include "text/width.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <memory>

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "text/code_points.h"
#include "text/utf8.h"

namespace newshole::text {
namespace {

constexpr std::string_view kEllipsis = "...";

struct Range {
  char32_t first;
  char32_t last;
  int cells;
};

// Characters that are a grapheme cluster each unless one follows that is not here: the Grapheme
// Cluster Break property is Other, and they are no pictographs. Most news texts consist of them;
// ICU reads all others. The test compares both for every code point.
constexpr auto kPlain = std::to_array<Range>({
    {0x0020, 0x007E, 1}, {0x00A0, 0x00A8, 1}, {0x00AA, 0x00AC, 1}, {0x00AF, 0x02FF, 1},
    {0x0370, 0x0377, 1}, {0x0384, 0x038A, 1}, {0x038E, 0x03A1, 1}, {0x03A3, 0x0482, 1},
    {0x048A, 0x052F, 1}, {0x05D0, 0x05EA, 1}, {0x0620, 0x064A, 1}, {0x1E00, 0x1F15, 1},
    {0x2010, 0x2027, 1}, {0x2030, 0x203B, 1}, {0x203D, 0x2048, 1}, {0x20A0, 0x20C0, 1},
    {0x3000, 0x3029, 2}, {0x3041, 0x3096, 2}, {0x309B, 0x30FF, 2}, {0x4E00, 0x9FFF, 2},
    {0xAC00, 0xD7A3, 2}, {0xFF01, 0xFF60, 2},
});

// The same for the characters of up to two bytes, to be looked up.
constexpr std::array<std::int8_t, 0x800> kPlainCells = [] {
  std::array<std::int8_t, 0x800> cells{};
  cells.fill(-1);
  for (const Range& range : kPlain) {
    for (char32_t c = range.first; c <= range.last && c < cells.size(); ++c)
      cells[c] = static_cast<std::int8_t>(range.cells);
  }
  return cells;
}();

// The cells of a plain character, -1 for all others.
int plain_cells(char32_t c) {
  if (c < kPlainCells.size()) return kPlainCells[c];
  const auto* const range = std::ranges::lower_bound(kPlain, c, {}, &Range::last);
  return range != kPlain.end() && c >= range->first ? range->cells : -1;
}

constexpr bool is_plain_ascii(char c) {
  return c >= ' ' && c < 0x7F;
}

int cells_of(char32_t c) {
  if (c >= ' ' && c < 0x7F) return 1;
  constexpr std::uint32_t kNoRoom = U_GC_M_MASK | U_GC_CC_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK;
  const auto code = static_cast<UChar32>(c);
  if ((U_MASK(u_charType(code)) & kNoRoom) != 0) return 0;
  if (has_property(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return 0;
  const int width = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// Vowels and trailing consonants of Hangul.
constexpr bool is_trailing_jamo(char32_t c) {
  return (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FF);
}

// Selector, joiner, keycap, skin tones and the halves of flags.
constexpr bool makes_emoji(char32_t c) {
  return c == kEmojiSelector || c == kKeycap || c == kZeroWidthJoiner ||
         (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0x1F1E6 && c <= 0x1F1FF);
}

// Stands before its base in one cluster: U+0600, for one.
bool is_prepended(char32_t c) {
  return u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_GRAPHEME_CLUSTER_BREAK) ==
         U_GCB_PREPEND;
}

// UAX #29 sets no bound to a cluster. The longest emoji sequence of Unicode's data has 10 code
// points, and syllables of the world's languages take fewer cells.
constexpr std::size_t kMostCodePoints = 32;
constexpr int kMostCells = 8;
constexpr int kEmojiCells = 2;

// ICU reads a text through a window and must not search all of an endless cluster for its end. The
// first size is for a line of text; the second, behind a cluster that was cut, for one cluster.
constexpr std::size_t kClusterBytes = (kMostCodePoints + 1) * 4;  // ICU sees that the longest ends
constexpr std::size_t kWindowBytes = 768;
constexpr std::size_t kCutWindowBytes = kClusterBytes + 1;

// What a cluster takes while code points join it.
struct Extent {
  std::size_t length = 0;
  int cells = 0;
  int emoji_cells = 0;  // when it is an emoji sequence; 0 if its base is no emoji
  bool has_base = false;
  bool is_emoji = false;
};

Extent with_base(Extent extent, char32_t base) {
  if (has_property(base, UCHAR_EMOJI)) extent.emoji_cells = extent.cells + kEmojiCells;
  extent.cells += cells_of(base);
  extent.has_base = !is_prepended(base);
  return extent;
}

Extent joined_by(Extent extent, CodePoint next) {
  extent.length += next.length;
  if (!extent.has_base) return with_base(extent, next.value);
  if (extent.is_emoji) return extent;
  if (extent.emoji_cells != 0 && makes_emoji(next.value)) {
    extent.cells = extent.emoji_cells;
    extent.is_emoji = true;
  } else if (!is_trailing_jamo(next.value)) {
    extent.cells += cells_of(next.value);
  }
  return extent;
}

struct Cluster {
  std::size_t length;
  int cells;
};

// The first part of `whole`, one cluster by UAX #29, that is not too long. It ends before an emoji
// sequence for which it has no room, not within it.
Cluster within_bounds(std::string_view whole) {
  const CodePoint first = code_point_at(whole, 0);
  if (first.length == whole.size()) return {first.length, cells_of(first.value)};
  Extent extent = joined_by({}, first);
  for (std::size_t count = 1; count < kMostCodePoints && extent.length < whole.size(); ++count) {
    const Extent next = joined_by(extent, code_point_at(whole, extent.length));
    if (std::max(next.cells, next.emoji_cells) > kMostCells) break;
    extent = next;
  }
  return {extent.length, extent.cells};
}

// ICU's rules for the ends of clusters, over one window of a text at a time.
class ClusterRules {
 public:
  ClusterRules() {
    UErrorCode status = U_ZERO_ERROR;
    iterator_.reset(icu::BreakIterator::createCharacterInstance(icu::Locale(""), status));
    if (U_FAILURE(status) != 0) iterator_.reset();
  }

  // `window` must outlive the calls of `next`.
  void start(std::string_view window) {
    window_ = window;
    offset_ = 0;
    UErrorCode status = iterator_ ? U_ZERO_ERROR : U_MISSING_RESOURCE_ERROR;
    text_.adoptInstead(utext_openUTF8(text_.orphan(), window.data(),
                                      static_cast<std::int64_t>(window.size()), &status));
    if (iterator_) iterator_->setText(text_.getAlias(), status);
    is_ready_ = U_SUCCESS(status) != 0;
  }

  // The next cluster of the window, which must not be used up. Without ICU's data each character is
  // taken for a cluster.
  std::string_view next() {
    const std::int32_t end = is_ready_ ? iterator_->next() : icu::BreakIterator::DONE;
    const std::size_t length = end == icu::BreakIterator::DONE
                                   ? code_point_at(window_, offset_).length
                                   : static_cast<std::size_t>(end) - offset_;
    offset_ += length;
    return window_.substr(offset_ - length, length);
  }

 private:
  std::unique_ptr<icu::BreakIterator> iterator_;
  icu::LocalUTextPointer text_;
  std::string_view window_;
  std::size_t offset_ = 0;
  bool is_ready_ = false;
};

// Making ICU's iterator costs a hundred times more than measuring a headline, and these functions
// are called for each; nothing of one call can be seen in the next.
ClusterRules& rules_of_thread() {
  thread_local ClusterRules rules;
  return rules;
}

// Walks a text by clusters, one walk at a time in a thread. A cluster depends only on the bytes
// from its start, so the rest of a text has the same clusters when it is walked by itself; and on
// no more than kClusterBytes of them. ICU starts anew only behind a window and behind a cut.
class ClusterWalk {
 public:
  explicit ClusterWalk(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return offset_ == text_.size(); }

  Cluster next() {
    const Cluster cluster = offset_ < rules_end_ ? next_by_rules() : next_plain();
    offset_ += cluster.length;
    return cluster;
  }

 private:
  Cluster next_plain() {
    const bool has_next = offset_ + 1 < text_.size();
    if (is_plain_ascii(text_[offset_]) && has_next && is_plain_ascii(text_[offset_ + 1])) {
      return {1, 1};
    }
    const CodePoint here = code_point_at(text_, offset_);
    const CodePoint after = code_point_at(text_, offset_ + here.length);
    const int cells = plain_cells(here.value);
    const bool is_whole = plain_cells(after.value) >= 0 || after.length == 0 || after.value == '\n';
    if (cells >= 0 && is_whole) return {here.length, cells};
    open_window();
    return next_by_rules();
  }

  void open_window() {
    const std::string_view window = text_.substr(offset_, window_bytes_);
    const bool is_last = offset_ + window.size() == text_.size();
    rules_ = &rules_of_thread();
    rules_->start(window);
    rules_end_ = offset_ + window.size() - (is_last ? 0 : kClusterBytes);
    window_bytes_ = kWindowBytes;
  }

  Cluster next_by_rules() {
    const std::string_view whole = rules_->next();
    const Cluster cluster = within_bounds(whole);
    if (cluster.length != whole.size()) {
      rules_end_ = offset_;
      window_bytes_ = kCutWindowBytes;
    }
    return cluster;
  }

  std::string_view text_;
  std::size_t offset_ = 0;
  ClusterRules* rules_ = nullptr;
  std::size_t rules_end_ = 0;  // a cluster that begins before it is whole in the window
  std::size_t window_bytes_ = kWindowBytes;
};

// Characters that change the width of those before them. All others have a width of their own,
// which adds to the sum whatever cluster they are in.
constexpr bool depends_on_cluster(char32_t c) {
  constexpr char32_t kFirstDependent = 0x1160;
  return c >= kFirstDependent && (is_trailing_jamo(c) || makes_emoji(c));
}

int width_by_clusters(std::string_view utf8) {
  int cells = 0;
  ClusterWalk walk(utf8);
  while (!walk.at_end()) cells += walk.next().cells;
  return cells;
}

// Bytes of the longest run of whole characters within `bytes`, at least one character.
std::size_t whole_characters(std::string_view utf8, std::size_t bytes) {
  std::size_t size = code_point_at(utf8, 0).length;
  while (size < utf8.size() && size + code_point_at(utf8, size).length <= bytes) {
    size += code_point_at(utf8, size).length;
  }
  return size;
}

}  // namespace

int width(std::string_view utf8) {
  std::size_t offset = 0;
  while (offset < utf8.size() && is_plain_ascii(utf8[offset])) ++offset;
  auto cells = static_cast<int>(offset);
  while (offset < utf8.size()) {
    const CodePoint point = code_point_at(utf8, offset);
    if (depends_on_cluster(point.value)) return width_by_clusters(utf8);
    const int plain = plain_cells(point.value);
    cells += plain >= 0 ? plain : cells_of(point.value);
    offset += point.length;
  }
  return cells;
}

std::string_view prefix_within(std::string_view utf8, int cells, std::size_t bytes) {
  ClusterWalk walk(utf8);
  std::size_t size = 0;
  int used = 0;
  while (!walk.at_end()) {
    const Cluster cluster = walk.next();
    used += cluster.cells;
    if (size + cluster.length > bytes || used > cells) {
      if (size != 0) break;
      return utf8.substr(0,
                         cluster.length <= bytes ? cluster.length : whole_characters(utf8, bytes));
    }
    size += cluster.length;
  }
  return utf8.substr(0, size);
}

std::string shortened(std::string_view utf8, int cells) {
  if (width(utf8) <= cells) return std::string(utf8);
  const int room = cells - static_cast<int>(kEllipsis.size());
  std::string_view head = prefix_within(utf8, room, std::numeric_limits<std::size_t>::max());
  if (room <= 0 || width(head) > room) head = {};
  head = head.substr(0, head.find_last_not_of(' ') + 1);
  return std::string(head) +
         std::string(kEllipsis.substr(0, cells > 0 ? static_cast<std::size_t>(cells) : 0));
}

}  // namespace newshole::text
