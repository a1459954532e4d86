#include "fetch/policy/schedule.h"

#include <chrono>
#include <string>

#include <doctest/doctest.h>

using namespace newshole;
using fetch::Schedule;
using std::chrono::milliseconds;

namespace {

Tick at(int when) {
  return Tick(milliseconds(when));
}

/// The jobs that start at `when`, in order.
std::string started(Schedule& schedule, int when) {
  std::string jobs;
  while (const auto job = schedule.start(at(when))) jobs += std::to_string(*job) + ";";
  return jobs;
}

void add(Schedule& schedule, const std::string& host, std::size_t from, std::size_t to) {
  for (std::size_t job = from; job <= to; ++job) schedule.add(job, host);
}

}  // namespace

TEST_SUITE_BEGIN("fetch/policy/schedule");

TEST_CASE("a host gets so many requests at a time, the most urgent first") {
  Schedule schedule({.max_per_host = 2});
  add(schedule, "a", 0, 4);
  CHECK(started(schedule, 0) == "0;1;");
  schedule.end("a");
  CHECK(started(schedule, 1) == "2;");
  CHECK(schedule.running() == 2);
  schedule.end("a");
  CHECK(started(schedule, 2) == "3;");
}

TEST_CASE("a host that is full does not hold up another") {
  Schedule schedule({.max_per_host = 1});
  add(schedule, "a", 0, 1);
  add(schedule, "b", 2, 3);
  CHECK(started(schedule, 0) == "0;2;");
}

TEST_CASE("all hosts together get so many requests at a time") {
  Schedule schedule({.max_per_host = 2, .max_in_flight = 3});
  add(schedule, "a", 0, 1);
  add(schedule, "b", 2, 3);
  CHECK(started(schedule, 0) == "0;1;2;");
  schedule.end("a");
  CHECK(started(schedule, 0) == "3;");
}

TEST_CASE("a job that comes back goes before those that are less urgent") {
  Schedule schedule({.max_per_host = 1});
  add(schedule, "a", 0, 2);
  CHECK(started(schedule, 0) == "0;");
  schedule.end("a");
  schedule.add(0, "a");
  CHECK(started(schedule, 0) == "0;");
}

TEST_CASE("between two requests to one host there is a pause") {
  Schedule schedule({.pause = milliseconds(100)});
  add(schedule, "a", 0, 1);
  add(schedule, "b", 2, 2);
  CHECK(started(schedule, 5) == "0;2;");
  CHECK(schedule.next_start(at(5)).value().when == at(105));
  CHECK(started(schedule, 104).empty());
  CHECK(started(schedule, 105) == "1;");
}

TEST_CASE("the longer pause counts, that of all hosts or that of the host") {
  Schedule schedule({.pause = milliseconds(100)});
  schedule.slow_down("a", milliseconds(300));
  schedule.slow_down("b", milliseconds(20));
  add(schedule, "a", 0, 1);
  add(schedule, "b", 2, 3);
  CHECK(started(schedule, 0) == "0;2;");
  CHECK(started(schedule, 99).empty());
  CHECK(started(schedule, 100) == "3;");
  CHECK(started(schedule, 299).empty());
  CHECK(started(schedule, 300) == "1;");
}

TEST_CASE("a host's own pause takes the place of that of all, whatever its port") {
  Schedule schedule({.pause = milliseconds(100),
                     .pauses = {{"a", milliseconds(300)}, {"[::1]", milliseconds(20)}}});
  add(schedule, "a:443", 0, 1);
  add(schedule, "[::1]:80", 2, 3);
  add(schedule, "b:443", 4, 5);
  CHECK(started(schedule, 0) == "0;2;4;");
  CHECK(started(schedule, 19).empty());
  CHECK(started(schedule, 20) == "3;");
  CHECK(started(schedule, 100) == "5;");
  CHECK(started(schedule, 299).empty());
  CHECK(started(schedule, 300) == "1;");
}

TEST_CASE("a host that asks for more than its own pause gets it, and not less than that") {
  Schedule schedule({.pauses = {{"a", milliseconds(50)}, {"b", milliseconds(50)}}});
  schedule.slow_down("a", milliseconds(80));
  schedule.slow_down("b", milliseconds(10));
  add(schedule, "a", 0, 1);
  add(schedule, "b", 2, 3);
  CHECK(started(schedule, 0) == "0;2;");
  CHECK(started(schedule, 49).empty());
  CHECK(started(schedule, 50) == "3;");
  CHECK(started(schedule, 79).empty());
  CHECK(started(schedule, 80) == "1;");
}

