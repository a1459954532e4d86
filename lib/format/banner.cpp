#include "format/banner.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/utf8.h"

namespace newshole::format {
namespace {

/// Rules 2 and 3: a character of a higher class (further on) takes the place of a lower one.
char32_t higher_of(char32_t left, char32_t right, Layout layout) {
  static constexpr std::array<std::u32string_view, 6> kClasses = {U"|",  U"/\\", U"[]",
                                                                  U"{}", U"()",  U"<>"};
  const auto class_of = [](char32_t c) {
    return std::ranges::find_if(kClasses,
                                [c](auto set) { return set.find(c) != std::u32string_view::npos; });
  };
  const auto* const left_class = class_of(left);
  const auto* const right_class = class_of(right);
  if ((layout & kUnderscoreSmushing) != 0) {
    if (left == U'_' && right_class != kClasses.end()) return right;
    if (right == U'_' && left_class != kClasses.end()) return left;
  }
  const bool are_classed = left_class != kClasses.end() && right_class != kClasses.end();
  if ((layout & kHierarchySmushing) == 0 || !are_classed || left_class == right_class) return 0;
  return left_class < right_class ? right : left;
}

/// Rules 4 and 5.
char32_t joined(char32_t left, char32_t right, Layout layout) {
  struct Pair {
    std::u32string_view halves;
    char32_t whole;
    Layout rule;
  };
  static constexpr std::array kPairs = {
      Pair{U"[]", U'|', kPairSmushing},  Pair{U"][", U'|', kPairSmushing},
      Pair{U"{}", U'|', kPairSmushing},  Pair{U"}{", U'|', kPairSmushing},
      Pair{U"()", U'|', kPairSmushing},  Pair{U")(", U'|', kPairSmushing},
      Pair{U"/\\", U'|', kBigXSmushing}, Pair{U"\\/", U'Y', kBigXSmushing},
      Pair{U"><", U'X', kBigXSmushing},
  };
  for (const Pair& pair : kPairs) {
    const bool is_pair = pair.halves[0] == left && pair.halves[1] == right;
    if (is_pair && (layout & pair.rule) != 0) return pair.whole;
  }
  return 0;
}

char32_t universally_smushed(char32_t left, char32_t right, const FigFont& font) {
  if (left == font.hardblank()) return right;
  if (right == font.hardblank()) return left;
  return font.direction() == Direction::RightToLeft ? left : right;
}

/// One line of letters.
class LineOfLetters {
 public:
  LineOfLetters(const FigFont& font, Layout layout, std::size_t limit)
      : font_(&font), layout_(layout), limit_(limit), rows_(font.height()) {}

  /// False if there is no room for it; it is the letter before the next one in any case.
  bool add(char32_t c) {
    letter_ = &font_->letter(c);
    width_before_ = std::exchange(width_, letter_->front().size());
    const std::size_t overlap = most_overlap();
    if (size() + width_ - overlap > limit_) return false;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const std::u32string& part = (*letter_)[row];
      rows_[row] = is_reversed() ? overlaid(part, rows_[row], width_, overlap)
                                 : overlaid(rows_[row], part, size_, overlap);
    }
    size_ = rows_.front().size();
    text_ += c;
    return true;
  }

  void clear() {
    for (std::u32string& row : rows_) row.clear();
    text_.clear();
    size_ = 0;
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool is_reversed() const { return font_->direction() == Direction::RightToLeft; }
  [[nodiscard]] const std::vector<std::u32string>& rows() const { return rows_; }
  [[nodiscard]] const FigLetter& last_letter() const { return *letter_; }
  [[nodiscard]] const std::u32string& text() const { return text_; }

 private:
  /// The character of a cell where both overlap; 0 where they may not.
  [[nodiscard]] char32_t merged(char32_t left, char32_t right) const {
    constexpr std::size_t kLeastWidth = 2;
    if (left == U' ') return right;
    if (right == U' ') return left;
    if (width_before_ < kLeastWidth || width_ < kLeastWidth) return 0;
    return smushed(left, right, layout_, *font_);
  }

  [[nodiscard]] std::size_t most_overlap() const {
    if ((layout_ & (kSmushing | kKerning)) == 0) return 0;
    std::size_t most = width_;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const std::u32string& part = (*letter_)[row];
      if (is_reversed()) most = std::min(most, rows_[row].size());
      most = std::min(most, is_reversed() ? overlap_of(part, rows_[row], width_)
                                          : overlap_of(rows_[row], part, size_));
    }
    return most;
  }

  /// The blanks between two rows, and the cell that both may share behind them.
  [[nodiscard]] std::size_t overlap_of(std::u32string_view left, std::u32string_view right,
                                       std::size_t left_size) const {
    const std::size_t last = left.find_last_not_of(U' ');
    const std::size_t first = std::min(right.find_first_not_of(U' '), right.size());
    if (last == std::u32string_view::npos) return left_size + first;
    const std::size_t blanks = first + left_size - std::min(left_size, last + 1);
    const bool may_merge = first < right.size() && merged(left[last], right[first]) != 0;
    return blanks + (may_merge ? 1 : 0);
  }

  /// The two with `overlap` cells in common. Where the left one is shorter than that, blanks of the
  /// right one go.
  [[nodiscard]] std::u32string overlaid(std::u32string left, std::u32string_view right,
                                        std::size_t left_size, std::size_t overlap) const {
    for (std::size_t i = overlap - std::min(overlap, left_size); i < overlap; ++i) {
      const std::size_t column = left_size - overlap + i;
      if (column < left.size() && i < right.size()) left[column] = merged(left[column], right[i]);
    }
    return left.append(right.substr(std::min(overlap, right.size())));
  }

