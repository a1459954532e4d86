#include "serve/request.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace newshole::serve {
namespace {

// The first byte of a TLS record that holds a handshake (RFC 8446 section 5.1).
constexpr char kTlsHandshake = 0x16;

constexpr std::array<std::string_view, 9> kHttpMethods = {
    "GET ", "HEAD ", "POST ", "PUT ", "DELETE ", "CONNECT ", "OPTIONS ", "TRACE ", "PATCH "};

bool is_http(std::string_view line) {
  if (line.find(" HTTP/") == std::string_view::npos) return false;
  return std::ranges::any_of(kHttpMethods,
                             [line](auto method) { return line.starts_with(method); });
}

bool is_refused(char c) {
  return c != '\t' && ascii::is_control(c);
}

Request split(std::string_view line) {
  const std::string_view selector = ascii::take_before(line, "\t");
  return {std::string(selector), std::string(line)};
}

}  // namespace

Reading read_request(std::string_view received, Input input) {
  if (received.starts_with(kTlsHandshake)) return Outcome::Tls;
  const std::size_t end = received.find('\n');
  std::string_view line = received.substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (std::ranges::any_of(line, is_refused)) return Outcome::BadRequest;
  if (line.size() > kMaxRequest) return Outcome::TooLong;
  const bool is_whole =
      end != std::string_view::npos || (input == Input::Ended && !received.empty());
  if (!is_whole) return Unfinished{};
  if (is_http(line)) return Outcome::Http;
  return split(line);
}

}  // namespace newshole::serve
