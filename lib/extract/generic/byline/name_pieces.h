#pragma once
// Which words of a line belong together and may be a name. Internal to this module.

#include <cstddef>

#include "extract/generic/byline/name_line.h"
#include "extract/generic/byline/name_words.h"

namespace newshole::extract {

using NameWords = std::span<const NameWord>;

/// "By ", "Text: ", "Ein Kommentar von " at the beginning of a part of a line.
struct LeadIn {
  std::size_t words = 0;        ///< all of it
  std::size_t label_words = 0;  ///< of these up to a colon or another sign
};
[[nodiscard]] LeadIn lead_in_of(NameWords words, const NameContext& context);

/// Words in a row that may be a name.
struct NamePiece {
  std::vector<const NameWord*> words;
  Gap gap = Gap::Sign;  ///< before it
  std::string suffix;   ///< ", Jr."
  bool is_place = false;
  bool had_role = false;
};

struct NamePieces {
  std::vector<NamePiece> pieces;
  std::size_t last = 0;  ///< of the words, the last that is in a piece
};

/// The pieces of a part of a line from its word `begin` on, up to where it says something else.
[[nodiscard]] NamePieces name_pieces_of(NameWords words, std::size_t begin,
                                        const NameContext& context);

}  // namespace newshole::extract
