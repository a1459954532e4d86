// Asks a gopher server on 127.0.0.1 as fast as it answers:
//
//   gopher_load PORT CONNECTIONS SECONDS SELECTOR
//
// Every request is a connection of its own, CONNECTIONS of them at a time; an answer is right if it
// has as many bytes as the first. Prints one line of JSON: requests answered right, errors,
// seconds, bytes of an answer, milliseconds at the median and of the slowest hundredth.

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <span>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Exchange {
  int socket = -1;
  bool is_asked = false;
  std::size_t bytes = 0;
  Clock::time_point begin;
};

class Load {
 public:
  Load(int port, std::string request, std::size_t connections)
      : request_(std::move(request)), exchanges_(connections), poll_(::epoll_create1(0)) {
    server_.sin_family = AF_INET;
    server_.sin_port = htons(static_cast<std::uint16_t>(port));
    server_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;
  Load(Load&&) = delete;
  Load& operator=(Load&&) = delete;
  ~Load() { ::close(poll_); }

  void run(std::chrono::seconds time) {
    const Clock::time_point end = Clock::now() + time;
    begin_ = Clock::now();
    for (Exchange& exchange : exchanges_) begin(exchange);
    while (Clock::now() < end) serve_events();
    end_ = Clock::now();
  }

  void print() {
    std::sort(times_.begin(), times_.end());
    const double seconds = std::chrono::duration<double>(end_ - begin_).count();
    std::printf(
        "{\"requests\": %zu, \"errors\": %zu, \"seconds\": %.3f, \"bytes\": %zu, "
        "\"median_ms\": %.3f, \"slow_ms\": %.3f}\n",
        times_.size(), errors_, seconds, expected_, at(0.5), at(0.99));
  }

 private:
  [[nodiscard]] double at(double share) const {
    if (times_.empty()) return 0;
    const auto last = static_cast<double>(times_.size() - 1);
    return times_[static_cast<std::size_t>(share * last)];
  }

  void begin(Exchange& exchange) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    exchange = {.socket = socket, .begin = Clock::now()};
    sockaddr address{};
    std::copy_n(reinterpret_cast<const char*>(&server_), sizeof(server_),
                reinterpret_cast<char*>(&address));
    if (::connect(socket, &address, sizeof(address)) != 0 && errno != EINPROGRESS) {
      return end(exchange, false);
    }
    epoll_event event{.events = EPOLLOUT, .data = {.ptr = &exchange}};
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, socket, &event);
  }

  void serve_events() {
    std::array<epoll_event, 64> events{};
    const int count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 100);
    for (int i = 0; i < count; ++i) {
      auto& exchange = *static_cast<Exchange*>(events.at(static_cast<std::size_t>(i)).data.ptr);
      exchange.is_asked ? read(exchange) : ask(exchange);
    }
  }

  void ask(Exchange& exchange) {
    const ssize_t sent = ::send(exchange.socket, request_.data(), request_.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(request_.size())) return end(exchange, false);
    exchange.is_asked = true;
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &exchange}};
    ::epoll_ctl(poll_, EPOLL_CTL_MOD, exchange.socket, &event);
  }

  void read(Exchange& exchange) {
    const ssize_t got = ::recv(exchange.socket, buffer_.data(), buffer_.size(), 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return end(exchange, got == 0);
    exchange.bytes += static_cast<std::size_t>(got);
  }

  void end(Exchange& exchange, bool is_whole) {
    ::close(exchange.socket);
    if (expected_ == 0) expected_ = exchange.bytes;
    if (is_whole && exchange.bytes == expected_ && expected_ > 0) {
      times_.push_back(
          std::chrono::duration<double, std::milli>(Clock::now() - exchange.begin).count());
    } else {
      ++errors_;
    }
    begin(exchange);
  }

  sockaddr_in server_{};
  std::string request_;
  std::vector<Exchange> exchanges_;
  int poll_;
  std::array<char, 65536> buffer_{};
  std::size_t expected_ = 0;
  std::size_t errors_ = 0;
  std::vector<double> times_;
  Clock::time_point begin_;
  Clock::time_point end_;
};

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (arguments.size() != 5) {
    std::fputs("gopher_load PORT CONNECTIONS SECONDS SELECTOR\n", stderr);
    return 2;
  }
  const auto connections = std::strtoul(arguments[2], nullptr, 10);
  Load load(std::atoi(arguments[1]), std::string(arguments[4]) + "\r\n", connections);
  load.run(std::chrono::seconds(std::atoi(arguments[3])));
  load.print();
  return 0;
}
