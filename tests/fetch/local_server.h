#pragma once
// An HTTP server on 127.0.0.1 that answers as a test scripts it, well or badly.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace newshole::test {

class Connection {
 public:
  Connection(int socket, const std::atomic<bool>& stopping)
      : socket_(socket), stopping_(&stopping) {}

  /// False when the client is gone or the server ends.
  [[nodiscard]] bool send(std::string_view bytes) const;
  /// Waits until the client is gone or the server ends.
  void hang() const;
  /// The same, at most so long; false if it ended early.
  [[nodiscard]] bool pause(std::chrono::milliseconds time) const;
  /// For another request.
  void keep_open() { stays_open_ = true; }
  [[nodiscard]] bool stays_open() const { return stays_open_; }

 private:
  int socket_;
  const std::atomic<bool>* stopping_;
  bool stays_open_ = false;
};

class LocalServer {
 public:
  /// `target` is that of the request line: "/x?y". After the answer the connection is closed,
  /// unless it is to stay open.
  using Script = std::function<void(std::string_view target, Connection& client)>;

  explicit LocalServer(Script script);
  /// Answers every request with `bytes`.
  explicit LocalServer(std::string bytes);
  ~LocalServer();
  LocalServer(const LocalServer&) = delete;
  LocalServer& operator=(const LocalServer&) = delete;
  LocalServer(LocalServer&&) = delete;
  LocalServer& operator=(LocalServer&&) = delete;

  [[nodiscard]] std::string port() const { return std::to_string(port_); }
  [[nodiscard]] std::string url(std::string_view target) const;
  /// The heads of all requests so far, in order.
  [[nodiscard]] std::vector<std::string> requests() const;
  /// True once so many requests have come; waits a minute for them.
  [[nodiscard]] bool gets(std::size_t count) const;
  /// The most requests that were being answered at one time.
  [[nodiscard]] std::size_t most_at_once() const { return most_at_once_; }
  [[nodiscard]] std::size_t connections() const { return connections_; }

 private:
  void accept_all();
  void serve(int socket);
  /// The head of the next request; empty when there is none.
  [[nodiscard]] std::string read_head(int socket) const;
  /// False when the connection is to be closed.
  bool serve_one(int socket);

  Script script_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> connections_ = 0;
  std::atomic<std::size_t> at_once_ = 0;
  std::atomic<std::size_t> most_at_once_ = 0;
  mutable std::mutex mutex_;
  mutable std::condition_variable came_;
  std::vector<std::string> requests_;
  std::vector<std::thread> clients_;
  std::thread acceptor_;
};

/// A port of 127.0.0.1 that nobody listens on, and nobody can listen on while it lives.
class ClosedPort {
 public:
  ClosedPort();
  ~ClosedPort();
  ClosedPort(const ClosedPort&) = delete;
  ClosedPort& operator=(const ClosedPort&) = delete;
  ClosedPort(ClosedPort&&) = delete;
  ClosedPort& operator=(ClosedPort&&) = delete;

  [[nodiscard]] std::string number() const { return std::to_string(port_); }

 private:
  int socket_;
  int port_;
};

/// Waits until `count` requests are being answered at one time; answers these and all later ones
/// with `bytes`, and keeps their connections.
[[nodiscard]] LocalServer::Script once_together(std::size_t count, std::string bytes);
/// An empty answer: "503 Service Unavailable", and "Name: value\r\n" for each field of its own.
[[nodiscard]] std::string empty_answer(std::string_view status, std::string_view fields = {});
/// A whole answer with status 200 and a Content-Length.
[[nodiscard]] std::string answer(std::string_view body,
                                 std::string_view content_type = "text/html");
[[nodiscard]] std::string redirect_to(std::string_view location);

}  // namespace newshole::test
