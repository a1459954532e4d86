#include "fetch/network_options.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

#include <curl/curl.h>

#include "base/ascii.h"
#include "base/join.h"
#include "fetch/curl/curl_handle.h"
#include "fetch/policy/address.h"

namespace newshole::fetch {
namespace {

tl::unexpected<Error> refuse(std::string message) {
  return fail(ErrorKind::Usage, std::move(message));
}

bool is_port(std::string_view text) {
  return ascii::number(text, 1, 65535).has_value();
}

bool are_addresses(std::string_view list) {
  return std::ranges::all_of(split(list, ','),
                             [](auto each) { return parse_address(each).has_value(); });
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
  if (std::ranges::count(entry, ':') < 3) return false;
  take_field(entry);
  const std::string_view port1 = take_field(entry);
  take_field(entry);
  return (port1.empty() || is_port(port1)) && (entry.empty() || is_port(entry));
}

struct Fault {
  bool is_there;
  std::string message;
};

// To libcurl, zero means for ever.
constexpr std::chrono::milliseconds kShortestLimit{1};

bool is_proxy(const std::string& text) {
  constexpr std::array<std::string_view, 6> kSchemes = {"http",    "https",  "socks4",
                                                        "socks4a", "socks5", "socks5h"};
  const std::unique_ptr<CURLU, FreeBy<curl_url_cleanup>> handle(curl_url());
  const unsigned flags = CURLU_GUESS_SCHEME | CURLU_NON_SUPPORT_SCHEME;
  if (curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), flags) != CURLUE_OK) return false;
  const std::size_t end = text.find("://");
  return end == std::string::npos ||
         std::ranges::find(kSchemes, text.substr(0, end)) != kSchemes.end();
}

bool is_readable(const std::string& path) {
  return std::ifstream(path).peek() != std::ifstream::traits_type::eof();
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
  const bool is_endless =
      std::min<std::chrono::milliseconds>(
          {options.max_time, options.connect_timeout, options.stall_time}) < kShortestLimit;
  const std::array faults = {
      // Without the text: it may hold a password.
      Fault{!options.proxy.empty() && !is_proxy(options.proxy), "proxy: no usable proxy URL"},
      Fault{!options.cacert.empty() && !is_readable(options.cacert),
            "cacert: " + options.cacert + " cannot be read"},
      Fault{std::ranges::any_of(options.user_agent, ascii::is_control),
            "user-agent: it holds control characters"},
      Fault{is_endless, "max-time: a limit must be longer than nothing"},
      Fault{std::ranges::count(options.private_hosts, "") > 0, "private-hosts: one has no name"},
      Fault{options.max_per_host < 1 || options.max_in_flight < 1,
            "max-in-flight: nothing could be fetched"},
  };
  for (const Fault& fault : faults) {
    if (fault.is_there) return refuse(fault.message);
  }
  return check_lists(options);
}

std::vector<NamedServer> named_servers(const NetworkOptions& options) {
  std::vector<NamedServer> servers;
  for (const auto* entries : {&options.resolve, &options.connect_to}) {
    std::ranges::transform(*entries, std::back_inserter(servers), first_server);
  }
  std::ranges::transform(options.private_hosts, std::back_inserter(servers), private_server);
  return servers;
}

}  // namespace newshole::fetch
