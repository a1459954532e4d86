#pragma once
// Bytes of a web page to UTF-8, as the WHATWG Encoding and HTML standards say.

#include <string>
#include <string_view>

namespace newshole::text {

/// `text` is valid UTF-8 without a byte order mark; what could not be decoded is U+FFFD.
/// `encoding` is the WHATWG name of what was used, lower case: "utf-8", "windows-1252".
struct Decoded {
  std::string text;
  std::string_view encoding;
};

/// Decodes a page. The label is looked for in a byte order mark, then `http_label` (the charset of
/// Content-Type, empty if there was none), then a meta element in the first 1024 bytes. Bytes that
/// are valid UTF-8 are taken as such whatever the label says, unless they are all ASCII and the
/// label names an encoding that gives ASCII another meaning. A label that the table
/// (https://encoding.spec.whatwg.org/#names-and-labels) lacks, UTF-7 among them, is ignored:
/// then a meta element later in the page counts, and without one a guess from the page's language
/// and its bytes. The same where the label is UTF-8 and nearly no byte beyond ASCII is. A
/// page that was encoded twice throughout is decoded twice, see doubled_utf8.h. Never fails.
[[nodiscard]] Decoded decode_page(std::string bytes, std::string_view http_label);

/// True if `bytes` are well-formed UTF-8 (Unicode 15, table 3-7).
[[nodiscard]] bool is_valid_utf8(std::string_view bytes);

}  // namespace newshole::text