TEST_CASE("a host that was forgotten has its own pause again") {
  Schedule schedule({.pauses = {{"a", milliseconds(50)}}});
  add(schedule, "a", 0, 0);
  CHECK(started(schedule, 0) == "0;");
  schedule.end("a");
  schedule.forget_idle(at(1000));
  CHECK(schedule.hosts() == 0);
  add(schedule, "a", 1, 2);
  CHECK(started(schedule, 1000) == "1;");
  CHECK(started(schedule, 1049).empty());
  CHECK(started(schedule, 1050) == "2;");
}

TEST_CASE("a host may ask for less again") {
  Schedule schedule({});
  schedule.slow_down("a", milliseconds(300));
  schedule.slow_down("a", milliseconds(20));
  add(schedule, "a", 0, 1);
  CHECK(started(schedule, 0) == "0;");
  CHECK(started(schedule, 20) == "1;");
}

TEST_CASE("a job for later waits for its time") {
  Schedule schedule({});
  schedule.add_later(0, "a", at(50));
  schedule.add(1, "a");
  CHECK(started(schedule, 49) == "1;");
  CHECK(schedule.next_start(at(49)).value().when == at(50));
  CHECK(started(schedule, 50) == "0;");
  CHECK(started(schedule, 51).empty());
  CHECK_FALSE(schedule.next_start(at(50)));
}

TEST_CASE("a host that rests is asked nothing, and others go on") {
  Schedule schedule({});
  add(schedule, "a", 0, 0);
  add(schedule, "b", 1, 1);
  schedule.rest("a", at(0), at(70));
  CHECK(started(schedule, 69) == "1;");
  CHECK(schedule.next_start(at(0)).value().when == at(70));
  CHECK(started(schedule, 70) == "0;");
}

TEST_CASE("after a rest a host is asked one thing at a time until it answers") {
  Schedule schedule({.max_per_host = 3});
  add(schedule, "a", 0, 4);
  schedule.rest("a", at(0), at(10));
  CHECK(started(schedule, 10) == "0;");
  schedule.note_success("a");
  schedule.end("a");
  CHECK(started(schedule, 11) == "1;2;3;");
}

TEST_CASE("failures in a row are counted, and an answer ends the row") {
  Schedule schedule({});
  CHECK(schedule.note_failure("a", at(0)) == 1);
  CHECK(schedule.note_failure("a", at(0)) == 2);
  CHECK(schedule.note_failure("b", at(0)) == 1);
  schedule.note_success("a");
  CHECK(schedule.note_failure("a", at(0)) == 1);
}

TEST_CASE("what was in flight when a rest began counts as one failure") {
  Schedule schedule({});
  CHECK(schedule.note_failure("a", at(0)) == 1);
  schedule.rest("a", at(10), at(20));
  CHECK(schedule.note_failure("a", at(9)) == 0);
  CHECK(schedule.note_failure("a", at(20)) == 2);
}

TEST_CASE("all jobs of a host that was left start at once, to be told why") {
  Schedule schedule({.max_per_host = 1, .pause = milliseconds(100)});
  add(schedule, "a", 0, 2);
  schedule.add_later(3, "a", at(500));
  schedule.add_later(4, "b", at(500));
  CHECK(started(schedule, 0) == "0;");
  CHECK(schedule.reason_left("a") == nullptr);
  schedule.leave("a", {ErrorKind::Unreachable, "down"});
  CHECK(schedule.reason_left("a")->message == "down");
  CHECK(started(schedule, 0) == "1;2;3;");
  schedule.end("a");
  CHECK(schedule.running() == 0);
  CHECK(schedule.next_start(at(0)).value().when == at(500));
}

TEST_SUITE_END();

TEST_CASE("a job that waits can be taken away, one that runs cannot") {
  Schedule schedule({.max_per_host = 1});
  add(schedule, "a", 0, 2);
  schedule.add_later(3, "a", at(5));
  CHECK(started(schedule, 0) == "0;");
  CHECK_FALSE(schedule.withdraw(0, "a"));
  CHECK_FALSE(schedule.withdraw(1, "b"));
  CHECK(schedule.withdraw(1, "a"));
  CHECK(schedule.withdraw(3, "a"));
  schedule.end("a");
  CHECK(started(schedule, 10) == "2;");
  schedule.end("a");
  CHECK(started(schedule, 11).empty());
}

TEST_CASE("hosts of which nothing is to be known are forgotten, others are not") {
  Schedule schedule({.max_per_host = 1});
  add(schedule, "idle", 0, 0);
  add(schedule, "runs", 1, 1);
  add(schedule, "waits", 2, 3);
  CHECK(started(schedule, 0) == "0;1;2;");
  schedule.end("idle");
  schedule.end("waits");
  add(schedule, "rests", 4, 4);
  schedule.rest("rests", at(0), at(10));
  schedule.forget_idle(at(1));
  CHECK(schedule.hosts() == 3);
  CHECK(schedule.resting_until("rests") == at(10));
}
