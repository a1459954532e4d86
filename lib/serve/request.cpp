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
  return std::any_of(kHttpMethods.begin(), kHttpMethods.end(),
                     [line](std::string_view method) { return line.starts_with(method); });
}

bool is_refused(char c) {
  return c != '\t' && ascii::is_control(c);
}

std::string_view without_cr(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Request split(std::string_view line) {
  const std::size_t tab = line.find('\t');
  if (tab == std::string_view::npos) return {std::string(line), {}};
  return {std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))};
}

bool is_whole(std::string_view received, std::size_t end, Input input) {
  return end != std::string_view::npos || (input == Input::Ended && !received.empty());
}

}  // namespace

Reading read_request(std::string_view received, Input input) {
  if (received.starts_with(kTlsHandshake)) return Refusal::Tls;
  const std::size_t end = received.find('\n');
  const std::string_view line = without_cr(received.substr(0, end));
  if (std::any_of(line.begin(), line.end(), is_refused)) return Refusal::Binary;
  if (line.size() > kMaxRequest) return Refusal::TooLong;
  if (!is_whole(received, end, input)) return Unfinished{};
  if (is_http(line)) return Refusal::Http;
  return split(line);
}

}  // namespace newshole::serve
