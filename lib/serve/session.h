#pragma once
// One connection: a request, its answer, and the wait for the client to close. Part of the server.

#include <array>
#include <asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "serve/access_log.h"
#include "serve/answers.h"
#include "serve/server.h"

namespace newshole::serve {

class Session;

/// Shared by the sessions of a server; it must outlive them.
struct SessionContext {
  const Answers& answers;
  const Clock& clock;
  LogSink log;
  ServerOptions options;
  std::function<void(const Session&)> on_closed;  ///< called once for each, by `close`
};

/// An IPv4 address in place of its IPv6 form (::ffff:192.0.2.1); any other as it is.
[[nodiscard]] asio::ip::address unmapped(const asio::ip::address& address);

class Session : public std::enable_shared_from_this<Session> {
 public:
  enum class Phase {
    Waiting,    ///< the request has not come
    Answering,  ///< a handler is at work
    Writing,    ///< the client is getting its answer
    Lingering,  ///< the client has it; the server drops what it sends until it closes
    Closed
  };

  Session(asio::ip::tcp::socket socket, asio::ip::address client, const SessionContext& context);

  void start();

  /// To be called when the deadline has passed: sends an error line, or ends.
  void expire();

  /// Takes the request if all of it has come, else ends.
  void hurry();

  /// Sends the line that there are too many connections, and ends.
  void give_way();

  void close();

  [[nodiscard]] Phase phase() const { return phase_; }
  [[nodiscard]] Tick deadline() const { return deadline_; }
  [[nodiscard]] const asio::ip::address& client() const { return client_; }

 private:
  struct Sending {
    Answer answer;
    std::size_t piece_sent = 0;  // of the bytes that `answer` holds
    std::uint64_t sent = 0;      // in all
    Tick last_deadline;          // of the whole answer
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
  asio::ip::address client_;
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
