#pragma once
// Sockets that listen for clients: opened here, or handed over by a service manager.

#include <string>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::serve {

/// A socket that listens on a numeric IPv4 or IPv6 address; port 0 takes a free one. Errors
/// (Usage): "127.0.0.1:70: cannot listen: address already in use".
[[nodiscard]] Result<Descriptor> listen_on(const std::string& address, int port);

/// A socket that somebody else opened: it must be a TCP socket that listens. It becomes the
/// result's. Errors (Usage).
[[nodiscard]] Result<Descriptor> adopt_listener(int descriptor);

/// "127.0.0.1:7070", "[::1]:7070": where it listens. Errors (Usage).
[[nodiscard]] Result<std::string> name_of(const Descriptor& listener);

}  // namespace newshole::serve
