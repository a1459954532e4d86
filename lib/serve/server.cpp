#include "serve/server.h"

#include <algorithm>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <cerrno>
#include <exception>
#include <list>
#include <map>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include "serve/listener.h"
#include "serve/session.h"

namespace newshole::serve {
namespace {

using asio::ip::tcp;

constexpr std::chrono::milliseconds kSweep{250};

// For too many open files to become fewer.
constexpr std::chrono::milliseconds kAcceptPause{100};

tl::unexpected<Error> internal(const std::exception& cause) {
  return fail(ErrorKind::Internal, std::string("server: ") + cause.what());
}

// Whoever has one IPv6 address has all of its /64.
asio::ip::address counted(const asio::ip::address& address) {
  if (address.is_v4()) return address;
  asio::ip::address_v6::bytes_type bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + bytes.size() / 2, bytes.end(), 0);
  return asio::ip::address_v6(bytes);
}

asio::ip::address client_of(const tcp::endpoint& peer) {
  asio::ip::address address = peer.address();
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
}

Result<tcp> protocol_of(const Descriptor& listener) {
  tcp::endpoint endpoint;
  auto size = static_cast<socklen_t>(endpoint.capacity());
  if (::getsockname(listener.get(), endpoint.data(), &size) != 0) {
    return io_error("listener", "has no address", errno);
  }
  return endpoint.protocol();
}

}  // namespace

class Server::Core {
 public:
  Core(const Answers& answers, const Clock& clock, LogSink log, const ServerOptions& options)
      : log_(std::move(log)),
        options_(options),
        clock_(clock),
        desk_{answers, clock, log_, options_, [this](const Session& each) { forget(each); }},
        work_(io_.get_executor()),
        sweeper_(io_),
        pause_(io_) {}

  Status listen(std::vector<Descriptor> listeners);
  Status watch(int descriptor, std::function<void()> readable);
  Status run();
  void drain();

 private:
  using Sessions = std::list<std::shared_ptr<Session>>;
  struct Watch {
    asio::posix::stream_descriptor descriptor;
    std::function<void()> readable;
  };

  void accept(tcp::acceptor& acceptor);
  void on_accepted(tcp::acceptor& acceptor, const asio::error_code& error, tcp::socket socket);
  void accept_later(tcp::acceptor& acceptor);
  void welcome(tcp::socket socket);
  [[nodiscard]] bool make_room(const asio::ip::address& client);
  [[nodiscard]] bool send_longest_waiting_away(const asio::ip::address* client);
  void forget(const Session& session);
  void take_last(tcp::acceptor& acceptor);
  void wait_for(Watch& watch);
  void sweep_later();
  void sweep();
  void close_all();
  void end_if_drained();

  // Declared before all that lives on it.
  asio::io_context io_{1};
  LogSink log_;
  ServerOptions options_;
  const Clock& clock_;
  Desk desk_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  asio::steady_timer sweeper_;
  asio::steady_timer pause_;
  std::list<tcp::acceptor> acceptors_;
  std::list<Watch> watches_;
  Sessions sessions_;  // in the order in which they came
  std::map<const Session*, Sessions::iterator> places_;
  std::map<asio::ip::address, std::size_t> per_address_;
  bool is_sweeping_ = false;
  bool is_draining_ = false;
  Tick drain_deadline_;
};

Status Server::Core::listen(std::vector<Descriptor> listeners) {
  for (Descriptor& listener : listeners) {
    const Result<tcp> protocol = protocol_of(listener);
    if (!protocol) return tl::unexpected(protocol.error());
    tcp::acceptor& acceptor = acceptors_.emplace_back(io_);
    asio::error_code error;
    acceptor.assign(*protocol, listener.release(), error);
    if (error) return fail(ErrorKind::Internal, "listener: " + error.message());
    accept(acceptor);
  }
  return {};
}

void Server::Core::accept(tcp::acceptor& acceptor) {
  acceptor.async_accept([this, &acceptor](const asio::error_code& error, tcp::socket socket) {
    on_accepted(acceptor, error, std::move(socket));
  });
}

void Server::Core::on_accepted(tcp::acceptor& acceptor, const asio::error_code& error,
                               tcp::socket socket) {
  if (is_draining_) return;
  if (error && error != asio::error::connection_aborted) return accept_later(acceptor);
  if (!error) welcome(std::move(socket));
  accept(acceptor);
}

void Server::Core::accept_later(tcp::acceptor& acceptor) {
  pause_.expires_after(kAcceptPause);
  pause_.async_wait([this, &acceptor](const asio::error_code&) {
    if (!is_draining_) accept(acceptor);
  });
}

void Server::Core::welcome(tcp::socket socket) {
  asio::error_code error;
  const tcp::endpoint peer = socket.remote_endpoint(error);
  if (error) return;
  const asio::ip::address client = client_of(peer);
  const bool has_room = make_room(counted(client));
  const auto session = std::make_shared<Session>(std::move(socket), client, desk_);
  places_[session.get()] = sessions_.insert(sessions_.end(), session);
  ++per_address_[counted(client)];
  if (!has_room) return session->give_way();
  session->start();
  sweep_later();
}

