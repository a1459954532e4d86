#pragma once
// A gopher server (RFC 1436): one thread, one connection a request, everything bounded
// (PROMISES.md P6).
//
// A connection that is one too many does not shut others out: of its address, or of all, the one
// that has waited longest without sending its request gives way to it. So clients that connect and
// say nothing cost honest ones nothing.

#include <chrono>
#include <cstddef>
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
  std::size_t max_per_address = 256;                ///< IPv6: of a /64
  std::chrono::milliseconds request_time{10'000};   ///< from connecting to the end of the request
  std::chrono::milliseconds answer_time{30'000};    ///< that a handler may take
  std::chrono::milliseconds write_time{30'000};     ///< in which a client must take some bytes
  std::chrono::milliseconds answer_limit{600'000};  ///< in which it must have taken all of them
  std::chrono::milliseconds linger_time{2'000};     ///< for the client to close, once it has all
  std::chrono::milliseconds drain_time{5'000};
  AddressLog addresses = AddressLog::Without;
};

class Server {
 public:
  /// `answers` and `clock` must outlive the server. Limits are kept to
  /// about a quarter of a second. Errors: Internal, Usage (a listener that is none).
  [[nodiscard]] static Result<std::unique_ptr<Server>> create(std::vector<Descriptor> listeners,
                                                              const Answers& answers,
                                                              const Clock& clock, LogSink log,
                                                              const ServerOptions& options);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;
  ~Server();

  /// Calls `readable` in `run` whenever `descriptor` (a signalfd, say; not blocking) has something
  /// to read, which it must read. The descriptor stays the caller's. Errors: Internal.
  [[nodiscard]] Status watch(int descriptor, std::function<void()> readable);

  /// Serves until it has been drained, and closes the handlers. Errors: Internal.
  [[nodiscard]] Status run();

  /// No more connections; those whose request has not come yet are closed, the others get their
  /// answers, for drain_time. A second call closes them too. From `watch`, or before `run`.
  void drain();

 private:
  class Core;
  explicit Server(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace newshole::serve
