#include <chrono>
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "serve/live/page.h"

using namespace newshole;
using namespace std::chrono_literals;
using serve::LiveCache;
using serve::LivePage;

TEST_SUITE_BEGIN("serve/live/cache");

namespace {

constexpr Tick kNow{};

std::shared_ptr<const LivePage> page(const std::string& text) {
  return std::make_shared<const LivePage>(
      LivePage{.menu = {}, .text = std::make_shared<const std::string>(text)});
}

bool has(LiveCache& cache, const std::string& key) {
  return cache.find(key, kNow) != nullptr;
}

}  // namespace

TEST_CASE("a page is there until its time, and then no more") {
  LiveCache cache(10'000);
  cache.put("a", page("text"), kNow + 5s);
  CHECK(*cache.find("a", kNow + 4999ms)->text == "text");
  CHECK(cache.find("a", kNow + 5s) == nullptr);
  CHECK(cache.bytes() == 0);
  CHECK(cache.pages() == 0);
}

TEST_CASE("a newer page takes the place of an older one") {
  LiveCache cache(10'000);
  cache.put("a", page("old"), kNow + 5s);
  const std::size_t bytes = cache.bytes();
  cache.put("a", page("new"), kNow + 9s);
  CHECK(*cache.find("a", kNow + 6s)->text == "new");
  CHECK(cache.bytes() == bytes);
}

TEST_CASE("the page that was asked for longest ago makes room") {
  LiveCache cache(10'000);
  const std::string large(2'700, 'x');
  for (const char* key : {"a", "b", "c"}) cache.put(key, page(large), kNow + 5s);
  REQUIRE(has(cache, "a"));
  cache.put("d", page(large), kNow + 5s);
  CHECK(has(cache, "a"));
  CHECK_FALSE(has(cache, "b"));
  CHECK(has(cache, "c"));
  CHECK(has(cache, "d"));
}

TEST_CASE("whatever is put into it, it holds no more than its bytes") {
  LiveCache cache(10'000);
  for (int i = 0; i < 1'000; ++i) {
    cache.put(std::string(static_cast<std::size_t>(i % 90), 'k') + std::to_string(i),
              page(std::string(static_cast<std::size_t>(i * 7 % 3'000), 'x')), kNow + 5s);
    REQUIRE(cache.bytes() <= 10'000);
  }
  CHECK(cache.pages() > 1);
}

TEST_CASE("a page that is larger than all the room is not kept, and drops no other") {
  LiveCache cache(10'000);
  cache.put("a", page("text"), kNow + 5s);
  cache.put("large", page(std::string(10'000, 'x')), kNow + 5s);
  CHECK_FALSE(has(cache, "large"));
  CHECK(has(cache, "a"));
}
