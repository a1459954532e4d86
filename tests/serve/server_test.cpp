#include <atomic>
#include <chrono>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>

#include <doctest/doctest.h>

#include "serve/listener.h"
#include "serve/running_server.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::ask;
using test::Client;
using test::eventually;
using test::RunningServer;

TEST_SUITE_BEGIN("serve/server");

namespace {

const std::string kStory = "a story\r\n";
const std::string kBusy = "3too many connections, try again later\tErr\terror.host\t1\r\n.\r\n";
const std::string kTooMany =
    "3too many requests from your address, try again later\tErr\terror.host\t1\r\n.\r\n";
const std::string kTimeout = "3it took too long\tErr\terror.host\t1\r\n.\r\n";

// Keeps the askers of "/slow" waiting until the test answers them.
class SlowHandler final : public serve::Handler {
 public:
  struct Shared {
    std::mutex mutex;
    std::list<serve::Reply> replies;
  };
  explicit SlowHandler(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
  [[nodiscard]] bool takes(const serve::Request& request) const override {
    return request.selector == "/slow";
  }
  void answer(const serve::Request& request, const serve::Asker& /*asker*/,
              serve::Reply reply) override {
    REQUIRE(request.words == "words");
    const std::scoped_lock lock(shared_->mutex);
    shared_->replies.push_back(std::move(reply));
  }

 private:
  std::shared_ptr<Shared> shared_;
};

serve::Reply wait_for_reply(SlowHandler::Shared& shared) {
  serve::Reply reply;
  REQUIRE(eventually([&] {
    const std::scoped_lock lock(shared.mutex);
    if (shared.replies.empty()) return false;
    reply = std::move(shared.replies.front());
    shared.replies.pop_front();
    return true;
  }));
  return reply;
}

// The server has seen all that came before.
void settle(const RunningServer& server) {
  REQUIRE(ask(server.port(), "/a.txt\r\n") == kStory);
}

void settle_from(const std::string& address, const RunningServer& server) {
  const Client client(server.port(), address);
  client.send("/a.txt\r\n");
  REQUIRE(client.rest() == kStory);
}

}  // namespace

TEST_CASE("a request is answered and the connection closed, and the log has a line of it") {
  const RunningServer server;
  CHECK(ask(server.port(), "/a.txt\r\n") == kStory);
  CHECK(server.log() == "2025-12-01T18:04:05Z - text 9 0.000 /a.txt\n");
}

TEST_CASE("a menu that says localhost names the address and the port that the client reached") {
  const RunningServer server;
  CHECK(ask(server.port(), "\r\n") ==
        "1Site\t/site\t127.0.0.1\t" + std::to_string(server.port()) + "\r\n.\r\n");
}

TEST_CASE("a request may come in pieces") {
  const RunningServer server;
  const Client client(server.port());
  client.send("/a");
  settle(server);
  client.send(".txt\r");
  settle(server);
  client.send("\n");
  CHECK(client.rest() == kStory);
}

TEST_CASE("what a client sends behind its request does not cost it the answer") {
  const RunningServer server;
  CHECK(ask(server.port(), "/a.txt\r\n" + std::string(30'000, 'x')) == kStory);
  CHECK(ask(server.port(), "GET / HTTP/1.1\r\nHost: hole.example\r\n\r\n")
            .starts_with("HTTP/1.0 400"));
  CHECK(ask(server.port(), std::string(20'000, 'a')) ==
        "3the request is too long\tErr\terror.host\t1\r\n.\r\n");
}

TEST_CASE("a client that has not asked within its time is told so") {
  RunningServer server;
  const Client silent(server.port());
  const Client slow(server.port());
  slow.send("/a.t");
  settle(server);
  server.clock().move(9'999ms);
  settle(server);
  slow.send("x");
  settle(server);
  server.clock().move(1ms);
  CHECK(silent.rest() == kTimeout);
  CHECK(slow.rest() == kTimeout);
}

TEST_CASE("a client that takes nothing of a long answer is dropped") {
  RunningServer server;
  server.folder().write("long.txt", std::string(std::size_t{32} << 20, 'a'));
  const Client client(server.port());
  client.send("/long.txt\r\n");
  settle(server);
  CHECK(eventually([&] {
    server.clock().move(31s);
    return server.log().find(" text-cut ") != std::string::npos;
  }));
  CHECK(client.is_closed());
}

TEST_CASE("a client that keeps the connection open after its answer is closed on") {
  RunningServer server;
  const Client client(server.port());
  client.send("/a.txt\r\n");
  CHECK(client.rest() == kStory);
  for (int i = 0; i < 9; ++i) {
    settle(server);
    CHECK(client.send("x"));
  }
  CHECK(eventually([&] {
    server.clock().move(3s);
    return !client.send("x");
  }));
}

TEST_CASE("of one address too many, the one that has waited longest gives way") {
  const RunningServer server({.max_per_address = 2});
  const Client first(server.port());
  const Client second(server.port());
  const Client third(server.port());
  CHECK(first.rest() == kBusy);
  second.send("/a.txt\r\n");
  third.send("/a.txt\r\n");
  CHECK(second.rest() == kStory);
  CHECK(third.rest() == kStory);
}

TEST_CASE("clients that say nothing, as many as there may be, keep no other out") {
  const RunningServer server({.max_connections = 8});
  std::list<Client> silent;
  for (int i = 0; i < 40; ++i) {
    silent.emplace_back(server.port());
    CHECK(ask(server.port(), "/a.txt\r\n") == kStory);
  }
}

TEST_CASE("where all are being answered the new one is told to come later") {
  const auto shared = std::make_shared<SlowHandler::Shared>();
  const RunningServer server({.max_per_address = 1}, std::make_unique<SlowHandler>(shared));
  const Client slow(server.port());
  slow.send("/slow\twords\r\n");
  const serve::Reply reply = wait_for_reply(*shared);
  CHECK(Client(server.port()).rest() == kBusy);
  reply({serve::Outcome::Menu, ".\r\n", std::nullopt});
  CHECK(slow.rest() == ".\r\n");
}

TEST_CASE(
    "a client that gives way, or finds no room, gets the line that says so, whatever it sent") {
  const auto shared = std::make_shared<SlowHandler::Shared>();
  const RunningServer server({.max_connections = 2, .max_per_address = 1},
                             std::make_unique<SlowHandler>(shared));
  const Client slow(server.port());
  slow.send("/slow\twords\r\n");
  const serve::Reply reply = wait_for_reply(*shared);
  const Client second(server.port());
  second.send("/a.txt\r\n" + std::string(30'000, 'x'));
  CHECK(second.rest() == kBusy);
  const Client other(server.port(), "127.0.0.2");
  other.send("/a");
  settle_from("127.0.0.3", server);
  CHECK(other.send(".txt\r\n" + std::string(30'000, 'x')));
  CHECK(other.rest() == kBusy);
  reply({serve::Outcome::Menu, ".\r\n", std::nullopt});
  CHECK(slow.rest() == ".\r\n");
}

TEST_CASE("clients that take nothing of long answers, as many as there may be, keep no other out") {
  RunningServer server({.max_connections = 8, .max_per_address = 4});
  server.folder().write("long.txt", std::string(std::size_t{16} << 20, 'a'));
  std::list<Client> slow;
  for (int i = 0; i < 8; ++i) {
    const Client& client = slow.emplace_back(server.port(), i < 4 ? "127.0.0.2" : "127.0.0.3");
    client.send("/long.txt\r\n");
    REQUIRE_FALSE(client.some().empty());
  }
  settle_from("127.0.0.4", server);
  settle_from("127.0.0.4", server);
}

TEST_CASE("a full server keeps the client that takes its answer, not the one that does not") {
  RunningServer server({.max_connections = 2});
  server.folder().write("long.txt", std::string(std::size_t{32} << 20, 'a'));
  const Client slow(server.port(), "127.0.0.2");
  const Client fast(server.port(), "127.0.0.3");
  for (const Client* client : {&slow, &fast}) {
    client->send("/long.txt\r\n");
    REQUIRE_FALSE(client->some().empty());
  }
  server.clock().move(6s);
  std::size_t taken = 0;
  while (taken < (std::size_t{8} << 20)) taken += fast.some().size();
  settle_from("127.0.0.4", server);
  CHECK(slow.is_closed());
  CHECK(taken + fast.rest().size() > (std::size_t{31} << 20));
}

TEST_CASE("a client that takes less than the least rate is dropped, though it takes some") {
  RunningServer server({.write_time = 600s});
  server.folder().write("long.txt", std::string(std::size_t{32} << 20, 'a'));
  const Client client(server.port());
  client.send("/long.txt\r\n");
  REQUIRE_FALSE(client.some().empty());
  CHECK(eventually([&] {
    server.clock().move(16s);
    return server.log().find(" text-cut ") != std::string::npos;
  }));
}

TEST_CASE("an address that asks too often is told to come later, another is answered") {
  RunningServer server({.max_requests = 2});
  for (int i = 0; i < 10; ++i) settle(server);
  CHECK(ask(server.port(), "/a.txt\r\n") == kTooMany);
  settle_from("127.0.0.2", server);
  server.clock().move(500ms);
  settle(server);
  CHECK(server.log().find(" - too-many ") != std::string::npos);
}

TEST_CASE("bytes that many clients share come between those of one and a file") {
  class Sharing final : public serve::Handler {
   public:
    [[nodiscard]] bool takes(const serve::Request& request) const override {
      return request.selector == "/shared";
    }
    void answer(const serve::Request&, const serve::Asker& asker, serve::Reply reply) override {
      reply({.outcome = serve::Outcome::Text,
             .bytes = asker.network + ": ",
             .shared = std::make_shared<const std::string>(100'000, 'x')});
    }
  };
  const RunningServer server({}, std::make_unique<Sharing>());
  CHECK(ask(server.port(), "/shared\r\n") == "127.0.0.1: " + std::string(100'000, 'x'));
}

TEST_CASE("a handler answers when it can, from any thread, while others are served") {
  const auto shared = std::make_shared<SlowHandler::Shared>();
  const RunningServer server({}, std::make_unique<SlowHandler>(shared));
  const Client slow(server.port());
  slow.send("/slow\twords\r\n");
  const serve::Reply reply = wait_for_reply(*shared);
  settle(server);
  std::thread([&reply] { reply({serve::Outcome::File, "found", std::nullopt}); }).join();
  CHECK(slow.rest() == "found");
}

TEST_CASE("a handler that takes too long is not waited for, and its late answer goes nowhere") {
  const auto shared = std::make_shared<SlowHandler::Shared>();
  RunningServer server({}, std::make_unique<SlowHandler>(shared));
  const Client slow(server.port());
  slow.send("/slow\twords\r\n");
  const serve::Reply reply = wait_for_reply(*shared);
  server.clock().move(31s);
  CHECK(slow.rest() == kTimeout);
  reply({serve::Outcome::File, "found", std::nullopt});
  settle(server);
}

TEST_CASE("a server that is told to end lets who has asked have his answer, and nobody else") {
  const auto shared = std::make_shared<SlowHandler::Shared>();
  RunningServer server({}, std::make_unique<SlowHandler>(shared));
  const Client silent(server.port());
  const Client slow(server.port());
  slow.send("/slow\twords\r\n");
  const serve::Reply reply = wait_for_reply(*shared);
  server.drain();
  CHECK(silent.rest().empty());
  reply({serve::Outcome::File, "found", std::nullopt});
  CHECK(slow.rest() == "found");
}

TEST_CASE("a server that is told to end ends, whoever is still waiting, when its time is over") {
  const auto shared = std::make_shared<SlowHandler::Shared>();
  RunningServer server({}, std::make_unique<SlowHandler>(shared));
  const Client slow(server.port());
  slow.send("/slow\twords\r\n");
  const serve::Reply reply = wait_for_reply(*shared);
  server.drain();
  CHECK(eventually([&] {
    server.clock().move(5s);
    return server.has_ended();
  }));
  CHECK(slow.rest().empty());
}

TEST_CASE("an address that is taken, and one that is none, are named") {
  const RunningServer server;
  const std::string name = "127.0.0.1:" + std::to_string(server.port());
  const auto taken = serve::listen_on("127.0.0.1", server.port());
  REQUIRE_FALSE(taken.has_value());
  CHECK(taken.error().kind == ErrorKind::Usage);
  CHECK(taken.error().message == name + ": cannot listen: address already in use");
  const auto none = serve::listen_on("hole.example", 70);
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().message == "hole.example: is no IPv4 or IPv6 address");
}

TEST_CASE("a descriptor that is no socket that listens is not adopted") {
  const auto adopted = serve::adopt_listener(::dup(0));
  REQUIRE_FALSE(adopted.has_value());
  CHECK(adopted.error().message.ends_with(": is no TCP socket that listens"));
}

TEST_CASE("a server that has ended has closed its handlers, and each knew how menus name it") {
  struct Notes {
    std::atomic<bool> is_closed = false;
    gopher::Server here;
  };
  class Handler final : public serve::Handler {
   public:
    explicit Handler(std::shared_ptr<Notes> notes) : notes_(std::move(notes)) {}
    [[nodiscard]] bool takes(const serve::Request& request) const override {
      return request.selector == "/here";
    }
    void answer(const serve::Request&, const serve::Asker& asker, serve::Reply reply) override {
      notes_->here = asker.here;
      reply({serve::Outcome::Text, "here\r\n", std::nullopt});
    }
    void close() override { notes_->is_closed = true; }

   private:
    std::shared_ptr<Notes> notes_;
  };
  const auto notes = std::make_shared<Notes>();
  RunningServer server({}, std::make_unique<Handler>(notes));
  CHECK(ask(server.port(), "/here\r\n") == "here\r\n");
  CHECK(notes->here.host == "127.0.0.1");
  CHECK(notes->here.port == server.port());
  CHECK_FALSE(notes->is_closed);
  server.drain();
  CHECK(eventually([&] { return server.has_ended(); }));
  CHECK(notes->is_closed);
}

TEST_SUITE_END();
