#pragma once
// One connection: a request, its answer, and the wait for the client to close. Part of the server.

#include <array>
#include <asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "serve/access_log.h"
#include "serve/answers.h"
#include "serve/limits/seats.h"
#include "serve/limits/token_buckets.h"
#include "serve/server.h"

namespace newshole::serve {

class Session;

/// Shared by the sessions of a server; it must outlive them.
struct SessionContext {
  const Answers& answers;
  const Clock& clock;
  LogSink log;
  ServerOptions options;
  TokenBuckets& requests;                         ///< of each network
  std::function<void(const Session&)> on_closed;  ///< called once for each, by `close`
};

/// An IPv4 address in place of its IPv6 form (::ffff:192.0.2.1); any other as it is.
[[nodiscard]] asio::ip::address unmapped(const asio::ip::address& address);

/// An unmapped address as limits count it: "192.0.2.1", "2001:db8:0:1::/64". A client that has one
/// address of a /64 has all of them.
[[nodiscard]] std::string network_of(const asio::ip::address& address);

class Session : public std::enable_shared_from_this<Session> {
 public:
  enum class Phase {
    Waiting,    ///< the request has not come
    Answering,  ///< a handler is at work
    Writing,    ///< the client is getting its answer
    Lingering,  ///< the client has it; the server drops what it sends until it closes
    Closed
  };

  Session(asio::ip::tcp::socket socket, const asio::ip::address& client,
          const SessionContext& context);

  void start();

  /// To be called when the deadline has passed: sends an error line, or ends.
  void expire();

  /// Takes the request if all of it has come, else ends.
  void hurry();

  /// Sends the line that there are too many connections, and ends; a client that is getting its
  /// answer loses the rest.
  void give_way();

  /// Notes what the client has taken until now; drops a client that takes less than the least rate.
  void look(Tick now);

  /// What it holds, but for `of_network`.
  [[nodiscard]] Seat seat(Tick now) const;

  void close();

  [[nodiscard]] Tick deadline() const { return deadline_; }
  [[nodiscard]] const std::string& network() const { return client_.network; }

 private:
  struct Client {
    asio::ip::address address;
    std::string network;
  };
  struct Sending {
    Answer answer;
    std::shared_ptr<const std::string> shared;  // while it is being sent
    std::string_view left;                      // of the piece
    std::uint64_t sent = 0;                     // to the kernel, in all
    std::uint64_t taken = 0;                    // of that, by the client
    RecentBytes recent;                         // which the client has taken
    Tick begin;
    Tick last_deadline;  // of the whole answer
  };

  void enter(Phase phase, std::chrono::milliseconds time);
  void read();
  void on_read(const asio::error_code& error, std::size_t size);
  void answer(const Request& request);
  [[nodiscard]] Reply reply_here();
  [[nodiscard]] gopher::Server reached() const;
  void send(Answer answer);
  void write();
  void on_written(const asio::error_code& error, std::size_t size);
  void write_next_piece();
  void finish();
  void discard(const asio::error_code& error, std::size_t size);
  void abort();
  void note(Ending ending);

  asio::ip::tcp::socket socket_;
  Client client_;
  const SessionContext& context_;
  Phase phase_ = Phase::Waiting;
  Tick begin_;
  Tick deadline_;
  std::string received_;
  Sending sending_;
  std::size_t discarded_ = 0;
  std::array<char, 512> buffer_{};
};

}  // namespace newshole::serve
