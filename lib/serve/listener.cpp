#include "serve/listener.h"

#include <asio/ip/address.hpp>
#include <asio/ip/tcp.hpp>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace newshole::serve {
namespace {

using asio::ip::tcp;

std::string shown(const tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  const std::string port = std::to_string(endpoint.port());
  return endpoint.address().is_v6() ? "[" + address + "]:" + port : address + ":" + port;
}

int option_of(int socket, int name) {
  int value = 0;
  socklen_t size = sizeof(value);
  return ::getsockopt(socket, SOL_SOCKET, name, &value, &size) == 0 ? value : -1;
}

bool is_listening_tcp(int socket) {
  const int domain = option_of(socket, SO_DOMAIN);
  return (domain == AF_INET || domain == AF_INET6) && option_of(socket, SO_TYPE) == SOCK_STREAM &&
         option_of(socket, SO_ACCEPTCONN) == 1;
}

// SO_REUSEADDR: a server that is restarted must not wait until the kernel drops the old
// connections. IPV6_V6ONLY: so that a server can listen on "0.0.0.0" and "::" at once.
int bind_and_listen(int socket, const tcp::endpoint& endpoint) {
  const int on = 1;
  if (::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0) return -1;
  if (endpoint.address().is_v6() &&
      ::setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) != 0) {
    return -1;
  }
  if (::bind(socket, endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0) return -1;
  return ::listen(socket, SOMAXCONN);
}

}  // namespace

Result<Descriptor> listen_on(const std::string& address, int port) {
  asio::error_code error;
  const asio::ip::address numeric = asio::ip::make_address(address, error);
  if (error) return fail(ErrorKind::Usage, address + ": is no IPv4 or IPv6 address");
  const tcp::endpoint endpoint(numeric, static_cast<std::uint16_t>(port));
  Descriptor socket(::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket.is_open() || bind_and_listen(socket.get(), endpoint) != 0) {
    const int cause = errno;
    return io_error(shown(endpoint), "cannot listen", cause, ErrorKind::Usage);
  }
  return socket;
}

Result<Descriptor> adopt_listener(int descriptor) {
  Descriptor socket(descriptor);
  const std::string name = "descriptor " + std::to_string(descriptor);
  if (!is_listening_tcp(descriptor)) {
    return fail(ErrorKind::Usage, name + ": is no TCP socket that listens");
  }
  if (::fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0) {
    return io_error(name, "cannot be used", errno, ErrorKind::Usage);
  }
  return socket;
}

Result<std::string> name_of(const Descriptor& listener) {
  tcp::endpoint endpoint;
  auto size = static_cast<socklen_t>(endpoint.capacity());
  if (::getsockname(listener.get(), endpoint.data(), &size) != 0) {
    return io_error("socket", "has no address", errno, ErrorKind::Usage);
  }
  endpoint.resize(size);
  return shown(endpoint);
}

}  // namespace newshole::serve
