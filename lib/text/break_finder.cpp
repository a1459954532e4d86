#include "text/break_finder.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "base/ascii.h"
#include "text/clean.h"
#include "text/plain_breaks.h"
#include "text/utf8.h"

namespace newshole::text {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

constexpr bool is_scheme_character(char c) {
  return ascii::is_alphanumeric(c) || c == '+' || c == '-' || c == '.';
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

  [[nodiscard]] bool is_empty() const { return begin_ == kNone; }

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
    while (end_ < text_.size() && is_within_url(end_)) ++end_;
  }

  // A soft hyphen must not show in an address.
  [[nodiscard]] bool is_within_url(std::size_t at) const {
    return is_url_byte(text_[at]) || text_.substr(at, kSoftHyphen.size()) == kSoftHyphen ||
           text_.substr(at, kZeroWidthSpace.size()) == kZeroWidthSpace;
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
      if (at == 0 || !ascii::is_alphanumeric(text_[at - 1])) return at;
    }
    return kNone;
  }

  std::string_view text_;
  std::size_t scheme_ = 0;
  std::size_t www_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

// "[3]"
bool begins_with_mark(std::string_view after) {
  constexpr std::size_t kMostDigits = 4;
  if (!after.starts_with('[')) return false;
  std::size_t end = 1;
  while (end < after.size() && ascii::is_digit(after[end])) ++end;
  return end > 1 && end <= 1 + kMostDigits && end < after.size() && after[end] == ']';
}

bool is_currency(char32_t c) {
  return u_charType(static_cast<UChar32>(c)) == U_CURRENCY_SYMBOL;
}

// Signs that follow their number, from U+0025 to U+2109.
bool is_sign_behind_number(char32_t c) {
  constexpr auto kSigns =
      std::to_array<char32_t>({'%', 0xB0, 0x2030, 0x2031, 0x2032, 0x2033, 0x2103, 0x2109, 0x66A});
  return std::ranges::find(kSigns, c) != kSigns.end() || is_currency(c);
}

// Signs that stand before their number: those of sections, paragraphs and numbers.
bool is_sign_before_number(char32_t c) {
  constexpr auto kSigns = std::to_array<char32_t>({0xA7, 0xB6, 0x2116});
  return std::ranges::find(kSigns, c) != kSigns.end() || is_currency(c);
}

bool is_digit(char32_t c) {
  return u_isdigit(static_cast<UChar32>(c)) != 0;
}

// In "for 5 $100 notes" the sign is that of another number.
bool is_sign_alone(std::string_view after, CodePoint sign) {
  const CodePoint next = code_point_at(after, sign.length);
  return sign.value == 0xB0 || next.length == 0 || !u_isalnum(static_cast<UChar32>(next.value));
}

// "50 %", "20 °C", "5 €"; "€ 5", "§ 12"
bool parts_number_and_sign(std::string_view before, std::string_view after) {
  if (!before.ends_with(' ')) return false;
  before = before.substr(0, before.find_last_not_of(' ') + 1);
  const CodePoint last = code_point_before(before, before.size());
  const CodePoint next = code_point_at(after, 0);
  if (is_digit(last.value)) return is_sign_behind_number(next.value) && is_sign_alone(after, next);
  if (!is_digit(next.value) || !is_sign_before_number(last.value)) return false;
  const CodePoint second = code_point_before(before, before.size() - last.length);
  return second.length == 0 || !is_digit(second.value);
}

bool is_held_together(std::string_view text, std::size_t offset) {
  // Nearly all breaks are at a blank between two letters.
  if (text[offset - 1] == ' ' && ascii::is_letter(text[offset])) return false;
  const std::string_view before = text.substr(0, offset);
  const std::string_view after = text.substr(offset);
  // U+00A0 holds on both sides. UAX #14 lets a line end between a hyphen and it (LB12a), which
  // would part a footnote mark from its word.
  return after.starts_with(kNoBreakSpace) || before.ends_with(kNoBreakSpace) ||
         begins_with_mark(after) || parts_number_and_sign(before, after);
}

void remove_held(std::string_view text, std::vector<std::size_t>& breaks) {
  UrlRuns urls(text);
  const bool has_urls = !urls.is_empty();
  std::erase_if(breaks, [&](std::size_t offset) {
    if (offset == text.size() || text[offset - 1] == '\n') return false;
    const bool is_in_url = has_urls && urls.holds(offset);
    if (text.substr(0, offset).ends_with(kZeroWidthSpace)) return false;
    return is_in_url || is_held_together(text, offset);
  });
}

