#pragma once
// Sockets that listen for clients: opened here, or by a service manager.

#include <string>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::serve {

/// A socket that listens on a numeric IPv4 or IPv6 address; port 0 takes a free one. Errors
/// (Usage): "127.0.0.1:70: cannot listen: address already in use".
[[nodiscard]] Result<Descriptor> listen_on(const std::string& address, int port);

/// Takes ownership of a socket that another process opened. It must be a TCP socket that listens.
/// Errors (Usage).
[[nodiscard]] Result<Descriptor> adopt_listener(int descriptor);

/// The address and port that a socket listens on: "127.0.0.1:7070", "[::1]:7070". Errors (Usage).
[[nodiscard]] Result<std::string> name_of(const Descriptor& listener);

}  // namespace newshole::serve
