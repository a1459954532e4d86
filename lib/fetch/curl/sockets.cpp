#include "fetch/curl/sockets.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace newshole::fetch {

curl_socket_t Sockets::open(const curl_sockaddr& address) {
  const int made = ::socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
  if (made < 0) return CURL_SOCKET_BAD;
  open_.push_back(made);
  return made;
}

int Sockets::close(curl_socket_t socket) {
  std::erase(open_, socket);
  return ::close(socket);
}

// Without it a request a packet leaves, and this libcurl's HTTP/2 fails now and then when it writes
// many (curl issue 10591).
void Sockets::set_cork(int value) const {
#ifdef TCP_CORK
  for (const curl_socket_t socket : open_) {
    ::setsockopt(socket, IPPROTO_TCP, TCP_CORK, &value, sizeof value);
  }
#else
  static_cast<void>(value);
#endif
}

}  // namespace newshole::fetch
