#include "serve/access_log.h"

#include <chrono>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace newshole::serve;
using namespace std::chrono_literals;

TEST_SUITE_BEGIN("serve/access_log");

namespace {

// 2025-12-01T18:04:05Z
constexpr newshole::UtcTime kTime{1764612245s};

std::string logged(std::string_view line) {
  const std::string whole = to_log_line({.time = kTime, .line = std::string(line)});
  return whole.substr(whole.find("0.000 ") + 6);
}

}  // namespace

TEST_CASE("a visit is one line of six fields") {
  CHECK(to_log_line({.time = kTime,
                     .address = "192.0.2.7",
                     .outcome = Outcome::Text,
                     .bytes = 5123,
                     .took = 1214us,
                     .line = "/news.example/a.txt"}) ==
        "2025-12-01T18:04:05Z 192.0.2.7 text 5123 1.214 /news.example/a.txt\n");
}

TEST_CASE("an address that is not to be logged and a request that did not come are dashes") {
  CHECK(to_log_line({.time = kTime, .outcome = Outcome::Timeout, .took = 10'000'000us}) ==
        "2025-12-01T18:04:05Z - timeout 0 10000.000 -\n");
}

TEST_CASE("an answer that was cut says so") {
  const std::string line =
      to_log_line({.time = kTime, .outcome = Outcome::Text, .ending = Ending::Cut, .bytes = 7});
  CHECK(line == "2025-12-01T18:04:05Z - text-cut 7 0.000 -\n");
}

TEST_CASE("nothing that a client sends can add a line, a field or an escape to the log") {
  CHECK(logged("a b\tc\r\nd") == "a%20b%09c%0D%0Ad\n");
  CHECK(logged("\x1b]0;x\x07") == "%1B]0;x%07\n");
  CHECK(logged("\xc2\x9b\xe2\x80\xae\xff") == "%C2%9B%E2%80%AE%FF\n");
  CHECK(logged("100%20") == "100%2520\n");
  CHECK(logged("") == "/\n");
}

TEST_CASE("a long request is shortened") {
  CHECK(logged(std::string(1000, 'a')) == std::string(300, 'a') + "...\n");
}

TEST_SUITE_END();
