#pragma once
// The encoding that a page names, found before the page is decoded.

#include <string_view>

#include "text/charset/encoding_labels.h"

namespace newshole::text {

/// The encoding of the first meta element of `bytes` that names one, else of the XML declaration;
/// null where there is none in the first 1024 bytes
/// (https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding). UTF-16 gives
/// UTF-8, since a page in UTF-16 could not have been read up to its meta element.
[[nodiscard]] const Encoding* prescan(std::string_view bytes);

/// The same in the first 64 KB: browsers that meet such an element later read the page again.
[[nodiscard]] const Encoding* late_prescan(std::string_view bytes);

}  // namespace newshole::text
