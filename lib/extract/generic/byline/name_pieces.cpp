#include "extract/generic/byline/name_pieces.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kMostLeadInWords = 4;
constexpr std::string_view kEnglish = "en";

/// The number of words from `i` to before a sign, or a word that joins names or ends them.
std::size_t count_together(NameWords words, std::size_t i) {
  std::size_t end = i;
  while (end < words.size() && (end == i || words[end].gap == Gap::Blank) &&
         !means(words[end], kMeansAnd) && !words[end].ends_names)
    ++end;
  return end - i;
}

/// "Von" and "Di" are names, too: they count as "by" in their language, before whole names.
bool is_by(std::string_view phrase, NameWords rest, const NameContext& context) {
  const bool is_name_whole = count_together(rest, 0) > 1 || rest.front().is_unspaced;
  const bool is_one_word = phrase.find(' ') == std::string_view::npos;
  const bool is_own = means_by_in(context.language, phrase);
  if (context.origin == LineOrigin::Stated)
    return is_name_whole && (is_own || !is_one_word || context.language.empty());
  return is_own || !is_one_word || (context.language.empty() && is_name_whole);
}

bool is_label(NameWords rest) {
  return rest.front().gap == Gap::Colon || rest.front().gap == Gap::Slash;
}

/// "By", "Written by", "Opinion by".
bool is_english_by(std::string_view phrase, unsigned meanings) {
  constexpr unsigned kKinds = kMeansAuthor | kMeansNoName | kMeansSection | kMeansRole;
  const std::size_t last = phrase.rfind(' ');
  if ((meanings & kMeansBy) != 0) return true;
  return last != std::string_view::npos && phrase.substr(last + 1) == "by" &&
         (meanings_of(phrase.substr(0, last)) & kKinds) != 0;
}

/// `rest`, not empty, is behind the phrase.
bool is_lead_in_before(std::string_view phrase, NameWords rest, const NameContext& context) {
  const unsigned meanings = meanings_of(phrase);
  if (phrase.ends_with("by") && is_english_by(phrase, meanings)) return true;
  if ((meanings & (kMeansBy | kMeansAuthor)) == 0) return false;
  if (is_label(rest)) return true;
  if (context.origin == LineOrigin::Name || rest.front().gap != Gap::Blank) return false;
  if ((meanings & kMeansBy) != 0 && is_by(phrase, rest, context)) return true;
  const bool is_name_whole = count_together(rest, 0) > 1 || rest.front().is_unspaced;
  return (meanings & kMeansAuthor) != 0 && (meanings & kMeansBy) == 0 && is_name_whole;
}

std::size_t first_lead_in(NameWords words, const NameContext& context) {
  std::string phrase;
  std::size_t best = 0;
  for (std::size_t size = 1; size <= kMostLeadInWords && size < words.size(); ++size) {
    const NameWord& word = words[size - 1];
    if (size > 1 && word.gap != Gap::Blank) break;
    phrase.append(size == 1 ? "" : " ").append(word.lower);
    if (is_lead_in_before(phrase, words.subspan(size), context)) best = size;
  }
  return best;
}

/// Reads the pieces of a part of a line word by word.
class PieceReader {
 public:
  PieceReader(NameWords words, std::size_t begin, const NameContext& context)
      : words_(words), begin_(begin), context_(context) {
    is_in_capitals_ = std::ranges::none_of(words, &NameWord::has_lower);
  }

  NamePieces read() {
    for (std::size_t i = begin_; i < words_.size() && goes_on_; ++i) take(i);
    finish(Gap::Sign);
    return std::move(out_);
  }

 private:
  enum class Skip { No, ToAnd, ToComma };

  void take(std::size_t i) {
    const NameWord& word = words_[i];
    if (i > begin_ && word.gap == Gap::Colon) return end_at_unknown_label();
    if (i > begin_ && word.gap >= Gap::And) finish(word.gap);
    if (joins(i)) return finish(Gap::And);
    if (!goes_on_) return;
    if (word.ends_names) return end_at_date(i);
    if (skip_ != Skip::No) return;
    if (ends_names(i)) return leave_out(word);
    piece_.words.push_back(&word);
    out_.last = i;
  }

