#include "serve/server.h"

#include <algorithm>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <exception>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <unistd.h>
#include <utility>

#include "serve/acceptor.h"
#include "serve/session.h"

namespace newshole::serve {
namespace {

using asio::ip::tcp;

constexpr std::chrono::milliseconds kSweep{250};

tl::unexpected<Error> internal(const std::exception& cause) {
  return fail(ErrorKind::Internal, std::string("server: ") + cause.what());
}

asio::ip::address counted(const asio::ip::address& address) {
  if (address.is_v4()) return address;
  asio::ip::address_v6::bytes_type bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + bytes.size() / 2, bytes.end(), 0);
  return asio::ip::address_v6(bytes);
}

bool may_be_ended(const Session& session) {
  return session.phase() == Session::Phase::Waiting || session.phase() == Session::Phase::Lingering;
}

/// The connections of a server, and how many there may be. One is counted by its client's address,
/// an IPv6 one by its /64: a client that has one address of a /64 has all of them.
class Connections {
 public:
  Connections(std::size_t most, std::size_t most_per_address)
      : most_(most), most_per_address_(most_per_address) {}

  void add(const std::shared_ptr<Session>& session) {
    places_[session.get()] = sessions_.insert(sessions_.end(), session);
    ++per_address_[counted(session->client())];
  }
  void remove(const Session& session) {
    const auto count = per_address_.find(counted(session.client()));
    if (--count->second == 0) per_address_.erase(count);
    const auto place = places_.find(&session);
    sessions_.erase(place->second);
    places_.erase(place);
  }
  [[nodiscard]] bool is_empty() const { return sessions_.empty(); }

  /// True if a connection of `client` may come. Where there are too many, of its address or of all,
  /// the one that has waited longest without sending its request is ended to make room; false where
  /// there is none.
  [[nodiscard]] bool make_room_for(const asio::ip::address& client) {
    const asio::ip::address address = counted(client);
    const auto count = per_address_.find(address);
    if (count != per_address_.end() && count->second >= most_per_address_) {
      return end_longest_waiting(&address);
    }
    return sessions_.size() < most_ || end_longest_waiting(nullptr);
  }

  /// Calls `act(session)` with each in the order in which they came; it may end that session.
  template <typename Act>
  void for_each(Act act) {
    for (auto next = sessions_.begin(); next != sessions_.end();) {
      const std::shared_ptr<Session> session = *next++;
      act(*session);
    }
  }

 private:
  using Sessions = std::list<std::shared_ptr<Session>>;

  [[nodiscard]] bool end_longest_waiting(const asio::ip::address* address) {
    const auto found =
        std::find_if(sessions_.begin(), sessions_.end(), [&](const std::shared_ptr<Session>& each) {
          return may_be_ended(*each) && (address == nullptr || counted(each->client()) == *address);
        });
    if (found == sessions_.end()) return false;
    const std::shared_ptr<Session> session = *found;
    session->phase() == Session::Phase::Waiting ? session->give_way() : session->close();
    return true;
  }

  std::size_t most_;
  std::size_t most_per_address_;
  Sessions sessions_;  // in the order in which they came
  std::map<const Session*, Sessions::iterator> places_;
  std::map<asio::ip::address, std::size_t> per_address_;
};

class AsioServer final : public Server {
 public:
  AsioServer(const Answers& answers, const Clock& clock, LogSink log, const ServerOptions& options)
      : context_{answers, clock, std::move(log), options,
                 [this](const Session& closed) { on_closed(closed); }},
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
    const asio::ip::address client = unmapped(peer.address());
    const bool has_room = connections_.make_room_for(client);
    const auto session = std::make_shared<Session>(std::move(socket), client, context_);
    connections_.add(session);
    if (!has_room) return session->give_way();
    session->start();
    if (drain_deadline_) session->hurry();
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
      if (session.deadline() <= now) session.expire();
    });
    if (!connections_.is_empty()) sweep_later();
  }
  void end_if_drained() {
    if (drain_deadline_ && connections_.is_empty()) io_.stop();
  }

  // First: the others use it until they end.
  asio::io_context io_{1};
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
