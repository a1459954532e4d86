#include "serve/acceptor.h"

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <fcntl.h>
#include <list>
#include <sys/resource.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "serve/listener.h"

using namespace newshole;
using asio::ip::tcp;

namespace {

/// While it lives the process can open no file: every descriptor below the limit is in use.
class NoDescriptors {
 public:
  NoDescriptors() {
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
    const Descriptor lowest(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0));
    REQUIRE(lowest.is_open());
    rlimit none = before_;
    none.rlim_cur = static_cast<rlim_t>(lowest.get());
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;
  NoDescriptors(NoDescriptors&&) = delete;
  NoDescriptors& operator=(NoDescriptors&&) = delete;
  ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

/// A listening socket, its acceptor, and a client that connects then.
class Listening {
 public:
  Listening(asio::io_context& io, int& accepted)
      : acceptor_(io, [&accepted](tcp::socket) { ++accepted; }), client_(io) {
    Result<Descriptor> listener = serve::listen_on("127.0.0.1", 0);
    REQUIRE(listener.has_value());
    const std::string name = serve::name_of(*listener).value();
    const auto port = static_cast<std::uint16_t>(std::stoi(name.substr(name.rfind(':') + 1)));
    REQUIRE(acceptor_.open(*std::move(listener)).has_value());
    client_.connect({asio::ip::address_v4::loopback(), port});
  }
  serve::Acceptor& acceptor() { return acceptor_; }

 private:
  serve::Acceptor acceptor_;
  tcp::socket client_;
};

}  // namespace

TEST_SUITE_BEGIN("serve/acceptor");

TEST_CASE("without a descriptor for a connection, two acceptors pause both") {
  asio::io_context io;
  int accepted = 0;
  Listening first(io, accepted);
  Listening second(io, accepted);
  {
    const NoDescriptors none;
    // An acceptor that does not pause is always ready to try again.
    constexpr int kMany = 10'000;
    int tries = 0;
    while (tries < kMany && io.poll_one() > 0) ++tries;
    CHECK(tries < kMany);
    CHECK(accepted == 0);
  }
  while (accepted < 2) io.run_one();
  CHECK(accepted == 2);
}

TEST_CASE("an acceptor that finishes takes who has connected already, and nobody after") {
  asio::io_context io;
  int accepted = 0;
  Listening listening(io, accepted);
  listening.acceptor().finish();
  io.run();
  CHECK(accepted == 1);
}

TEST_CASE("what is no socket is not listened on") {
  asio::io_context io;
  serve::Acceptor acceptor(io, [](const tcp::socket&) {});
  CHECK_FALSE(acceptor.open(Descriptor(::dup(STDIN_FILENO))).has_value());
}

TEST_SUITE_END();