  [[nodiscard]] bool joins(std::size_t i) const {
    const NameWord& word = words_[i];
    const bool has_name = skip_ != Skip::No || !piece_.words.empty() || !out_.pieces.empty();
    const bool is_between = i + 1 < words_.size() && has_name;
    if (!means(word, kMeansAnd) || !is_between) return false;
    if (word.has_lower ? !word.is_lower : !is_in_capitals_) return false;
    const bool are_whole =
        count_together(words_, i + 1) > 1 && (skip_ != Skip::No || piece_.words.size() > 1);
    if (word.lower.size() == 1) return are_whole;  // "Ortega y Gasset"
    return are_whole || joins_names_in(context_.language, word.lower) ||
           joins_names_in(kEnglish, word.lower);
  }

  /// Lower case ends a name, unless it is a particle: "Anna van der Berg in Rom".
  [[nodiscard]] bool ends_names(std::size_t i) const {
    const NameWord& word = words_[i];
    if (is_in_capitals_ && !piece_.words.empty() && means(word, kEndsNames)) return true;
    if (!word.is_lower || is_user_name()) return false;
    const bool has_next =
        i + 1 < words_.size() && words_[i + 1].gap == Gap::Blank && !words_[i + 1].ends_names;
    return !means(word, kMeansParticle) || !has_next;
  }

  [[nodiscard]] bool is_user_name() const {
    return context_.origin != LineOrigin::Printed && words_.size() - begin_ == 1;
  }

  /// "Anna Berg for The Paper, Jörg Falk" goes on, "Anna Berg on Monday, June 2" does not.
  void leave_out(const NameWord& word) {
    const bool is_aside = piece_.words.empty() || word.lower == "for" || word.lower == "from";
    skip_ = is_aside ? Skip::ToComma : Skip::ToAnd;
    // "Ask the Doctors", "By Harvard School of Public Health".
    const bool is_one_word = piece_.words.size() == 1 && !means(word, kEndsNames);
    if (is_one_word || word.lower == "of") piece_.words.clear();
  }

  void end_at_unknown_label() {
    piece_.words.clear();
    goes_on_ = false;
  }

  /// The month before a day is no name: "Anna Berg June 2, 2025".
  void end_at_date(std::size_t i) {
    goes_on_ = false;
    auto& words = piece_.words;
    const bool is_day = ascii::is_digit(words_[i].text.front());
    const bool has_month_behind =
        i + 1 < words_.size() && words_[i + 1].gap == Gap::Blank && !words_[i + 1].ends_names;
    const bool has_month = is_day && (words.size() == 1 || (words.size() > 2 && !has_month_behind));
    if (!has_month) return;
    words.pop_back();
    if (out_.last > begin_) --out_.last;
  }

  void finish(Gap next) {
    if (!piece_.words.empty() && !is_suffix()) out_.pieces.push_back(std::move(piece_));
    if (skip_ == Skip::ToAnd && next != Gap::And) goes_on_ = false;
    piece_ = {.gap = next};
    skip_ = Skip::No;
  }

  /// "Jr." or "PhD" behind a comma belongs to the name before it.
  bool is_suffix() {
    const auto& words = piece_.words;
    if (out_.pieces.empty() || piece_.gap != Gap::Comma) return false;
    if (!std::ranges::all_of(words,
                             [](const NameWord* word) { return means(*word, kMeansDegree); }))
      return false;
    std::string& suffix = out_.pieces.back().suffix;
    for (const NameWord* word : words)
      suffix.append(word == words.front() ? ", " : " ").append(word->text);
    return true;
  }

  NameWords words_;
  std::size_t begin_;
  const NameContext& context_;
  bool is_in_capitals_ = false;
  bool goes_on_ = true;
  Skip skip_ = Skip::No;
  NamePiece piece_;
  NamePieces out_;
};

}  // namespace

LeadIn lead_in_of(NameWords words, const NameContext& context) {
  LeadIn out;
  while (const std::size_t size = first_lead_in(words.subspan(out.words), context)) {
    out.words += size;
    if (words[out.words].gap > Gap::Blank) out.label_words = out.words;
  }
  return out;
}

NamePieces name_pieces_of(NameWords words, std::size_t begin, const NameContext& context) {
  return PieceReader(words, begin, context).read();
}

}  // namespace newshole::extract
