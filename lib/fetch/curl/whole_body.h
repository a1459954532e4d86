#pragma once
// Cut bodies that libcurl takes for whole ones.

#include "base/error.h"

namespace newshole::fetch {

/// How an answer said where its body ends (RFC 9112 section 6).
struct Framing {
  bool lengths_differ = false;   ///< several Content-Length fields that disagree
  bool ends_with_close = false;  ///< only the end of the connection ended the body
  bool compressed = false;       ///< a compressed stream may stop early inside a whole message
};

/// Errors: Truncated. `body` is decompressed. Plain text may end anywhere. A page must not be
/// empty; one that only its own end can vouch for must hold the end tag of html, a compressed one
/// too if it holds the start tag, else at least end with a tag.
[[nodiscard]] Status check_whole(const Framing& framing, std::string_view body,
                                 std::string_view content_type);

}  // namespace newshole::fetch
