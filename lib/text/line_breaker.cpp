#include "text/line_breaker.h"

#include <algorithm>
#include <limits>

#include "text/clean.h"
#include "text/width.h"

namespace newshole::text {
namespace {

// The least width of a line for text, however long the indent is.
constexpr std::size_t kMinTextBytes = 16;

// Most lines hold nothing that is printed as something else.
void append_as_printed(std::string_view clean, std::string& line) {
  if (clean.find(kNoBreakSpace.front()) == std::string_view::npos &&
      clean.find(kZeroWidthSpace) == std::string_view::npos) {
    line += clean;
  } else {
    line += as_printed(clean);
  }
}

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
    // Where the line ends here, the hyphen shows.
    const int hyphen = visible.ends_with(kSoftHyphen) ? 1 : 0;
    if (is_open_) {
      const int gap = static_cast<int>(begin - end_);
      const std::size_t end = begin + visible.size();
      if (used_ + gap + cells + hyphen <= options_.width && end - begin_ <= text_bytes()) {
        used_ += gap + cells;
        end_ = end;
        return;
      }
    }
    if (!fits_next_line(visible, cells + hyphen) && visible.find(' ') != std::string_view::npos) {
      return add_parts(begin, visible);
    }
    if (is_open_) finish_line();
    open(begin, visible, cells);
  }

  [[nodiscard]] bool fits_next_line(std::string_view visible, int cells) const {
    const std::string_view indent = is_open_ ? options_.next_indent : indent_;
    return width(indent) + cells <= options_.width && visible.size() <= text_bytes(indent);
  }

  // A break at a blank that should not break ("oui !") is better than a line that is too wide.
  void add_parts(std::size_t begin, std::string_view visible) {
    for (std::size_t at = 0; at < visible.size();) {
      const std::size_t end = std::min(visible.find(' ', at), visible.size());
      if (end > at) add_visible(begin + at, visible.substr(at, end - at));
      at = end + 1;
    }
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
    const std::string_view text = text_.substr(begin_, is_open_ ? end_ - begin_ : 0);
    std::string line(indent_);
    append_as_printed(text, line);
    if (text.ends_with(kSoftHyphen)) line += '-';
    line.erase(line.find_last_not_of(' ') + 1);
    lines_.push_back(std::move(line));
    is_open_ = false;
    if (lines_.size() == 1) {
      indent_ = options_.next_indent;
      indent_cells_ = width(indent_);
    }
  }

  [[nodiscard]] std::size_t text_bytes() const { return text_bytes(indent_); }

  [[nodiscard]] std::size_t text_bytes(std::string_view indent) const {
    const std::size_t longest = std::min(options_.max_bytes, kMaxLineBytes);
    return std::max(longest, indent.size() + kMinTextBytes) - indent.size();
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

}  // namespace

Result<LineBreaker> LineBreaker::create() {
  Result<BreakFinder> finder = BreakFinder::create();
  if (!finder) return tl::unexpected(finder.error());
  return LineBreaker(*std::move(finder));
}

std::vector<std::string> LineBreaker::wrap(std::string_view clean, const WrapOptions& options) {
  LineFiller filler(clean, options);
  std::size_t begin = 0;
  for (const std::size_t end : finder_.find(clean)) {
    filler.add(begin, end);
    begin = end;
  }
  return filler.finish();
}

}  // namespace newshole::text
