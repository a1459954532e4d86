#pragma once
// What HTTP does to a body on its way, undone as far as whoever stored it has not. Internal to this
// module.

#include <cstddef>
#include <span>
#include <string>

#include "base/error.h"

namespace newshole::fetch::warc {

/// The chunks (RFC 9112 section 7.1) of a body as one; a body that does not begin with a chunk as
/// it is. Errors (Io): a chunk is cut off or none.
[[nodiscard]] Result<std::string> without_chunks(std::string body);

/// Undoes content codings, the last one first: gzip, deflate, br, zstd. A body that does not have
/// the coding any more, and names that no coding has, are passed over. Errors: TooLarge (more than
/// `most` bytes, or more than five codings), Io (it is damaged or cut).
[[nodiscard]] Result<std::string> without_codings(std::string body,
                                                  std::span<const std::string> codings,
                                                  std::size_t most);

}  // namespace newshole::fetch::warc
