#pragma once
// The sockets that libcurl has open, so that what it writes in one go leaves in few packets.

#include <vector>

#include <curl/curl.h>

namespace newshole::fetch {

class Sockets {
 public:
  /// CURL_SOCKET_BAD if there is none to be had.
  [[nodiscard]] curl_socket_t open(const curl_sockaddr& address);
  /// As CURLOPT_CLOSESOCKETFUNCTION returns it.
  int close(curl_socket_t socket);

  /// Until `release`, only full packets leave.
  void hold() const { set_cork(1); }
  void release() const { set_cork(0); }

 private:
  void set_cork(int value) const;
  std::vector<curl_socket_t> open_;
};

}  // namespace newshole::fetch
