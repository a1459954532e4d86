#include "gopher/gopher_url.h"

#include "base/ascii.h"
#include "base/percent.h"

namespace newshole::gopher {
namespace {

// RFC 3986 sections 2.2 and 2.3: characters that a path segment and a host name may both hold.
constexpr std::string_view kMarks = "-._~!$&'()*+,;=";
constexpr int kDefaultPort = 70;

/// `bytes` with %XX for any character that is neither unreserved, a sub-delimiter nor in `also`.
std::string encoded_in_url(std::string_view bytes, std::string_view also) {
  return percent::encoded(bytes, [also](char c) {
    return ascii::is_alphanumeric(c) || kMarks.find(c) != std::string_view::npos ||
           also.find(c) != std::string_view::npos;
  });
}

std::string authority(std::string_view host) {
  if (host.find(':') == std::string_view::npos) return encoded_in_url(host, "");
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return "[" + encoded_in_url(host, ":") + "]";
}

}  // namespace

std::string gopher_url(const Server& server, ItemType type, std::string_view selector) {
  std::string url = "gopher://" + authority(server.host);
  if (server.port != kDefaultPort) url += ":" + std::to_string(server.port);
  url += '/';
  url += static_cast<char>(type);
  return url + encoded_in_url(selector, "/:@");
}

}  // namespace newshole::gopher
