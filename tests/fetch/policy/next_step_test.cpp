#include "fetch/policy/next_step.h"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "fetch/policy/schedule.h"

using namespace newshole;
using namespace std::chrono_literals;
using fetch::Blame;
using fetch::Life;
using fetch::Rests;
using fetch::Setback;
using fetch::Situation;
using std::chrono::seconds;

TEST_SUITE_BEGIN("fetch/policy/next_step");

namespace {

Tick at(std::chrono::milliseconds time) {
  return Tick(time);
}

/// Three retries, 30 s for a page; the pauses are 750 ms, 1.5 s, 3 s.
fetch::NetworkOptions options(Rests rests = Rests::Apart) {
  return {.rests = rests};
}

Situation situation() {
  return {.now = at(100s), .chance = 0.5};
}

Setback status(long code, const std::optional<std::string>& rest = std::nullopt) {
  return fetch::setback_of(code, rest, UtcTime{});
}

/// "retry 750" (ms from now), or the message; then the host: "rest 750", "left" or nothing.
std::string step(const Setback& setback, const Situation& given,
                 const fetch::NetworkOptions& network = options()) {
  const auto ms_from_now = [&](Tick when) {
    return std::to_string(
        std::chrono::duration_cast<std::chrono::milliseconds>(when - given.now).count());
  };
  const fetch::NextStep next = fetch::next_step(setback, given, network);
  const auto* retry = std::get_if<fetch::Retry>(&next.request);
  std::string out = retry != nullptr ? "retry " + ms_from_now(retry->when)
                                     : std::get<Error>(next.request).message;
  if (const auto* rest = std::get_if<fetch::HostRest>(&next.host)) {
    out += ", rest " + ms_from_now(rest->until);
  }
  if (std::holds_alternative<fetch::HostLeft>(next.host)) out += ", left";
  return out;
}

struct Row {
  const char* claim;
  Setback setback;
  Situation situation;
  Rests rests;
  const char* expected;
};

Situation with(void (*change)(Situation&)) {
  Situation changed = situation();
  change(changed);
  return changed;
}

}  // namespace

TEST_CASE("each kind of setback has its next step") {
  const Error unreachable{ErrorKind::Unreachable, "refused"};
  const std::vector<Row> rows = {
      {"a page that is not there is not asked for again", status(404), situation(), Rests::Apart,
       "answered 404"},
      {"a page that fails is tried again; its host is not blamed", status(500),
       with([](Situation& s) { s.host_failures = 1; }), Rests::Apart, "retry 750"},
      {"the pause doubles", status(500), with([](Situation& s) { s.retries = 1; }), Rests::Apart,
       "retry 1500"},
      {"the last retry is the last", status(500), with([](Situation& s) { s.retries = 3; }),
       Rests::Apart, "answered 500"},
      {"a server that cannot be reached rests before anything else is asked of it",
       fetch::setback_of(unreachable), with([](Situation& s) { s.host_failures = 2; }),
       Rests::Apart, "retry 750, rest 1500"},
      {"the fifth failure in a row is the host's last in a run", fetch::setback_of(unreachable),
       with([](Situation& s) { s.host_failures = 5; }), Rests::Apart,
       "refused; the host failed 5 times, left"},
      {"a service lets the request wait for the host", fetch::setback_of(unreachable),
       with([](Situation& s) {
         s.host_failures = 5;
         s.life = Life::Service;
       }),
       Rests::Apart, "retry 750, left"},
      {"a failure that is not counted gives the host no rest", fetch::setback_of(unreachable),
       situation(), Rests::Apart, "retry 750"},
      {"no retry begins beyond max_time", status(500),
       with([](Situation& s) { s.spent = 29'500ms; }), Rests::Apart, "answered 500"},
      {"no retry begins beyond the deadline", status(500),
       with([](Situation& s) { s.last_moment = at(100'500ms); }), Rests::Apart, "answered 500"},
      {"a rest that is asked for is kept, however long max_time is", status(429, "120"),
       situation(), Rests::Apart, "retry 120000, rest 120000"},
      {"a rest that ends after the deadline is an error at once", status(429, "120"),
       with([](Situation& s) { s.last_moment = at(150s); }), Rests::Apart,
       "answered 429 and asks for a rest of 120 s, left"},
      {"where max_time counts rests, a longer one is an error at once", status(429, "120"),
       situation(), Rests::Counted, "answered 429 and asks for a rest of 120 s, left"},
      {"where max_time counts rests, what is spent counts too", status(429, "10"),
       with([](Situation& s) { s.spent = 25s; }), Rests::Counted,
       "answered 429 and asks for a rest of 10 s, left"},
      {"where max_time counts rests, a short one is kept", status(503, "10"), situation(),
       Rests::Counted, "retry 10000, rest 10000"},
      {"a rest shorter than the pause is the pause", status(429, "0"), situation(), Rests::Apart,
       "retry 750, rest 750"},
      {"the host rests though the request is given up", status(429, "60"),
       with([](Situation& s) { s.retries = 3; }), Rests::Apart, "answered 429, rest 60000"},
      {"without Retry-After a 429 is a failure like others", status(429),
       with([](Situation& s) { s.host_failures = 1; }), Rests::Apart, "retry 750, rest 750"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.claim);
    CHECK(step(row.setback, row.situation, options(row.rests)) == row.expected);
  }
}

TEST_CASE("rests that max_time counts are spent") {
  const auto next = fetch::next_step(status(429, "10"), situation(), options(Rests::Counted));
  CHECK(std::get<fetch::Retry>(next.request).spent == 10s);
  const auto apart = fetch::next_step(status(429, "10"), situation(), options());
  CHECK(std::get<fetch::Retry>(apart.request).spent == 0s);
}

TEST_CASE("pages that fail count against the host in a run, not in a service") {
  CHECK(fetch::counts_against_host(status(500), Life::Run));
  CHECK_FALSE(fetch::counts_against_host(status(500), Life::Service));
  CHECK(fetch::counts_against_host(status(503), Life::Service));
  CHECK_FALSE(fetch::counts_against_host(status(404), Life::Run));
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("fetch/policy/waits");

namespace {

struct Reports {
  std::vector<std::string> lines;
  fetch::Waits waits{[this](const fetch::Wait& wait) {
    lines.push_back(wait.host + " " + std::to_string(wait.time.count()) + " " + wait.cause);
  }};
};

}  // namespace

TEST_CASE("a wait of over a second is reported once, with its cause") {
  Reports reports;
  reports.waits.note_cause("news.example:443", "answered 429");
  reports.waits.report("news.example:443", at(0s), at(1s));
  reports.waits.report("news.example:443", at(0s), at(120s));
  reports.waits.report("news.example:443", at(10s), at(120s));
  CHECK(reports.lines == std::vector<std::string>{"news.example 120 answered 429"});
  reports.waits.report("news.example:443", at(120s), at(180s));
  CHECK(reports.lines.size() == 2);
}

TEST_CASE("the pause between two requests to a host is reported the first time only") {
  Reports reports;
  reports.waits.report("a.example:443", at(0s), at(5s));
  reports.waits.report("a.example:443", at(5s), at(10s));
  reports.waits.report("b.example:443", at(5s), at(10s));
  CHECK(reports.lines == std::vector<std::string>{"a.example 5 ", "b.example 5 "});
}

TEST_SUITE_END();
