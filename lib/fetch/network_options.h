#pragma once
// The network options of the command line, checked before libcurl, which finds faults late.

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"

namespace newshole::fetch {

/// Whether max_time counts the rest that a server asks for (Retry-After).
enum class Rests { Apart, Counted };

/// How long a fetcher lives, and so what it does with a host in trouble.
enum class Life {
  /// For one run: the host gets no further request; nothing starts after max_run.
  Run,
  /// On and on, without max_run. A host that fails five times in a row (it cannot be reached or
  /// verified, is too slow, answers 429 or 503), or asks for a rest, is left alone for a minute, or
  /// as long as it asks but for at most a day: a request whose deadline comes sooner gets that as
  /// its error at once.
  Service
};

/// Options that carry curl's names have curl's meaning.
struct NetworkOptions {
  std::string proxy;                    ///< empty: none, whatever the environment says
  std::string cacert;                   ///< a PEM file; empty: the system's store (CAPATH)
  std::vector<std::string> resolve;     ///< HOST:PORT:ADDRESS
  std::vector<std::string> connect_to;  ///< HOST1:PORT1:HOST2:PORT2
  std::string user_agent;               ///< empty: newshole/VERSION
  /// One page, its redirects, retries and the pauses between them included; see `rests`.
  std::chrono::milliseconds max_time{30'000};
  Rests rests = Rests::Apart;
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::seconds stall_time{15};          ///< below 200 bytes a second for so long
  std::size_t max_body = std::size_t{8} << 20;  ///< bytes after decompression
  std::size_t max_headers = std::size_t{128} << 10;
  int max_redirects = 5;               ///< http and https only, never https to http
  std::size_t max_per_host = 6;        ///< requests in flight to one host
  std::size_t max_in_flight = 24;      ///< and to all
  std::chrono::milliseconds pause{0};  ///< between the starts of two requests to one host
  /// The same of some hosts, by name, in its place.
  std::map<std::string, std::chrono::milliseconds, std::less<>> pauses;
  int max_retries = 3;                          ///< of what may succeed later
  std::chrono::milliseconds retry_pause{1000};  ///< before the first, doubled with each
  std::chrono::seconds max_run{600};            ///< no pause reaches, and no request starts, beyond
                                                ///< this since `create`
  /// Hosts that may have private, loopback or link-local addresses and ports other than 80 and 443.
  /// What `resolve` and `connect_to` name may too; a proxy may be anywhere.
  std::vector<std::string> private_hosts;
};

/// A source of chance: gives a number from 0 to below 1.
using Jitter = std::function<double()>;

/// A wait of over a second with no request in flight.
struct Wait {
  std::string host;  ///< without a port
  std::chrono::seconds time;
  std::string cause;  ///< "answered 429"; empty: the pause between two requests
};
using OnWait = std::function<void(const Wait& wait)>;

/// Errors: Usage, naming the option.
[[nodiscard]] Status check_options(const NetworkOptions& options);

/// A server as an option names it.
struct NamedServer {
  std::string host;  ///< lower case, IPv6 in brackets; empty: any
  std::string port;  ///< empty: any
};

/// Those that `resolve`, `connect_to` and `private_hosts` name.
[[nodiscard]] std::vector<NamedServer> named_servers(const NetworkOptions& options);

}  // namespace newshole::fetch
