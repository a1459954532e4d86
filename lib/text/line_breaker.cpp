#include "text/line_breaker.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/utext.h>

#include "text/clean.h"
#include "text/plain_breaks.h"
#include "text/width.h"

namespace newshole::text {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// What is left of a line for text, however long the indent is.
constexpr std::size_t kMinTextBytes = 64;

constexpr bool is_ascii_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

constexpr bool is_scheme_character(char c) {
  return is_ascii_alphanumeric(c) || c == '+' || c == '-' || c == '.';
}

// A URL goes on over ASCII, and over letters of the alphabets that put blanks between words; in
// others (Chinese, Thai) the text behind a URL may follow without one. The range takes whole
// two-byte sequences from U+00C0 to U+05BF, so that quotes and the no-break space end a URL.
constexpr bool is_url_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > ' ' && byte != 0xC2 && byte < 0xD7;
}

// The URLs of a text, where UAX #14 has break opportunities that would spoil a URL for copying.
class UrlRuns {
 public:
  explicit UrlRuns(std::string_view text) : text_(text) { advance(0); }

  // True if `offset` lies within a URL; offsets must be asked for in ascending order.
  bool holds(std::size_t offset) {
    while (offset >= end_) advance(end_);
    return offset > begin_;
  }

 private:
  void advance(std::size_t from) {
    if (from == 0 || scheme_ < from) scheme_ = next_scheme(from);
    if (from == 0 || www_ < from) www_ = next_www(from);
    begin_ = std::min(scheme_, www_);
    end_ = begin_;
    while (end_ < text_.size() && is_url_byte(text_[end_])) ++end_;
  }

  [[nodiscard]] std::size_t next_scheme(std::size_t from) const {
    for (std::size_t at = text_.find("://", from); at != kNone; at = text_.find("://", at + 1)) {
      std::size_t begin = at;
      while (begin > from && is_scheme_character(text_[begin - 1])) --begin;
      if (begin < at) return begin;
    }
    return kNone;
  }

  [[nodiscard]] std::size_t next_www(std::size_t from) const {
    for (std::size_t at = text_.find("www.", from); at != kNone; at = text_.find("www.", at + 1)) {
      if (at == 0 || !is_ascii_alphanumeric(text_[at - 1])) return at;
    }
    return kNone;
  }

  std::string_view text_;
  std::size_t scheme_ = 0;
  std::size_t www_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

// Collects segments, the text between break opportunities, into lines. A line is a stretch of the
// source, so nothing is copied before it is full.
class LineFiller {
 public:
  LineFiller(std::string_view text, const WrapOptions& options)
      : text_(text), options_(options), indent_(options.first_indent) {
    indent_cells_ = width(indent_);
  }

  void add(std::size_t begin, std::size_t end) {
    const std::string_view segment = text_.substr(begin, end - begin);
    const std::string_view visible = segment.substr(0, segment.find_last_not_of(" \n") + 1);
    if (!visible.empty()) add_visible(begin, visible);
    if (segment.back() == '\n') finish_line();
  }

  std::vector<std::string> finish() {
    if (is_open_) finish_line();
    return std::move(lines_);
  }

 private:
  void add_visible(std::size_t begin, std::string_view visible) {
    const int cells = width(visible);
    if (is_open_) {
      const int gap = static_cast<int>(begin - end_);
      const std::size_t end = begin + visible.size();
      if (used_ + gap + cells <= options_.width && end - begin_ <= text_bytes()) {
        used_ += gap + cells;
        end_ = end;
        return;
      }
      finish_line();
    }
    open(begin, visible, cells);
  }

  void open(std::size_t begin, std::string_view visible, int cells) {
    const bool is_cut = visible.size() > text_bytes();
    while (visible.size() > text_bytes()) {
      constexpr int kAnyWidth = std::numeric_limits<int>::max();
      const std::size_t size = prefix_within(visible, kAnyWidth, text_bytes()).size();
      start_line(begin, size, 0);
      finish_line();
      begin += size;
      visible.remove_prefix(size);
    }
    start_line(begin, visible.size(), is_cut ? width(visible) : cells);
  }

