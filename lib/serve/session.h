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

/// What connections share; outlives them. `closed` is called once for each, from `close`.
struct Desk {
  const Answers& answers;
  const Clock& clock;
  const LogSink& log;
  const ServerOptions& options;
  std::function<void(const Session&)> closed;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  enum class Phase {
    Waiting,    ///< the request has not come
    Answering,  ///< a handler is at work
    Writing,    ///< the client is getting its answer
    Lingering,  ///< it has it; what else it sends is dropped until it closes
    Closed
  };

  Session(asio::ip::tcp::socket socket, asio::ip::address client, const Desk& desk);

  void start();

  /// Goes on to what follows when the time for a phase is over: an error line, or the end.
  void expire();

  /// Takes the request if all of it is here already, else ends.
  void hurry();

  /// Says that there are too many connections, and ends.
  void give_way();

  void close();

  [[nodiscard]] Phase phase() const { return phase_; }
  [[nodiscard]] Tick deadline() const { return deadline_; }
  [[nodiscard]] const asio::ip::address& client() const { return client_; }

 private:
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
  void discard();
  void on_discarded(const asio::error_code& error, std::size_t size);
  void abort();
  void note(Ending ending);

  asio::ip::tcp::socket socket_;
  asio::ip::address client_;
  const Desk& desk_;
  Phase phase_ = Phase::Waiting;
  Tick begin_;
  Tick deadline_;
  Tick last_deadline_;  // of the whole answer
  std::string received_;
  Answer answer_;
  std::size_t piece_sent_ = 0;    // of the answer's bytes that are at hand
  std::uint64_t bytes_sent_ = 0;  // in all
  std::size_t discarded_ = 0;
  bool is_noted_ = false;
  std::array<char, 512> buffer_{};
};

}  // namespace newshole::serve
