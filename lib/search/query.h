#pragma once
// A query as a reader types it: words, all of which have to be in a story, "phrases", prefixes* and
// -words that must not be in it. Any other bytes are words too, or no query.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace newshole::search {

/// More terms are not looked for.
inline constexpr std::size_t kMostSearchTerms = 16;

/// Too many words start with a shorter prefix to gather them while a reader waits.
inline constexpr std::ptrdiff_t kShortestPrefix = 3;

/// More bytes of a query are not read.
inline constexpr std::size_t kMostQueryBytes = 1000;

/// A word or a phrase: clean UTF-8 with a letter or a digit in it.
struct Term {
  enum class Match { Whole, Prefix };
  enum class Sign { Wanted, Unwanted };

  std::string text;
  Match match = Match::Whole;
  Sign sign = Sign::Wanted;

  friend bool operator==(const Term&, const Term&) = default;
};

struct Query {
  std::string words;        ///< as they were typed: clean UTF-8, one line
  std::vector<Term> terms;  ///< at least one is wanted
  bool is_cut = false;      ///< there were more than are looked for

  friend bool operator==(const Query&, const Query&) = default;
};

/// Typed bytes as one line of clean UTF-8 (text/clean.h). Bytes that are no UTF-8 are
/// windows-1252, as old clients send it; control characters count as blanks.
[[nodiscard]] std::string clean_words(std::string_view bytes);

/// Reads a query of any bytes. Gives nothing where no word is wanted, or a quotation mark lacks its
/// pair. A word without a letter or a digit is skipped; a prefix of fewer than kShortestPrefix
/// letters counts as a whole word.
[[nodiscard]] std::optional<Query> parse_query(std::string_view bytes);

/// The query in the language of FTS5, in which every term is a quoted string: no word of a reader
/// is an operator, a column or a function there.
[[nodiscard]] std::string to_fts5(const Query& query);

}  // namespace newshole::search
