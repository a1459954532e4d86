#pragma once
// gopher:// addresses (RFC 4266), for what is no menu: feeds.

#include <string>
#include <string_view>

#include "gopher/menu.h"

namespace newshole::gopher {

/// "gopher://HOST:PORT/TYPE" and the selector. ASCII, whatever the selector holds: all bytes but
/// RFC 3986's unreserved ones, "/" and "-._~!$&'()*+,;=:@" are percent-encoded, "?" among them,
/// since some clients take it for the start of a search. Port 70 is left out. A host with a colon
/// is an IPv6 address and gets its brackets; what may not stand in a host is percent-encoded.
[[nodiscard]] std::string gopher_url(const Server& server, ItemType type,
                                     std::string_view selector);

}  // namespace newshole::gopher
