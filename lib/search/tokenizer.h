#pragma once
// How text becomes the tokens of the search index, and a query's words too.
//
// Words are those of FTS5's unicode61: runs of letters and digits, without regard to case,
// diacritics and forms of one character (text/folding.h). Chinese, Japanese and Korean text has no
// blanks between words, so a run of it gives each pair of neighbouring characters, and its last one
// alone: any word of two characters or more is found, wherever it stands, and one character as the
// beginning of a pair. Other scripts that write without blanks (Thai, Lao, Khmer, Burmese) are not
// taken apart: in them only a text between two signs that are no letters is found.

#include "base/error.h"

struct fts5_api;
struct sqlite3;

namespace newshole::search {

/// Its name in `tokenize=`.
inline constexpr std::string_view kSearchTokenizer = "newshole";

/// Registers the tokenizer with a connection; once for each. Errors: Internal (an SQLite without
/// FTS5).
[[nodiscard]] Status add_search_tokenizer(sqlite3* connection);

/// FTS5's functions as a connection hands them out; null where it has none. Lives as long as the
/// connection.
[[nodiscard]] fts5_api* fts5_api_of(sqlite3* connection);

/// Whether the character can be part of a token: a letter, a digit or a sign that stands for a
/// word.
[[nodiscard]] bool is_searchable(char32_t c);

/// Whether `text` (UTF-8) ends in a character that the index has only as a part of pairs, and whose
/// other part is not in `text`: it is to be looked for as the beginning of a pair.
[[nodiscard]] bool ends_in_part_of_pair(std::string_view text);

}  // namespace newshole::search
