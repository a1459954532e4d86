#include "extract/generic/byline/name_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <unordered_map>
#include <utility>

#include <unicode/uchar.h>

#include "base/ascii.h"
#include "extract/generic/folded.h"
#include "extract/languages/language_words.h"
#include "text/utf8.h"

namespace newshole::extract {
namespace {

using Phrases = std::span<const LocalPhrase>;

struct Table {
  Meaning meaning;
  Phrases phrases;
};

constexpr auto kTables = std::to_array<Table>({
    {kMeansAnd, language_words::kAnd},
    {kMeansBy, language_words::kBy},
    {kMeansAuthor, language_words::kAuthor},
    {kMeansRole, language_words::kRoles},
    {kMeansDegree, language_words::kDegrees},
    {kMeansParticle, language_words::kParticles},
    {kMeansNobody, language_words::kNoNames},
    {kMeansNoName, language_words::kNotInNames},
    {kMeansSection, language_words::kSections},
    {kMeansPlace, language_words::kPlaces},
    {kMeansAgency, language_words::kAgencies},
    {kEndsNames, language_words::kAfterNames},
    {kMeansTeam, language_words::kTeams},
    {kMeansOutletAtItsEnd, language_words::kOutletEndings},
});

std::unordered_map<std::string_view, unsigned> all_meanings() {
  std::unordered_map<std::string_view, unsigned> out;
  for (const auto& [meaning, phrases] : kTables) {
    for (const LocalPhrase& phrase : phrases) out[phrase.text] |= meaning;
  }
  return out;
}

/// "nb" and "nn" are Norwegian.
bool is_language(std::string_view page, std::string_view language) {
  page = page.substr(0, page.find_first_of("-_"));
  if (ascii::equals_folded(page, "nb") || ascii::equals_folded(page, "nn")) page = "no";
  return ascii::equals_folded(page, language);
}

bool is_in(Phrases phrases, std::string_view language, std::string_view text) {
  return std::ranges::any_of(phrases, [&](const LocalPhrase& phrase) {
    return phrase.text == text && is_language(language, phrase.language);
  });
}

struct Sign {
  char32_t code;
  Gap gap;
};

constexpr auto kSigns = std::to_array<Sign>({
    {'&', Gap::And},          {'+', Gap::And},         {0xff06, Gap::And},  {',', Gap::Comma},
    {0x3001, Gap::Comma},     {0xff0c, Gap::Comma},    {0x60c, Gap::Comma}, {';', Gap::Semicolon},
    {0xff1b, Gap::Semicolon}, {0x61b, Gap::Semicolon}, {'/', Gap::Slash},   {0xff0f, Gap::Slash},
    {':', Gap::Colon},        {0xff1a, Gap::Colon},    {'|', Gap::Sign},    {0xff5c, Gap::Sign},
    {0x2022, Gap::Sign},      {0x22c5, Gap::Sign},     {0x203a, Gap::Sign}, {0xbb, Gap::Sign},
    {'(', Gap::Sign},         {')', Gap::Sign},        {0xff08, Gap::Sign}, {0xff09, Gap::Sign},
    {'[', Gap::Sign},         {']', Gap::Sign},        {0x3010, Gap::Sign}, {0x3011, Gap::Sign},
    {'<', Gap::Sign},         {'>', Gap::Sign},        {'=', Gap::Sign},    {0xff1d, Gap::Sign},
    {'*', Gap::Sign},         {'#', Gap::Sign},        {0x25cf, Gap::Sign}, {0x25a0, Gap::Sign},
    {0x2026, Gap::Sign},      {0x2192, Gap::Sign},     {0x2014, Gap::Sign}, {0x2015, Gap::Sign},
});

/// These part words only beside a blank: "Anna Berg - Politik", but "Anne-Marie".
constexpr auto kSignsBesideBlanks = std::to_array<char32_t>({'-', 0x2013, 0xb7, 0x30fb, '~'});

bool is_blank(char32_t c) {
  return c <= ' ' || c == 0xa0 || c == 0x3000;
}

/// Scripts in which a name needs no blank.
bool is_unspaced(char32_t c) {
  return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
         (c >= 0xac00 && c <= 0xd7af);
}

/// Without the full stop of a sentence; that of "Jr." and "M.D." stays.
std::string_view without_stop(std::string_view word) {
  constexpr std::size_t kLongestAbbreviation = 4;
  if (!word.ends_with('.') || word.size() <= kLongestAbbreviation) return word;
  const std::string_view rest = word.substr(0, word.size() - 1);
  return rest.find('.') == std::string_view::npos ? rest : word;
}

NameWord word_of(std::string_view text, Gap gap) {
  text = without_stop(text);
  NameWord word{.text = text, .lower = lowered(text), .gap = gap};
  word.meanings = meanings_of(word.lower);
  bool has_upper = false;
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint point = text::code_point_at(text, at);
    const auto code = static_cast<UChar32>(point.value);
    const bool is_upper = u_isupper(code) != 0 || u_istitle(code) != 0;
    has_upper = has_upper || is_upper;
    word.has_lower = word.has_lower || u_islower(code) != 0;
    word.is_unspaced = word.is_unspaced || is_unspaced(point.value);
    word.ends_names = word.ends_names || u_isdigit(code) != 0 || point.value == '@';
    at += std::max<std::size_t>(point.length, 1);
  }
  word.is_lower = word.has_lower && !has_upper;
  word.ends_names = word.ends_names || word.lower.starts_with("www.");
  return word;
}

/// Cuts a line into words.
class WordReader {
 public:
  explicit WordReader(std::string_view line) : line_(line) {}

