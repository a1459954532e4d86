#include "serve/server.h"

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <exception>
#include <functional>
#include <list>
#include <optional>
#include <unistd.h>
#include <utility>

#include "serve/acceptor.h"
#include "serve/connections.h"

namespace newshole::serve {
namespace {

using asio::ip::tcp;

constexpr std::chrono::milliseconds kSweep{250};

tl::unexpected<Error> internal(const std::exception& cause) {
  return fail(ErrorKind::Internal, std::string("server: ") + cause.what());
}

/// `most` a second, and after a rest those of five seconds at once.
Pace pace_of(int most) {
  constexpr int kSeconds = 5;
  return {std::chrono::nanoseconds(std::chrono::seconds(1)) / most, most * kSeconds};
}

class AsioServer final : public Server {
 public:
  AsioServer(const Answers& answers, const Clock& clock, LogSink log, const ServerOptions& options)
      : requests_(pace_of(options.max_requests)),
        context_{answers, clock,     std::move(log),
                 options, requests_, [this](const Session& closed) { on_closed(closed); }},
        work_(io_.get_executor()),
        sweeper_(io_),
        connections_(options.max_connections, options.max_per_address) {}

  Status listen(std::vector<Descriptor> listeners) {
    for (Descriptor& listener : listeners) {
      Acceptor& acceptor = acceptors_.emplace_back(
          io_, [this](tcp::socket socket) { on_connection(std::move(socket)); });
      if (Status opened = acceptor.open(std::move(listener)); !opened) return opened;
    }
    return {};
  }
  Status watch(int descriptor, std::function<void()> readable) override {
    try {
      watches_.push_back(
          {asio::posix::stream_descriptor(io_, ::dup(descriptor)), std::move(readable)});
      wait_for(watches_.back());
      return {};
    } catch (const std::exception& error) {
      return internal(error);
    }
  }
  Status run() override {
    const Status ended = run_io();
    // Whatever is still at work may not meet a loop that has ended.
    context_.answers.close();
    return ended;
  }
  void drain() override {
    if (drain_deadline_) return connections_.for_each(std::mem_fn(&Session::close));
    for (Acceptor& acceptor : acceptors_) acceptor.finish();
    drain_deadline_ = context_.clock.tick() + context_.options.drain_time;
    connections_.for_each(std::mem_fn(&Session::hurry));
    end_if_drained();
  }

 private:
  Status run_io() {
    try {
      io_.run();
      return {};
    } catch (const std::exception& error) {
      return internal(error);
    }
  }

  struct Watch {
    asio::posix::stream_descriptor descriptor;
    std::function<void()> readable;
  };

  void on_connection(tcp::socket socket) {
    asio::error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error) return;
    const auto session =
        std::make_shared<Session>(std::move(socket), unmapped(peer.address()), context_);
    const bool may_stay = connections_.admit(session, context_.clock.tick());
    if (may_stay && drain_deadline_) session->hurry();
    sweep_later();
  }
  void on_closed(const Session& session) {
    connections_.remove(session);
    end_if_drained();
  }
  void wait_for(Watch& watch) {
    watch.descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                                [this, &watch](const asio::error_code& error) {
                                  if (error) return;
                                  watch.readable();
                                  wait_for(watch);
                                });
  }

  // One timer for all connections: a timer for each would cost every request two timers.
  void sweep_later() {
    if (is_sweeping_) return;
    is_sweeping_ = true;
    sweeper_.expires_after(kSweep);
    sweeper_.async_wait([this](const asio::error_code& error) {
      is_sweeping_ = false;
      if (!error) sweep();
    });
  }
  void sweep() {
    const Tick now = context_.clock.tick();
    if (drain_deadline_ && now >= *drain_deadline_)
      connections_.for_each(std::mem_fn(&Session::close));
    connections_.for_each([now](Session& session) {
      session.look(now);
      if (session.deadline() <= now) session.expire();
    });
    if (!connections_.is_empty()) sweep_later();
  }
  void end_if_drained() {
    if (drain_deadline_ && connections_.is_empty()) io_.stop();
  }

  // First: the others use it until they end.
  asio::io_context io_{1};
  TokenBuckets requests_;
  SessionContext context_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  asio::steady_timer sweeper_;
  bool is_sweeping_ = false;
  std::list<Acceptor> acceptors_;
  std::list<Watch> watches_;
  Connections connections_;
  std::optional<Tick> drain_deadline_;  // once the server is being drained
};

}  // namespace

Result<std::unique_ptr<Server>> Server::create(std::vector<Descriptor> listeners,
                                               const Answers& answers, const Clock& clock,
                                               LogSink log, const ServerOptions& options) {
  try {
    auto server = std::make_unique<AsioServer>(answers, clock, std::move(log), options);
    return server->listen(std::move(listeners)).map([&] {
      return std::unique_ptr<Server>(std::move(server));
    });
  } catch (const std::exception& error) {
    return internal(error);
  }
}

}  // namespace newshole::serve
