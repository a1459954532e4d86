#pragma once
// What a record holds: a page as its server sent it, or something else.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "fetch/page.h"
#include "fetch/warc/record.h"

namespace newshole::fetch::warc {

/// Why a record that is as it should be gives no page.
enum class Passed {
  Request,
  Information,  ///< warcinfo, metadata, the first record of an ARC
  Revisit,      ///< the page is the same as one that was stored elsewhere
  Conversion,   ///< made of a page by somebody else
  Other,        ///< another type of record, or an address that is not of the web
  Redirect,     ///< status 3xx
  NoAnswer,     ///< another status than 200
  NoHtml,
  Empty,  ///< no body
};

/// Their names for a person, in the plural.
inline constexpr auto kPassedNames = std::to_array<std::string_view>(
    {"requests", "records about the archive", "revisits", "conversions", "others", "redirects",
     "errors of servers", "other media types", "empty bodies"});

/// A page as it is stored, with what undoes its codings.
struct StoredPage {
  url::Url url;
  std::string content_type;  ///< empty: unknown, or one that says nothing
  std::vector<std::string> codings;
  bool is_chunked = false;  ///< as its header says, which need not be so
  Preferences preferences;
  std::string body;
};

using Content = std::variant<StoredPage, Passed, Error>;

/// By its headers alone. Only a body that may be a page is copied. Errors: Io (it is no
/// answer of HTTP; its address is none; its crawler did not keep all of it), TooLarge.
[[nodiscard]] Content content_of(const Record& record);

/// Undoes the codings of the body, as far as they are still there, up to `most` bytes. A page of
/// unknown type must begin as HTML does; one of which other bytes are known is none. Errors:
/// TooLarge, Io.
[[nodiscard]] std::variant<Page, Passed, Error> page_of(StoredPage stored, std::size_t most);

}  // namespace newshole::fetch::warc
