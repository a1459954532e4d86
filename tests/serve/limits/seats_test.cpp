#include "serve/limits/seats.h"

#include <chrono>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;
using namespace std::chrono_literals;
using serve::RecentBytes;
using serve::Seat;
using Use = serve::Seat::Use;

TEST_SUITE_BEGIN("serve/limits/seats");

TEST_CASE("a network's own new connection gets the place of its oldest that is idle") {
  const std::vector<Seat> seats = {
      {.use = Use::Answering}, {.use = Use::Taking}, {.use = Use::Idle}, {.use = Use::Idle}};
  CHECK(serve::spare_seat(seats) == 2);
}

TEST_CASE(
    "or else of the oldest that takes nothing, and none of one that takes or is being answered") {
  const std::vector<Seat> seats = {{.use = Use::Answering},
                                   {.use = Use::Taking, .taken_lately = 1},
                                   {.use = Use::Taking},
                                   {.use = Use::Taking}};
  CHECK(serve::spare_seat(seats) == 2);
  CHECK_FALSE(serve::spare_seat(std::vector<Seat>(seats.begin(), seats.begin() + 2)));
}

TEST_CASE("of a full server, the connection that has taken fewest bytes gives way, in any phase") {
  const std::vector<Seat> seats = {{.use = Use::Taking, .taken_lately = 9'000},
                                   {.use = Use::Taking, .taken_lately = 12},
                                   {.use = Use::Taking, .taken_lately = 13}};
  CHECK(serve::seat_to_clear(seats, 3) == 1);
}

TEST_CASE(
    "of those that have taken nothing the oldest goes, after it those that are being answered") {
  const std::vector<Seat> seats = {
      {.use = Use::Answering}, {.use = Use::Idle}, {.use = Use::Taking}, {.use = Use::Idle}};
  CHECK(serve::seat_to_clear(seats, 4) == 1);
}

TEST_CASE("who has more than his share loses first, however much he takes") {
  const std::vector<Seat> seats = {{.use = Use::Idle, .of_network = 1},
                                   {.use = Use::Taking, .of_network = 3, .taken_lately = 9'000},
                                   {.use = Use::Taking, .of_network = 3, .taken_lately = 8'000},
                                   {.use = Use::Taking, .of_network = 3, .taken_lately = 9'000}};
  CHECK(serve::seat_to_clear(seats, 3) == 2);
}

TEST_CASE("a share is at least one connection, whoever comes") {
  const std::vector<Seat> seats = {{.use = Use::Taking, .taken_lately = 5}, {.use = Use::Idle}};
  CHECK(serve::seat_to_clear(seats, 3) == 1);
}

TEST_CASE("bytes of the last seconds are counted, older ones are not") {
  const Tick start = Tick(100h);
  RecentBytes bytes;
  CHECK(bytes.within(15s, start) == 0);
  bytes.add(1, start);
  bytes.add(10, start + 1s);
  bytes.add(100, start + 9s);
  CHECK(bytes.within(5s, start + 9s) == 100);
  CHECK(bytes.within(15s, start + 9s) == 111);
  CHECK(bytes.within(15s, start + 16s) == 110);
  CHECK(bytes.within(5s, start + 15s) == 0);
  CHECK(bytes.within(15s, start + 25s) == 0);
  bytes.add(1'000, start + 1h);
  CHECK(bytes.within(15s, start + 1h) == 1'000);
}

TEST_CASE("bytes without end cost no more than their sum of fifteen seconds") {
  RecentBytes bytes;
  for (int i = 0; i < 1'000; ++i) bytes.add(2, Tick(i * 500ms));
  CHECK(bytes.within(15s, Tick(499'500ms)) == 2 * (15 * 2 + 2));
}

TEST_SUITE_END();
