#include "serve/limits/fair_queue.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;
using Queue = serve::FairQueue<std::string>;
using Room = Queue::Room;

TEST_SUITE_BEGIN("serve/limits/fair_queue");

namespace {

std::string next(Queue& queue) {
  const auto turn = queue.next();
  return turn ? turn->work : "(nothing)";
}

}  // namespace

TEST_CASE("who brings one piece of work waits for one of those who brought many") {
  Queue queue({.places = 1, .most = 32, .most_of_network = 8});
  for (const char* work : {"a1", "a2", "a3"}) queue.push("a", work);
  queue.push("b", "b1");
  CHECK(next(queue) == "a1");
  queue.finish("a");
  CHECK(next(queue) == "b1");
  queue.finish("b");
  CHECK(next(queue) == "a2");
}

TEST_CASE("a network that is at work comes after those that wait with nothing at work") {
  Queue queue({.places = 4, .most = 32, .most_of_network = 8});
  for (const char* work : {"a1", "a2"}) queue.push("a", work);
  queue.push("b", "b1");
  CHECK(next(queue) == "a1");
  CHECK(next(queue) == "b1");
  CHECK(next(queue) == "(nothing)");
  queue.finish("b");
  CHECK(next(queue) == "a2");
}

TEST_CASE("one network gets no more than half of the places, though nobody else waits") {
  Queue queue({.places = 8, .most = 32, .most_of_network = 8});
  for (const char* work : {"a1", "a2", "a3", "a4", "a5"}) queue.push("a", work);
  for (const char* work : {"a1", "a2", "a3", "a4", "(nothing)"}) CHECK(next(queue) == work);
  queue.push("b", "b1");
  CHECK(next(queue) == "b1");
}

TEST_CASE(
    "who comes to a queue full of others' work is next after those before him have had a turn") {
  Queue queue({.places = 2, .most = 32, .most_of_network = 8});
  for (const char* network : {"a", "b"}) {
    for (const char* number : {"1", "2", "3"}) queue.push(network, network + std::string(number));
  }
  CHECK(next(queue) == "a1");
  CHECK(next(queue) == "b1");
  queue.push("c", "c1");
  queue.finish("a");
  CHECK(next(queue) == "c1");
}

TEST_CASE("there is room for so much work in all and of each network, at work or waiting") {
  Queue queue({.places = 1, .most = 6, .most_of_network = 2});
  queue.push("a", "a1");
  queue.push("a", "a2");
  CHECK(next(queue) == "a1");
  CHECK(queue.room_for("a") == Room::FullOfNetwork);
  queue.finish("a");
  CHECK(queue.room_for("a") == Room::Free);
  for (const char* network : {"b", "c", "d", "e", "f"}) {
    CHECK(queue.room_for(network) == Room::Free);
    queue.push(network, "1");
  }
  CHECK(queue.room_for("g") == Room::Full);
}

TEST_CASE("a few networks that bring all they may leave room for many that bring one each") {
  Queue queue({.places = 8, .most = 32, .most_of_network = 4});
  for (int attacker = 0; attacker < 8; ++attacker) {
    const std::string network = "a" + std::to_string(attacker);
    while (queue.room_for(network) == Room::Free) queue.push(network, network);
  }
  for (int reader = 0; reader < 12; ++reader) {
    const std::string network = "r" + std::to_string(reader);
    REQUIRE(queue.room_for(network) == Room::Free);
    queue.push(network, network);
    CHECK(queue.room_for(network) == Room::FullOfNetwork);
  }
  CHECK(queue.room_for("late") == Room::Full);
}

TEST_CASE("what is taken out of the queue waits no longer, what is at work is finished as before") {
  Queue queue({.places = 1, .most = 2, .most_of_network = 2});
  queue.push("a", "a1");
  queue.push("b", "b1");
  CHECK(next(queue) == "a1");
  CHECK(queue.take_all().size() == 1);
  queue.finish("a");
  CHECK(next(queue) == "(nothing)");
  CHECK(queue.room_for("a") == Room::Free);
}

TEST_SUITE_END();
