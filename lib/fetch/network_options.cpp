#include "fetch/network_options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <curl/curl.h>

#include "base/ascii.h"
#include "fetch/policy/address.h"

namespace newshole::fetch {
namespace {

tl::unexpected<Error> refuse(std::string message) {
  return fail(ErrorKind::Usage, std::move(message));
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, port);
  return error == std::errc() && stopped == end && port >= 1 && port <= 65535;
}

bool are_addresses(std::string_view list) {
  while (true) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (!parse_address(list.substr(0, comma))) return false;
    if (comma == list.size()) return true;
    list.remove_prefix(comma + 1);
  }
}

/// Takes what stands before the next colon that is in no brackets, and the colon.
std::string_view take_field(std::string_view& rest) {
  const std::size_t bracket = rest.starts_with('[') ? rest.find(']') : 0;
  const std::size_t colon = std::min(rest.find(':', bracket), rest.size());
  const std::string_view field = rest.substr(0, colon);
  rest.remove_prefix(std::min(colon + 1, rest.size()));
  return field;
}

bool is_resolve_entry(std::string_view entry) {
  if (entry.starts_with('+')) entry.remove_prefix(1);
  const std::string_view host = take_field(entry);
  const std::string_view port = take_field(entry);
  return !host.empty() && !host.starts_with('-') && is_port(port) && are_addresses(entry);
}

// Empty fields stand for "any" and "the same" (curl's manual).
bool is_connect_to_entry(std::string_view entry) {
  if (std::count(entry.begin(), entry.end(), ':') < 3) return false;
  take_field(entry);
  const std::string_view port1 = take_field(entry);
  take_field(entry);
  return (port1.empty() || is_port(port1)) && (entry.empty() || is_port(entry));
}

struct CloseUrl {
  void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
};

bool is_proxy(const std::string& text) {
  constexpr std::array<std::string_view, 6> kSchemes = {"http",    "https",  "socks4",
                                                        "socks4a", "socks5", "socks5h"};
  const std::unique_ptr<CURLU, CloseUrl> handle(curl_url());
  const unsigned flags = CURLU_GUESS_SCHEME | CURLU_NON_SUPPORT_SCHEME;
  if (curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), flags) != CURLUE_OK) return false;
  const std::size_t end = text.find("://");
  return end == std::string::npos ||
         std::find(kSchemes.begin(), kSchemes.end(), text.substr(0, end)) != kSchemes.end();
}

bool is_readable(const std::string& path) {
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rbe"));
  return file != nullptr && std::fgetc(file.get()) != EOF;
}

bool is_control(char c) {
  return (c >= 0 && c < ' ') || c == '\x7f';
}

bool is_header_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), is_control);
}

NamedServer first_server(std::string_view entry) {
  if (entry.starts_with('+')) entry.remove_prefix(1);
  const std::string_view host = take_field(entry);
  const std::string_view port = take_field(entry);
  return {.host = host == "*" ? std::string() : ascii::lowered(host), .port = std::string(port)};
}

NamedServer private_server(const std::string& host) {
  const bool is_bare_v6 = host.find(':') != std::string::npos && !host.starts_with('[');
  return {.host = is_bare_v6 ? "[" + ascii::lowered(host) + "]" : ascii::lowered(host)};
}

Status check_limits(const NetworkOptions& options) {
  // To libcurl, zero means for ever.
  if (options.max_time.count() < 1 || options.connect_timeout.count() < 1 ||
      options.stall_time.count() < 1) {
    return refuse("max-time: a limit must be longer than nothing");
  }
  if (std::count(options.private_hosts.begin(), options.private_hosts.end(), "") > 0) {
    return refuse("private-hosts: one has no name");
  }
  if (options.max_per_host < 1 || options.max_in_flight < 1) {
    return refuse("max-in-flight: nothing could be fetched");
  }
  return {};
}

Status check_lists(const NetworkOptions& options) {
  for (const std::string& entry : options.resolve) {
    if (!is_resolve_entry(entry)) return refuse("resolve: " + entry + " is no HOST:PORT:ADDRESS");
  }
  for (const std::string& entry : options.connect_to) {
    if (!is_connect_to_entry(entry)) {
      return refuse("connect-to: " + entry + " is no HOST1:PORT1:HOST2:PORT2");
    }
  }
  return {};
}

}  // namespace

Status check_options(const NetworkOptions& options) {
  // Without the text: it may hold a password.
  if (!options.proxy.empty() && !is_proxy(options.proxy)) {
    return refuse("proxy: no usable proxy URL");
  }
  if (!options.cacert.empty() && !is_readable(options.cacert)) {
    return refuse("cacert: " + options.cacert + " cannot be read");
  }
  if (!is_header_value(options.user_agent)) {
    return refuse("user-agent: it holds control characters");
  }
  if (Status limits = check_limits(options); !limits) return limits;
  return check_lists(options);
}

std::vector<NamedServer> named_servers(const NetworkOptions& options) {
  std::vector<NamedServer> servers;
  for (const auto* entries : {&options.resolve, &options.connect_to}) {
    std::transform(entries->begin(), entries->end(), std::back_inserter(servers), first_server);
  }
  std::transform(options.private_hosts.begin(), options.private_hosts.end(),
                 std::back_inserter(servers), private_server);
  return servers;
}

}  // namespace newshole::fetch