  const FigFont* font_;
  Layout layout_;
  std::size_t limit_;
  std::vector<std::u32string> rows_;
  std::size_t size_ = 0;
  std::u32string text_;
  const FigLetter* letter_ = nullptr;
  std::size_t width_ = 0;
  std::size_t width_before_ = 0;
};

/// Fills lines as figlet does, with the same states.
class Setter {
 public:
  Setter(const FigFont& font, const BannerOptions& options)
      : font_(&font),
        width_(std::max<std::size_t>(options.width, 1)),
        alignment_(options.alignment.value_or(
            font.direction() == Direction::RightToLeft ? Alignment::Right : Alignment::Left)),
        line_(font, options.layout.value_or(font.layout()), width_ - 1) {}

  std::string set(std::u32string_view text) {
    for (char32_t c : text) {
      if (c == U'\t') c = U' ';
      if (c >= U'\n' && c <= U'\r') c = U'\n';
      constexpr char32_t kDelete = 127;
      if ((c < U' ' && c != U'\n') || c == kDelete) continue;
      while (!take(c)) continue;
    }
    if (line_.size() != 0) print_line();
    return std::move(out_);
  }

 private:
  enum class State {
    Blanks,          ///< only blanks so far
    Word,            ///< in the line's first word
    BlankAfterWord,  ///< behind a word
    LaterWord,       ///< in another word
    Broken,          ///< behind a break of our own: blanks do not show
  };

  /// False if it is to be tried again on a new line.
  bool take(char32_t c) {
    if (state_ == State::Broken) {
      if (c == U' ') return true;
      state_ = State::Blanks;
      if (c == U'\n') return true;
    }
    if (c == U'\n') {
      print_line();
      state_ = State::Blanks;
    } else if (line_.add(c)) {
      note(c);
    } else if (line_.size() == 0) {
      print_alone(line_.last_letter());
      state_ = State::Broken;
    } else {
      return break_before(c);
    }
    return true;
  }

  void note(char32_t c) {
    const bool is_behind = state_ == State::BlankAfterWord || state_ == State::LaterWord;
    if (c != U' ') {
      state_ = is_behind ? State::LaterWord : State::Word;
    } else if (state_ != State::Blanks) {
      state_ = State::BlankAfterWord;
    }
  }

  bool break_before(char32_t c) {
    const bool is_blank = c == U' ';
    const bool may_split =
        state_ == State::BlankAfterWord || (state_ == State::LaterWord && !is_blank);
    if (may_split) {
      split_line();
    } else {
      print_line();
    }
    if (is_blank) {
      state_ = State::Broken;
      return true;
    }
    state_ = state_ == State::LaterWord ? State::Word : State::Blanks;
    return false;
  }

  /// Prints all but the last word, which begins the next line.
  void split_line() {
    const std::u32string text = line_.text();
    const std::size_t blank = text.rfind(U' ');
    const std::size_t last = text.find_last_not_of(U' ', blank);
    const std::size_t end = last == std::u32string::npos ? 0 : last + 1;
    line_.clear();
    for (const char32_t c : text.substr(0, end)) line_.add(c);
    print_line();
    for (const char32_t c : text.substr(blank + 1)) line_.add(c);
  }

  void print_line() {
    for (const std::u32string& row : line_.rows()) print(row);
    line_.clear();
  }

  /// Prints the part of a letter that fits, where the letter is wider than the line.
  void print_alone(const FigLetter& letter) {
    for (const std::u32string& row : letter) {
      const bool is_cut = line_.is_reversed() && width_ > 1 && row.size() > width_ - 1;
      print(is_cut ? row.substr(row.size() - (width_ - 1)) : row);
    }
  }

  void print(std::u32string_view row) {
    if (width_ > 1) {
      row = row.substr(0, width_ - 1);
      out_.append(margin(row.size()), ' ');
    }
    for (const char32_t c : row) text::append_utf8(out_, c == font_->hardblank() ? U' ' : c);
    out_ += '\n';
  }

  [[nodiscard]] std::size_t margin(std::size_t length) const {
    if (alignment_ == Alignment::Left) return 0;
    const std::size_t room = width_ - 1 - length;
    return alignment_ == Alignment::Right ? room : (room + 1) / 2;
  }

  const FigFont* font_;
  std::size_t width_;
  Alignment alignment_;
  LineOfLetters line_;
  State state_ = State::Blanks;
  std::string out_;
};

}  // namespace

char32_t smushed(char32_t left, char32_t right, Layout layout, const FigFont& font) {
  if ((layout & kSmushing) == 0) return 0;
  if ((layout & kSmushingRules) == 0) return universally_smushed(left, right, font);
  const bool are_hard = left == font.hardblank() && right == font.hardblank();
  if (are_hard && (layout & kHardblankSmushing) != 0) return left;
  if (left == font.hardblank() || right == font.hardblank()) return 0;
  if (left == right && (layout & kEqualSmushing) != 0) return left;
  const char32_t higher = higher_of(left, right, layout);
  return higher != 0 ? higher : joined(left, right, layout);
}

std::string banner(std::string_view utf8, const FigFont& font, const BannerOptions& options) {
  return Setter(font, options).set(text::code_points(utf8));
}

}  // namespace newshole::format
