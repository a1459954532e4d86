#pragma once
// libcurl's handles, lists and sockets with an owner each.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <curl/curl.h>

namespace newshole::fetch {

/// Ends what libcurl gave by the function that it has for that.
template <auto kFree>
struct FreeBy {
  void operator()(auto* owned) const { kFree(owned); }
};

using Easy = std::unique_ptr<CURL, FreeBy<curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, FreeBy<curl_multi_cleanup>>;
using List = std::unique_ptr<curl_slist, FreeBy<curl_slist_free_all>>;

[[nodiscard]] List list_of(std::span<const std::string> entries);

/// The sockets that libcurl has open, so that what it writes in one go leaves in few packets.
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

/// Sets options until one fails.
class Setter {
 public:
  explicit Setter(CURL* handle) : handle_(handle) {}

  template <typename Value>
  Setter& set(CURLoption option, Value value) {
    if (code_ == CURLE_OK) code_ = curl_easy_setopt(handle_, option, value);
    return *this;
  }
  [[nodiscard]] CURLcode code() const { return code_; }

 private:
  CURL* handle_;
  CURLcode code_ = CURLE_OK;
};

template <typename Value>
[[nodiscard]] Value info(CURL* handle, CURLINFO what) {
  Value value{};
  curl_easy_getinfo(handle, what, &value);
  return value;
}

}  // namespace newshole::fetch