  std::vector<NameWord> read() {
    while (at_ < line_.size()) {
      const text::CodePoint point = text::code_point_at(line_, at_);
      const std::size_t length = std::max<std::size_t>(point.length, 1);
      if (is_blank(point.value)) {
        finish();
      } else if (const auto gap = gap_of(point.value, length)) {
        finish();
        gap_ = std::max(gap_, *gap);
        if (skip_remark(point.value)) continue;
      } else if (begin_ == std::string_view::npos) {
        begin_ = at_;
      }
      at_ += length;
    }
    finish();
    return std::move(words_);
  }

 private:
  void finish() {
    if (begin_ == std::string_view::npos) return;
    words_.push_back(word_of(line_.substr(begin_, at_ - begin_), gap_));
    begin_ = std::string_view::npos;
    gap_ = Gap::Blank;
  }

  [[nodiscard]] std::optional<Gap> gap_of(char32_t code, std::size_t length) const {
    if (std::ranges::find(kSignsBesideBlanks, code) != kSignsBesideBlanks.end()) {
      const bool is_first = at_ == 0 || begin_ == std::string_view::npos;
      const bool is_last = at_ + length >= line_.size() || line_[at_ + length] == ' ';
      return is_first || is_last ? std::optional(Gap::Sign) : std::nullopt;
    }
    const auto* const sign = std::ranges::find(kSigns, code, &Sign::code);
    return sign == kSigns.end() ? std::nullopt : std::optional(sign->gap);
  }

  /// "Anna Berg (Text) und Jörg Falk": brackets behind a name hold a remark.
  bool skip_remark(char32_t code) {
    if ((code != '(' && code != 0xff08) || words_.empty()) return false;
    const std::size_t end = line_.find(code == '(' ? ")" : "\uff09", at_);
    if (end == std::string_view::npos) return false;
    gap_ = Gap::Blank;
    at_ = end + (code == '(' ? 1 : 3);
    return true;
  }

  std::string_view line_;
  std::size_t at_ = 0;
  std::size_t begin_ = std::string_view::npos;
  Gap gap_ = Gap::Sign;
  std::vector<NameWord> words_;
};

}  // namespace

unsigned meanings_of(std::string_view lowered) {
  static const auto kMeanings = all_meanings();
  const auto found = kMeanings.find(lowered);
  return found == kMeanings.end() ? 0 : found->second;
}

bool joins_names_in(std::string_view language, std::string_view lowered) {
  return is_in(language_words::kAnd, language, lowered);
}

bool means_by_in(std::string_view language, std::string_view lowered) {
  return is_in(language_words::kBy, language, lowered);
}

std::vector<NameWord> name_words_of(std::string_view line) {
  return WordReader(line).read();
}

}  // namespace newshole::extract
