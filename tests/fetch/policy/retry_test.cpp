#include <chrono>

#include <doctest/doctest.h>

#include "fetch/policy/next_step.h"

using namespace newshole;
using fetch::pause_after;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

// Sun, 06 Nov 1994 08:49:37 GMT
constexpr UtcTime kNow{seconds(784'111'777)};

std::optional<seconds> asked(std::string_view value) {
  return fetch::retry_after(value, kNow);
}

bool may_pass(long status) {
  return fetch::setback_of(status, std::nullopt, kNow).may_pass;
}

bool may_pass(ErrorKind kind) {
  return fetch::setback_of({kind, "failed"}).may_pass;
}

}  // namespace

TEST_SUITE_BEGIN("fetch/policy/retry");

TEST_CASE("each pause is twice the one before, up to half a minute") {
  CHECK(pause_after(1, milliseconds(1000), 1.0) == milliseconds(1000));
  CHECK(pause_after(2, milliseconds(1000), 1.0) == milliseconds(2000));
  CHECK(pause_after(5, milliseconds(1000), 1.0) == milliseconds(16'000));
  CHECK(pause_after(6, milliseconds(1000), 1.0) == milliseconds(30'000));
  CHECK(pause_after(2'000'000, milliseconds(1000), 1.0) == milliseconds(30'000));
}

TEST_CASE("chance takes at most half of a pause") {
  CHECK(pause_after(1, milliseconds(1000), 0.0) == milliseconds(500));
  CHECK(pause_after(1, milliseconds(1000), 0.5) == milliseconds(750));
  CHECK(pause_after(9, milliseconds(1000), 0.0) == milliseconds(15'000));
}

TEST_CASE("a server may ask for a rest in seconds") {
  CHECK(asked("120") == seconds(120));
  CHECK(asked(" 7 ") == seconds(7));
  CHECK(asked("0") == seconds(0));
}

TEST_CASE("a server may ask for a rest until a date, in all three forms of dates") {
  CHECK(asked("Sun, 06 Nov 1994 08:50:37 GMT") == seconds(60));
  CHECK(asked("Sunday, 06-Nov-94 08:50:37 GMT") == seconds(60));
  CHECK(asked("Sun Nov  6 08:50:37 1994") == seconds(60));
}

TEST_CASE("a rest in the past, a negative one and nonsense are not asked for") {
  CHECK_FALSE(asked("Sun, 06 Nov 1994 08:49:37 GMT"));
  CHECK_FALSE(asked("Sat, 05 Nov 1994 08:49:37 GMT"));
  CHECK_FALSE(asked("-5"));
  CHECK_FALSE(asked("1.5"));
  CHECK_FALSE(asked("12 hours"));
  CHECK_FALSE(asked("soon"));
  CHECK_FALSE(asked("Sunshine"));
  CHECK_FALSE(asked(""));
}

TEST_CASE("the longest rest is a year") {
  CHECK(asked("99999999999999999999999999") == seconds(31'536'000));
  CHECK(asked("31536001") == seconds(31'536'000));
  CHECK(asked("Fri, 31 Dec 9999 23:59:59 GMT") == seconds(31'536'000));
}

TEST_CASE("only what a server may not answer the next time is asked for again") {
  CHECK(may_pass(429L));
  CHECK(may_pass(500L));
  CHECK(may_pass(502L));
  CHECK(may_pass(503L));
  CHECK(may_pass(504L));
  CHECK_FALSE(may_pass(200L));
  CHECK_FALSE(may_pass(404L));
  CHECK_FALSE(may_pass(501L));
  CHECK(may_pass(ErrorKind::Unreachable));
  CHECK(may_pass(ErrorKind::Timeout));
  CHECK(may_pass(ErrorKind::Truncated));
  CHECK_FALSE(may_pass(ErrorKind::Tls));
  CHECK_FALSE(may_pass(ErrorKind::TooLarge));
  CHECK_FALSE(may_pass(ErrorKind::AddressRefused));
}

TEST_SUITE_END();
