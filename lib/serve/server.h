#pragma once
// A gopher server (RFC 1436): one thread, one request a connection, with limits for everything that
// a client can use up.
//
// Where there are too many connections, another gives way to a new one (limits/seats.h): of one
// address's the one that is idle or takes nothing, of all that of an address with more than its
// share, or that takes least. So no client keeps others out, by silence or by slowness.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/error.h"
#include "serve/access_log.h"
#include "serve/answers.h"

namespace newshole::serve {

enum class AddressLog { Without, With };

struct ServerOptions {
  std::size_t max_connections = 1024;
  std::size_t max_per_address = 8;                  ///< IPv6: of a /64, here and below
  int max_requests = 10;                            ///< of an address, a second
  std::uint64_t least_rate = 200;                   ///< bytes a second that a client must take
  std::chrono::milliseconds request_time{10'000};   ///< from connecting to the end of the request
  std::chrono::milliseconds answer_time{30'000};    ///< for a handler to reply
  std::chrono::milliseconds write_time{30'000};     ///< in which a client must take some bytes
  std::chrono::milliseconds answer_limit{600'000};  ///< in which it must have taken all of them
  std::chrono::milliseconds linger_time{2'000};     ///< for the client to close, once it has all
  std::chrono::milliseconds drain_time{5'000};
  AddressLog addresses = AddressLog::Without;
};

class Server {
 public:
  /// `answers` and `clock` must outlive the server. Limits are checked four times a second. Errors:
  /// Internal, Io (a listener without an address).
  [[nodiscard]] static Result<std::unique_ptr<Server>> create(std::vector<Descriptor> listeners,
                                                              const Answers& answers,
                                                              const Clock& clock, LogSink log,
                                                              const ServerOptions& options);
  virtual ~Server() = default;

  /// `run` calls `readable` whenever there is something to read from `descriptor` (a signalfd, for
  /// example; not blocking); `readable` must read all of it. The descriptor stays the caller's.
  /// Errors: Internal.
  [[nodiscard]] virtual Status watch(int descriptor, std::function<void()> readable) = 0;

  /// Serves until it has been drained, and closes the handlers. Errors: Internal.
  [[nodiscard]] virtual Status run() = 0;

  /// Accepts no more connections and closes those that have not sent their request; the others have
  /// drain_time to get their answers. A second call closes them too. To be called by the callback
  /// of `watch`, or before `run`.
  virtual void drain() = 0;
};

}  // namespace newshole::serve