constexpr bool is_name_character(char c) {
  return ascii::is_lower(c) || ascii::is_digit(c) || c == '_' || c == '-';
}

// A time of day has no letter.
bool is_name(std::string_view between_colons) {
  return std::ranges::all_of(between_colons, is_name_character) &&
         std::ranges::any_of(between_colons, ascii::is_lower);
}

// ":fire:" behind a blank or another name.
std::vector<std::size_t> beginnings_of_names(std::string_view text) {
  std::vector<std::size_t> beginnings;
  std::size_t behind_name = kNone;
  for (std::size_t colon = text.find(':'); colon != kNone;) {
    const std::size_t closing = text.find(':', colon + 1);
    if (closing == kNone) break;
    if (!is_name(text.substr(colon + 1, closing - colon - 1))) {
      colon = closing;
      continue;
    }
    const bool is_behind_blank = colon != 0 && text[colon - 1] == ' ';
    if (is_behind_blank || colon == behind_name) beginnings.push_back(colon);
    behind_name = closing + 1;
    colon = text.find(':', behind_name);
  }
  return beginnings;
}

// UAX #14 takes the colon for the end of what stands before it (LB13), over blanks too, so that a
// row of emoji that are spelt out would be one word.
void add_names(std::string_view text, std::vector<std::size_t>& breaks) {
  const std::vector<std::size_t> names = beginnings_of_names(text);
  if (names.empty()) return;
  const auto found = static_cast<std::ptrdiff_t>(breaks.size());
  breaks.insert(breaks.end(), names.begin(), names.end());
  std::inplace_merge(breaks.begin(), breaks.begin() + found, breaks.end());
  // Not std::ranges::unique: clang 14 cannot compile that of libstdc++ 12.
  breaks.erase(std::unique(breaks.begin(), breaks.end()), breaks.end());
}

}  // namespace

struct BreakFinder::Rules {
  explicit Rules(std::unique_ptr<icu::BreakIterator> owned) : iterator(std::move(owned)) {}

  void find(std::string_view utf8, std::vector<std::size_t>& breaks) {
    breaks.clear();
    UErrorCode status = U_ZERO_ERROR;
    text.adoptInstead(utext_openUTF8(text.orphan(), utf8.data(),
                                     static_cast<std::int64_t>(utf8.size()), &status));
    iterator->setText(text.getAlias(), status);
    if (U_FAILURE(status) == 0) {
      for (auto at = iterator->next(); at != icu::BreakIterator::DONE; at = iterator->next())
        breaks.push_back(static_cast<std::size_t>(at));
    }
    const bool is_ended = utf8.empty() || (!breaks.empty() && breaks.back() == utf8.size());
    if (!is_ended) breaks.push_back(utf8.size());
  }

  std::unique_ptr<icu::BreakIterator> iterator;
  icu::LocalUTextPointer text;
};

BreakFinder::BreakFinder(std::unique_ptr<Rules> rules) : rules_(std::move(rules)) {}
BreakFinder::BreakFinder(BreakFinder&&) noexcept = default;
BreakFinder& BreakFinder::operator=(BreakFinder&&) noexcept = default;
BreakFinder::~BreakFinder() = default;

Result<BreakFinder> BreakFinder::create() {
  UErrorCode status = U_ZERO_ERROR;
  // Not getRoot(), which returns a null reference where memory is refused.
  std::unique_ptr<icu::BreakIterator> iterator(
      icu::BreakIterator::createLineInstance(icu::Locale(""), status));
  if (U_FAILURE(status) != 0 || !iterator) {
    return fail(ErrorKind::Internal, std::string("line break rules: ") + u_errorName(status));
  }
  return BreakFinder(std::make_unique<Rules>(std::move(iterator)));
}

const std::vector<std::size_t>& BreakFinder::find(std::string_view clean) {
  if (!find_plain_breaks(clean, breaks_)) rules_->find(clean, breaks_);
  add_names(clean, breaks_);
  remove_held(clean, breaks_);
  return breaks_;
}

const std::vector<std::size_t>& BreakFinder::find_by_rules_alone(std::string_view utf8) {
  rules_->find(utf8, breaks_);
  return breaks_;
}

}  // namespace newshole::text
