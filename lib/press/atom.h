#pragma once
// Stories as a feed: Atom (RFC 4287), with whole texts where they are known.

#include <string>
#include <string_view>

#include "extract/article.h"

namespace newshole::press {

/// Title and id (an address) of a feed: what stands before its entries.
[[nodiscard]] std::string atom_head(std::string_view title, std::string_view id);

/// What stands behind `entries`, which are those of this module: the latest time of them.
[[nodiscard]] std::string atom_tail(std::string_view entries);

/// The entry of an article, its text as HTML. Its id is the story's address, so that it stays the
/// same from run to run. Times are UTC; a story without any has none, which readers take for the
/// time at which they first see it.
[[nodiscard]] std::string atom_entry(const extract::Article& article);

/// The same of a story that a list states: its summary.
[[nodiscard]] std::string atom_entry(const extract::Story& story);

}  // namespace newshole::press