bool Server::Core::make_room(const asio::ip::address& client) {
  const auto count = per_address_.find(client);
  if (count != per_address_.end() && count->second >= options_.max_per_address) {
    return send_longest_waiting_away(&client);
  }
  return sessions_.size() < options_.max_connections || send_longest_waiting_away(nullptr);
}

bool Server::Core::send_longest_waiting_away(const asio::ip::address* client) {
  const auto gives_way = [client](const std::shared_ptr<Session>& each) {
    const bool is_waiting =
        each->phase() == Session::Phase::Waiting || each->phase() == Session::Phase::Lingering;
    return is_waiting && (client == nullptr || counted(each->client()) == *client);
  };
  const auto found = std::find_if(sessions_.begin(), sessions_.end(), gives_way);
  if (found == sessions_.end()) return false;
  const std::shared_ptr<Session> session = *found;
  session->phase() == Session::Phase::Waiting ? session->give_way() : session->close();
  return true;
}

void Server::Core::forget(const Session& session) {
  const auto count = per_address_.find(counted(session.client()));
  if (--count->second == 0) per_address_.erase(count);
  const auto place = places_.find(&session);
  const std::shared_ptr<Session> kept = *place->second;
  sessions_.erase(place->second);
  places_.erase(place);
  end_if_drained();
}

// One timer for all: a deadline of its own for each connection would cost every request two timers.
void Server::Core::sweep_later() {
  if (is_sweeping_) return;
  is_sweeping_ = true;
  sweeper_.expires_after(kSweep);
  sweeper_.async_wait([this](const asio::error_code& error) {
    is_sweeping_ = false;
    if (!error) sweep();
  });
}

void Server::Core::sweep() {
  const Tick now = clock_.tick();
  if (is_draining_ && now >= drain_deadline_) close_all();
  for (auto next = sessions_.begin(); next != sessions_.end();) {
    const std::shared_ptr<Session> session = *next++;
    if (session->deadline() <= now) session->expire();
  }
  if (!sessions_.empty()) sweep_later();
}

void Server::Core::close_all() {
  while (!sessions_.empty()) {
    const std::shared_ptr<Session> session = sessions_.front();
    session->close();
  }
}

Status Server::Core::watch(int descriptor, std::function<void()> readable) {
  const int own = ::dup(descriptor);
  asio::error_code error;
  Watch& watch =
      watches_.emplace_back(Watch{asio::posix::stream_descriptor(io_), std::move(readable)});
  watch.descriptor.assign(own, error);
  if (error) return fail(ErrorKind::Internal, "watched descriptor: " + error.message());
  wait_for(watch);
  return {};
}

void Server::Core::wait_for(Watch& watch) {
  watch.descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                              [this, &watch](const asio::error_code& error) {
                                if (error) return;
                                watch.readable();
                                wait_for(watch);
                              });
}

Status Server::Core::run() {
  io_.run();
  desk_.answers.close();
  return {};
}

void Server::Core::drain() {
  if (is_draining_) return close_all();
  is_draining_ = true;
  drain_deadline_ = clock_.tick() + options_.drain_time;
  for (tcp::acceptor& acceptor : acceptors_) take_last(acceptor);
  for (auto next = sessions_.begin(); next != sessions_.end();) {
    const std::shared_ptr<Session> session = *next++;
    session->hurry();
  }
  end_if_drained();
}

// Who has connected already, though nobody has looked, is not turned away.
void Server::Core::take_last(tcp::acceptor& acceptor) {
  asio::error_code error;
  acceptor.non_blocking(true, error);
  while (!error) {
    tcp::socket socket(io_);
    acceptor.accept(socket, error);
    if (!error) welcome(std::move(socket));
  }
  acceptor.close(error);
}

void Server::Core::end_if_drained() {
  if (is_draining_ && sessions_.empty()) io_.stop();
}

Server::Server(std::unique_ptr<Core> core) : core_(std::move(core)) {}

Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::create(std::vector<Descriptor> listeners,
                                               const Answers& answers, const Clock& clock,
                                               LogSink log, const ServerOptions& options) {
  try {
    auto core = std::make_unique<Core>(answers, clock, std::move(log), options);
    if (const Status listening = core->listen(std::move(listeners)); !listening) {
      return tl::unexpected(listening.error());
    }
    return std::unique_ptr<Server>(new Server(std::move(core)));
  } catch (const std::exception& error) {
    return internal(error);
  }
}

Status Server::watch(int descriptor, std::function<void()> readable) {
  try {
    return core_->watch(descriptor, std::move(readable));
  } catch (const std::exception& error) {
    return internal(error);
  }
}

Status Server::run() {
  try {
    return core_->run();
  } catch (const std::exception& error) {
    return internal(error);
  }
}

void Server::drain() {
  core_->drain();
}

}  // namespace newshole::serve
