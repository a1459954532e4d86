#include "sandbox/workers.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;
using namespace newshole::sandbox;

namespace {

const SystemClock kClock;

/// What no page needs, by what a request calls it. Each would succeed outside.
const std::map<std::string, std::function<void()>, std::less<>> kForbidden = {
    {"open", [] { ::open("/dev/null", O_RDONLY | O_CLOEXEC); }},
    {"unlink", [] { ::unlink("/nonexistent/file"); }},
    {"socket", [] { ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }},
    {"connect", [] { ::connect(0, nullptr, 0); }},
    {"bind", [] { ::bind(0, nullptr, 0); }},
    {"execve", [] { ::execl("/bin/true", "true", nullptr); }},
    {"fork",
     [] {
       if (::fork() == 0) ::_exit(0);
     }},
    {"ptrace", [] { ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr); }},
    {"kill", [] { ::kill(::getppid(), 0); }},
    {"code in memory",
     [] { ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }},
};

/// The largest that the compiler does not see through.
std::string bytes_of(std::size_t size) {
  return std::string(size, 'x');
}

std::string answer(std::string_view request) {
  if (const auto found = kForbidden.find(request); found != kForbidden.end()) {
    found->second();
    return "alive";
  }
  if (request == "throw") throw std::runtime_error("a fault");
  if (request == "crash") *static_cast<volatile int*>(nullptr) = 1;  // NOLINT: on purpose
  if (request == "large") return bytes_of(3'000'000);
  if (request == "memory") {
    std::vector<std::string> all;
    while (true) all.push_back(bytes_of(8'000'000));
  }
  if (request == "spin") {
    std::atomic<unsigned> rounds = 0;
    while (true) ++rounds;
  }
  if (request == "sleep") {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable().wait(lock, [] { return false; });
  }
  return "answer to " + std::string(request);
}

std::unique_ptr<Workers> start(const Limits& limits = {}) {
  auto workers = Workers::start({.prepare = [] {}, .answer = answer}, limits, kClock);
  REQUIRE(workers);
  return *std::move(workers);
}

/// One answer is lost, and its message says what of the page is the cause; the next comes.
void check_lost(Workers& workers, const std::string& request, const std::string& cause) {
  CAPTURE(request);
  const Result<std::string> lost = workers.answer(request);
  REQUIRE_FALSE(lost);
  CHECK(lost.error().kind == ErrorKind::TooComplex);
  CHECK(lost.error().message == cause);
  CHECK(workers.answer("more") == "answer to more");
}

bool is_sanitized() {
#if defined(__SANITIZE_ADDRESS__)
  return true;
#elif defined(__has_feature)
  return __has_feature(address_sanitizer);
#else
  return false;
#endif
}

}  // namespace

TEST_SUITE_BEGIN("sandbox/workers");

TEST_CASE("a worker answers one request after another") {
  const auto workers = start();
  CHECK(workers->answer("a") == "answer to a");
  CHECK(workers->answer("") == "answer to ");
  const std::string large = bytes_of(5'000'000);
  CHECK(workers->answer(large) == "answer to " + large);
}

TEST_CASE("many threads get each its own answers") {
  const auto workers = start();
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 25; ++i) {
        const std::string request = std::to_string(thread) + " " + std::to_string(i);
        if (workers->answer(request) == "answer to " + request) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 100);
}

TEST_CASE("a worker that asks the system for what no page needs dies of it") {
  const auto workers = start();
  const auto walls = workers->walls();
  REQUIRE(walls);
  if (!walls->system_calls) {
    MESSAGE("this kernel filters no system calls");
    return;
  }
  for (const auto& [request, _] : kForbidden)
    check_lost(*workers, request, "reading it asked the system for what no page needs");
}

TEST_CASE("a worker that fails takes one answer with it") {
  const auto workers = start();
  check_lost(*workers, "throw", "reading it failed");
  if (!is_sanitized()) check_lost(*workers, "crash", "reading it failed (signal 11)");
}

TEST_CASE("a worker that takes too much processor time, memory or room ends, and says which") {
  const auto workers = start({.processor_time = std::chrono::seconds(1), .answer = 1'000'000});
  check_lost(*workers, "spin", "it takes more than 1 s to read");
  check_lost(*workers, "large", "it becomes too large a text");
  if (!is_sanitized()) check_lost(*workers, "memory", "it needs more than 256 MB of memory");
}

TEST_CASE("a worker that neither answers nor computes is ended") {
  const auto workers = start({.wall_time = std::chrono::milliseconds(300)});
  const Result<std::string> lost = workers->answer("sleep");
  REQUIRE_FALSE(lost);
  CHECK(lost.error().message == "it takes too long to read");
}

TEST_CASE("the processor time of many requests in a row is not that of one") {
  const auto workers = start({.processor_time = std::chrono::seconds(1)});
  const std::string large = bytes_of(5'000'000);
  for (int i = 0; i < 10; ++i) CHECK(workers->answer(large)->size() == large.size() + 10);
}

TEST_CASE(
    "one worker for one request answers it, or dies of it, without a process that makes more") {
  const auto one = [] {
    auto workers = Workers::start({.prepare = [] {}, .answer = answer}, {}, kClock, Requests::One);
    REQUIRE(workers);
    return *std::move(workers);
  };
  CHECK(one()->answer("a") == "answer to a");
  const auto failing = one();
  CHECK(failing->answer("throw").error().message == "reading it failed");
  CHECK(failing->answer("a").error().kind == ErrorKind::Internal);
}

TEST_CASE("what is prepared is there in every worker") {
  auto prepared = std::make_shared<std::string>();
  const auto workers = Workers::start({.prepare = [=] { *prepared = "ready"; },
                                       .answer = [=](std::string_view) { return *prepared; }},
                                      {}, kClock);
  REQUIRE(workers);
  CHECK((*workers)->answer("") == "ready");
  CHECK(prepared->empty());
}

TEST_SUITE_END();
