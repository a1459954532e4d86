#include "serve/running_server.h"

#include <algorithm>
#include <array>
#include <asio/ip/tcp.hpp>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "serve/listener.h"

namespace newshole::test {
namespace {

constexpr int kPatience = 60'000;

bool is_ready(int socket) {
  pollfd ready{.fd = socket, .events = POLLIN, .revents = 0};
  return ::poll(&ready, 1, kPatience) == 1;
}

}  // namespace

bool eventually(const std::function<bool()>& is_so) {
  for (int waited = 0; waited < kPatience; ++waited) {
    if (is_so()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

RunningServer::RunningServer(serve::ServerOptions options, std::unique_ptr<serve::Handler> handler)
    : wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  folder_.write("gophermap", "1Site\t/site\tlocalhost\t70\n");
  folder_.write("a.txt", "a story\n");
  Result<serve::Tree> tree = serve::Tree::open(folder_.path());
  REQUIRE(tree.has_value());
  answers_ = std::make_unique<serve::Answers>(*std::move(tree), serve::MirrorOptions{});
  if (handler) answers_->add(std::move(handler));
  open(options);
  thread_ = std::thread([this] {
    const Status run = server_->run();
    has_ended_ = run.has_value();
  });
}

void RunningServer::open(serve::ServerOptions options) {
  Result<Descriptor> listener = serve::listen_on("127.0.0.1", 0);
  REQUIRE(listener.has_value());
  const Result<std::string> name = serve::name_of(*listener);
  REQUIRE(name.has_value());
  port_ = std::stoi(name->substr(name->rfind(':') + 1));
  std::vector<Descriptor> listeners;
  listeners.push_back(*std::move(listener));
  const auto keep = [this](std::string_view line) {
    const std::scoped_lock lock(mutex_);
    log_ += line;
  };
  auto server = serve::Server::create(std::move(listeners), *answers_, clock_, keep, options);
  REQUIRE(server.has_value());
  server_ = *std::move(server);
  const Status watched = server_->watch(wake_.get(), [this] {
    std::uint64_t count = 0;
    while (::read(wake_.get(), &count, sizeof(count)) > 0) server_->drain();
  });
  REQUIRE(watched.has_value());
}

RunningServer::~RunningServer() {
  drain();
  // A second time ends what the first leaves its time.
  while (!has_ended_) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    drain();
  }
  thread_.join();
}

std::string RunningServer::log() const {
  const std::scoped_lock lock(mutex_);
  return log_;
}

void RunningServer::drain() {
  const std::uint64_t once = 1;
  static_cast<void>(::write(wake_.get(), &once, sizeof(once)));
}

Client::Client(int port, const std::string& from)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const asio::ip::tcp::endpoint own(asio::ip::make_address(from), 0);
  REQUIRE(::bind(socket_.get(), own.data(), static_cast<socklen_t>(own.size())) == 0);
  const asio::ip::tcp::endpoint server(asio::ip::address_v4::loopback(),
                                       static_cast<std::uint16_t>(port));
  REQUIRE(::connect(socket_.get(), server.data(), static_cast<socklen_t>(server.size())) == 0);
}

bool Client::send(std::string_view bytes) const {
  return ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) >= 0;
}

std::string Client::some() const {
  std::array<char, 4096> buffer{};
  if (!is_ready(socket_.get())) return "(the server says nothing)";
  const ssize_t got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
  return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
}

std::string Client::rest() const {
  std::string bytes;
  std::array<char, 4096> buffer{};
  while (is_ready(socket_.get())) {
    const ssize_t got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got <= 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return bytes + "(the server does not close)";
}

bool Client::is_closed() const {
  std::array<char, 4096> buffer{};
  while (is_ready(socket_.get())) {
    if (::recv(socket_.get(), buffer.data(), buffer.size(), 0) <= 0) return true;
  }
  return false;
}

std::string ask(int port, std::string_view request) {
  const Client client(port);
  client.send(request);
  return client.rest();
}

}  // namespace newshole::test