  void start_line(std::size_t begin, std::size_t size, int cells) {
    begin_ = begin;
    end_ = begin + size;
    used_ = indent_cells_ + cells;
    is_open_ = true;
  }

  void finish_line() {
    std::string line(indent_);
    if (is_open_) line += text_.substr(begin_, end_ - begin_);
    if (line.find(kNoBreakSpace) != kNone) line = without_no_break_spaces(line);
    line.erase(line.find_last_not_of(' ') + 1);
    lines_.push_back(std::move(line));
    is_open_ = false;
    if (lines_.size() == 1) {
      indent_ = options_.next_indent;
      indent_cells_ = width(indent_);
    }
  }

  [[nodiscard]] std::size_t text_bytes() const {
    return kMaxLineBytes - std::min(indent_.size(), kMaxLineBytes - kMinTextBytes);
  }

  std::string_view text_;
  WrapOptions options_;
  std::string_view indent_;
  int indent_cells_ = 0;
  std::vector<std::string> lines_;
  std::size_t begin_ = 0;  // of the open line in `text_`
  std::size_t end_ = 0;
  int used_ = 0;  // cells of the open line
  bool is_open_ = false;
};

// U+00A0 holds on both sides. UAX #14 lets a line end between a hyphen and it (LB12a), which would
// part a footnote mark from its word.
bool touches_no_break_space(std::string_view text, std::size_t offset) {
  return text.substr(offset, kNoBreakSpace.size()) == kNoBreakSpace ||
         (offset >= kNoBreakSpace.size() &&
          text.substr(offset - kNoBreakSpace.size(), kNoBreakSpace.size()) == kNoBreakSpace);
}

}  // namespace

struct LineBreaker::Iterator {
  explicit Iterator(std::unique_ptr<icu::BreakIterator> owned) : breaks(std::move(owned)) {}
  Iterator(const Iterator&) = delete;
  Iterator& operator=(const Iterator&) = delete;
  Iterator(Iterator&&) = delete;
  Iterator& operator=(Iterator&&) = delete;
  ~Iterator() { utext_close(&text); }

  void start(std::string_view utf8) {
    next_plain = 0;
    is_plain = find_plain_breaks(utf8, plain);
    if (is_plain) return;
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&text, utf8.data(), static_cast<std::int64_t>(utf8.size()), &status);
    breaks->setText(&text, status);
    breaks->first();
  }

  // The next break opportunity, at last the end of `utf8`, which `start` was given.
  std::size_t next(std::string_view utf8) {
    if (is_plain) return plain[next_plain++];
    const std::int32_t offset = breaks->next();
    return offset == icu::BreakIterator::DONE ? utf8.size() : static_cast<std::size_t>(offset);
  }

  std::unique_ptr<icu::BreakIterator> breaks;
  UText text = UTEXT_INITIALIZER;
  std::vector<std::size_t> plain;
  std::size_t next_plain = 0;
  bool is_plain = false;
};

LineBreaker::LineBreaker(std::unique_ptr<Iterator> iterator) : iterator_(std::move(iterator)) {}
LineBreaker::LineBreaker(LineBreaker&&) noexcept = default;
LineBreaker& LineBreaker::operator=(LineBreaker&&) noexcept = default;
LineBreaker::~LineBreaker() = default;

Result<LineBreaker> LineBreaker::create() {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createLineInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status) != 0 || !breaks) {
    return fail(ErrorKind::Internal, std::string("line break rules: ") + u_errorName(status));
  }
  return LineBreaker(std::make_unique<Iterator>(std::move(breaks)));
}

std::vector<std::string> LineBreaker::wrap(std::string_view clean, const WrapOptions& options) {
  LineFiller filler(clean, options);
  UrlRuns urls(clean);
  iterator_->start(clean);
  std::size_t begin = 0;
  while (begin < clean.size()) {
    std::size_t end = iterator_->next(clean);
    while (end < clean.size() && clean[end - 1] != '\n' &&
           (urls.holds(end) || touches_no_break_space(clean, end))) {
      end = iterator_->next(clean);
    }
    filler.add(begin, end);
    begin = end;
  }
  return filler.finish();
}

}  // namespace newshole::text
