#pragma once
// Blocks of an article's body that are no part of its text, recognised by their words. Internal to
// this module.

#include <span>

#include "extract/article.h"
#include "extract/body/blocks.h"

namespace newshole::extract {

/// True for a line as pages put it around and between the paragraphs of an article: "Read more:
/// ...", "Photo: ...", "Share this story", "Published 3 May 2021". Short; prose that begins with
/// the same words is none.
[[nodiscard]] bool is_boilerplate_line(std::string_view line);

/// True for an editor's note on what was wrong or has changed: "Correction: ...". Who read the
/// first version must learn of it.
[[nodiscard]] bool opens_correction(std::string_view line);

/// True where one of the last lines asks to subscribe to read on: what is left out of the text
/// stands behind it.
[[nodiscard]] bool is_cut_off(std::span<const Block> blocks);

/// True for a heading above what follows an article: "Related stories", "Comments".
[[nodiscard]] bool opens_afterword(const Block& block);

/// The blocks of `body` without boilerplate. What a line says counts only together with where it
/// stands: prose amid prose of its own make (tag and class) stays, whatever its words are. `fields`
/// are the texts of other fields (headline, byline), which the body does not repeat; a note on one
/// of `authors` at the end goes, too. Items of lists amid the text that lead to other sites than
/// `host` (lower case; empty if not known) stay.
[[nodiscard]] std::vector<Block> without_boilerplate(Body body, std::span<const std::string> fields,
                                                     std::span<const std::string> authors,
                                                     std::string_view host);

}  // namespace newshole::extract
