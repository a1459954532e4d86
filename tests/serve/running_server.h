#pragma once
// A server in a thread of its own, on a free port of 127.0.0.1, with a clock that a test moves; and
// clients that wait for it a minute at most.

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "base/descriptor.h"
#include "serve/served_folder.h"
#include "serve/server.h"

namespace newshole::test {

/// True once `is_so()` is; asks again and again for a minute.
[[nodiscard]] bool eventually(const std::function<bool()>& is_so);

/// Stands still until it is moved.
class HandClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override {
    return UtcTime(std::chrono::seconds(1'764'612'245));
  }
  [[nodiscard]] Tick tick() const override { return Tick(std::chrono::milliseconds(time_)); }
  void move(std::chrono::milliseconds time) { time_ += time.count(); }

 private:
  std::atomic<std::chrono::milliseconds::rep> time_ = 0;
};

class RunningServer {
 public:
  explicit RunningServer(serve::ServerOptions options = {},
                         std::unique_ptr<serve::Handler> handler = nullptr);
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;
  RunningServer(RunningServer&&) = delete;
  RunningServer& operator=(RunningServer&&) = delete;
  ~RunningServer();

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] const ServedFolder& folder() const { return folder_; }
  HandClock& clock() { return clock_; }
  [[nodiscard]] std::string log() const;

  void drain();

  /// True once `run` has returned.
  [[nodiscard]] bool has_ended() const { return has_ended_; }

 private:
  void open(serve::ServerOptions options);

  ServedFolder folder_;
  HandClock clock_;
  mutable std::mutex mutex_;
  std::string log_;
  std::unique_ptr<serve::Answers> answers_;
  std::unique_ptr<serve::Server> server_;
  Descriptor wake_;
  int port_ = 0;
  std::atomic<bool> has_ended_ = false;
  std::thread thread_;
};

class Client {
 public:
  /// `from` is its address, of 127.0.0.0/8.
  explicit Client(int port, const std::string& from = "127.0.0.1");

  /// False if the server has closed the connection altogether.
  bool send(std::string_view bytes) const;

  /// The next bytes; empty if the server has closed.
  [[nodiscard]] std::string some() const;

  /// Everything until the server closes.
  [[nodiscard]] std::string rest() const;

  /// True if the server has closed, within a minute.
  [[nodiscard]] bool is_closed() const;

 private:
  Descriptor socket_;
};

/// A whole exchange.
[[nodiscard]] std::string ask(int port, std::string_view request);

}  // namespace newshole::test
