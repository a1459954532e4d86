#include "fetch/curl/curl_handle.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace newshole::fetch {

List list_of(std::span<const std::string> entries) {
  List list;
  for (const std::string& entry : entries) {
    curl_slist* longer = curl_slist_append(list.get(), entry.c_str());
    if (longer == nullptr) return list;
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

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
  for (const curl_socket_t socket : open_) {
    ::setsockopt(socket, IPPROTO_TCP, TCP_CORK, &value, sizeof value);
  }
}

}  // namespace newshole::fetch
