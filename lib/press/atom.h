#pragma once
// Stories as a feed: Atom (RFC 4287), with whole texts where they are known.

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "extract/article.h"

namespace newshole::press {

/// A feed of `entries`, which are those of this module; its time is the latest of them. `address`
/// is that of the list, and the feed's id; a name that is no address, of a file say, gives the same
/// id each time, too.
[[nodiscard]] std::string atom_feed(std::string_view title, const std::string& address,
                                    std::string_view entries);

/// The entry of an article, its text as HTML. Its id is the story's address, so that it stays the
/// same from run to run. Times are UTC. An entry has always an `updated`, and the same one as long
/// as its story does not change: the time that the article states, else `listed`, that of its list,
/// else the day in its address, else the beginning of 1970.
[[nodiscard]] std::string atom_entry(const extract::Article& article,
                                     std::optional<UtcTime> listed = {});

/// The same of a story that a list states: its summary; a day that it states is its time.
[[nodiscard]] std::string atom_entry(const extract::Story& story);

}  // namespace newshole::press
