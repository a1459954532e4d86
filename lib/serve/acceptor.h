#pragma once
// Accepts the connections of one listening socket. Part of the server.

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <functional>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::serve {

class Acceptor {
 public:
  using OnConnection = std::function<void(asio::ip::tcp::socket)>;

  /// `io` must outlive it; `on_connection` is called where `io` runs.
  Acceptor(asio::io_context& io, OnConnection on_connection)
      : acceptor_(io), pause_(io), on_connection_(std::move(on_connection)) {}

  /// Begins to accept. Where the system has no descriptor for a connection, the acceptor pauses for
  /// a tenth of a second. Errors: Io, Internal (`listener` is no socket that listens).
  [[nodiscard]] Status open(Descriptor listener);

  /// Accepts the connections that the system has completed, and no more. `on_connection` may be
  /// called once more, later, with a connection that was accepted before.
  void finish();

 private:
  void accept();
  void on_accepted(const asio::error_code& error, asio::ip::tcp::socket socket);
  void accept_later();

  asio::ip::tcp::acceptor acceptor_;
  // Not shared with other acceptors: a wait that begins on a timer ends the one before it.
  asio::steady_timer pause_;
  OnConnection on_connection_;
};

}  // namespace newshole::serve
