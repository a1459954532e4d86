#include "fetch/local_server.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace newshole::test {
namespace {

constexpr int kPollMilliseconds = 20;

/// True if `socket` can be read, which a closed one can, within one poll.
bool is_readable(int socket) {
  pollfd entry{.fd = socket, .events = POLLIN, .revents = 0};
  return ::poll(&entry, 1, kPollMilliseconds) > 0;
}

bool is_closed(int socket) {
  char byte = 0;
  return is_readable(socket) && ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

sockaddr* as_generic(sockaddr_in& address) {
  void* plain = &address;
  return static_cast<sockaddr*>(plain);
}

/// A free port of 127.0.0.1, which is then the socket's.
int bind_to_free_port(int socket) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool is_bound = ::bind(socket, as_generic(address), size) == 0 &&
                        ::getsockname(socket, as_generic(address), &size) == 0;
  if (!is_bound) std::abort();
  return ntohs(address.sin_port);
}

}  // namespace

bool Connection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    pollfd entry{.fd = socket_, .events = POLLOUT, .revents = 0};
    if (stopping_->load()) return false;
    if (::poll(&entry, 1, kPollMilliseconds) <= 0) continue;
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Connection::pause(std::chrono::milliseconds time) const {
  for (; time.count() > 0; time -= std::chrono::milliseconds(kPollMilliseconds)) {
    if (stopping_->load() || is_closed(socket_)) return false;
  }
  return true;
}

void Connection::hang() const {
  while (pause(std::chrono::seconds(1))) {
  }
}

LocalServer::LocalServer(Script script) : script_(std::move(script)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  port_ = bind_to_free_port(listener_);
  if (::listen(listener_, 64) != 0) std::abort();
  acceptor_ = std::thread([this] { accept_all(); });
}

LocalServer::LocalServer(std::string bytes)
    : LocalServer([bytes = std::move(bytes)](std::string_view, Connection& client) {
        static_cast<void>(client.send(bytes));
      }) {}

LocalServer::~LocalServer() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);  // wakes the acceptor
  acceptor_.join();
  for (std::thread& client : clients_) client.join();
  ::close(listener_);
}

std::string LocalServer::url(std::string_view target) const {
  return "http://127.0.0.1:" + port() + std::string(target);
}

std::vector<std::string> LocalServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

bool LocalServer::gets(std::size_t count) const {
  std::unique_lock lock(mutex_);
  return came_.wait_for(lock, std::chrono::minutes(1), [&] { return requests_.size() >= count; });
}

void LocalServer::accept_all() {
  while (!stopping_) {
    if (!is_readable(listener_)) continue;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket >= 0) ++connections_;
    if (socket >= 0) clients_.emplace_back([this, socket] { serve(socket); });
  }
}

std::string LocalServer::read_head(int socket) const {
  constexpr char kTlsHandshake = '\x16';
  std::string head;
  std::array<char, 4096> block{};
  while (!stopping_ && !head.ends_with("\r\n\r\n")) {
    if (!is_readable(socket)) continue;
    const auto got = ::recv(socket, block.data(), block.size(), 0);
    if (got <= 0) return {};
    head.append(block.data(), static_cast<std::size_t>(got));
    if (head.front() == kTlsHandshake) break;
  }
  return head;
}

bool LocalServer::serve_one(int socket) {
  const std::string head = read_head(socket);
  if (head.empty()) return false;
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(head);
    most_at_once_ = std::max(most_at_once_.load(), ++at_once_);
  }
  came_.notify_all();
  const std::size_t start = head.find(' ') + 1;
  Connection client(socket, stopping_);
  script_(head.substr(start, head.find(' ', start) - start), client);
  --at_once_;
  return client.stays_open();
}

void LocalServer::serve(int socket) {
  while (serve_one(socket)) {
  }
  ::shutdown(socket, SHUT_WR);
  ::close(socket);
}

ClosedPort::ClosedPort()
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      port_(bind_to_free_port(socket_)) {}

ClosedPort::~ClosedPort() {
  ::close(socket_);
}

LocalServer::Script once_together(std::size_t count, std::string bytes) {
  auto came = std::make_shared<std::atomic<std::size_t>>(0);
  return [=, bytes = std::move(bytes)](std::string_view, Connection& client) {
    ++*came;
    while (*came < count) {
      if (!client.pause(std::chrono::milliseconds(kPollMilliseconds))) return;
    }
    if (client.send(bytes)) client.keep_open();
  };
}

std::string answer(std::string_view body, std::string_view content_type) {
  return "HTTP/1.1 200 OK\r\nContent-Type: " + std::string(content_type) +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string empty_answer(std::string_view status, std::string_view fields) {
  return "HTTP/1.1 " + std::string(status) + "\r\n" + std::string(fields) +
         "Content-Length: 0\r\n\r\n";
}

std::string redirect_to(std::string_view location) {
  return "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + std::string(location) +
         "\r\n\r\n";
}

}  // namespace newshole::test
