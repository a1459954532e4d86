#pragma once
// A line that names authors as words, each with what it means there in any language of
// `languages/`. Internal to this module.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace newshole::extract {

/// Bits: a word can mean several things.
enum Meaning : unsigned {
  kMeansAnd = 1U << 0U,
  kMeansBy = 1U << 1U,               ///< "by", "geschrieben von"
  kMeansAuthor = 1U << 2U,           ///< a label: "author", "著者"
  kMeansRole = 1U << 3U,             ///< "reporter", "redakteurin"
  kMeansDegree = 1U << 4U,           ///< "phd"
  kMeansParticle = 1U << 5U,         ///< small within a name: "van"
  kMeansNobody = 1U << 6U,           ///< instead of a name: "admin", "redaktion"
  kMeansNoName = 1U << 7U,           ///< words of buttons and of other lines: "share", "mehr"
  kMeansSection = 1U << 8U,          ///< "politics"
  kMeansPlace = 1U << 9U,            ///< "berlin"
  kMeansAgency = 1U << 10U,          ///< "reuters"
  kEndsNames = 1U << 11U,            ///< "published", "am"
  kMeansOutletAtItsEnd = 1U << 12U,  ///< "新聞"
  kMeansTeam = 1U << 13U             ///< "staff", "redaktion"
};

/// All meanings of `lowered`, see folded.h; 0 for any other text.
[[nodiscard]] unsigned meanings_of(std::string_view lowered);

/// True where the word joins names, or stands before them, in `language` (BCP 47).
[[nodiscard]] bool joins_names_in(std::string_view language, std::string_view lowered);
[[nodiscard]] bool means_by_in(std::string_view language, std::string_view lowered);

/// What parts a word from the one before it; the later parts more.
enum class Gap { Blank, And, Comma, Semicolon, Slash, Colon, Sign };

struct NameWord {
  std::string_view text;  ///< in the line, without the full stop of a sentence
  std::string lower;
  unsigned meanings = 0;
  Gap gap = Gap::Sign;     ///< before it
  bool has_lower = false;  ///< a letter in lower case
  bool is_lower = false;   ///< and none in upper case
  bool is_unspaced =
      false;  ///< of a script in which a name needs no blank: Chinese, Japanese, Korean
  bool ends_names = false;  ///< has a digit, or is an address
};

/// The words of a clean line; they point into it. What stands in brackets behind a word is left
/// out.
[[nodiscard]] std::vector<NameWord> name_words_of(std::string_view line);

[[nodiscard]] inline bool means(const NameWord& word, unsigned meanings) {
  return (word.meanings & meanings) != 0;
}

}  // namespace newshole::extract
