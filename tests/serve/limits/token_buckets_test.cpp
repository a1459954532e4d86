#include "serve/limits/token_buckets.h"

#include <chrono>
#include <string>

#include <doctest/doctest.h>

using namespace newshole;
using namespace std::chrono_literals;
using serve::TokenBuckets;

TEST_SUITE_BEGIN("serve/limits/token_buckets");

namespace {

const Tick kStart = Tick(1h);

int taken_of(int asked, TokenBuckets& buckets, const std::string& name, Tick now) {
  int taken = 0;
  for (int i = 0; i < asked; ++i) taken += buckets.take(name, now) ? 1 : 0;
  return taken;
}

}  // namespace

TEST_CASE("at once as many may happen as the burst has, then one an interval") {
  TokenBuckets buckets({.interval = 1s, .burst = 3});
  CHECK(taken_of(9, buckets, "a", kStart) == 3);
  CHECK(taken_of(9, buckets, "a", kStart + 999ms) == 0);
  CHECK(taken_of(9, buckets, "a", kStart + 1s) == 1);
  CHECK(taken_of(9, buckets, "a", kStart + 3s) == 2);
}

TEST_CASE("after a rest a bucket is full, and no fuller after a longer one") {
  TokenBuckets buckets({.interval = 1s, .burst = 3});
  CHECK(taken_of(9, buckets, "a", kStart) == 3);
  CHECK(taken_of(9, buckets, "a", kStart + 1h) == 3);
}

TEST_CASE("each name has a bucket of its own") {
  TokenBuckets buckets({.interval = 1s, .burst = 3});
  CHECK(taken_of(9, buckets, "a", kStart) == 3);
  CHECK(taken_of(9, buckets, "b", kStart) == 3);
}

TEST_CASE("without an interval all may happen") {
  TokenBuckets buckets({});
  CHECK(taken_of(9, buckets, "a", kStart) == 9);
  CHECK(buckets.size() == 0);
}

TEST_CASE("buckets that are full again are forgotten, and never are there more than ten thousand") {
  TokenBuckets buckets({.interval = 1s, .burst = 3});
  for (int i = 0; i < 25'000; ++i) {
    REQUIRE(buckets.take(std::to_string(i), kStart + std::chrono::milliseconds(i)));
    REQUIRE(buckets.size() <= 2'100);
  }
  for (int i = 0; i < 25'000; ++i) {
    REQUIRE(buckets.take("at once " + std::to_string(i), kStart + 1h));
    REQUIRE(buckets.size() <= 10'000);
  }
}

TEST_SUITE_END();
