// Preloaded: the time of day is what TORTURE_TIME says, in seconds since 1970; other clocks go on.

#include <cstdlib>
#include <ctime>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

bool is_fixed(time_t& seconds) {
  const char* text = std::getenv("TORTURE_TIME");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  if (text == nullptr) return false;
  seconds = std::strtoll(text, nullptr, 10);
  return true;
}

}  // namespace

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): theirs are reserved names
extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  time_t seconds = 0;
  if (clock == CLOCK_REALTIME && is_fixed(seconds)) {
    *time = {seconds, 0};
    return 0;
  }
  return static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
}

int gettimeofday(timeval* time, void* /*zone*/) noexcept {
  timespec now{};
  const int result = clock_gettime(CLOCK_REALTIME, &now);
  *time = {now.tv_sec, now.tv_nsec / 1000};
  return result;
}

time_t time(time_t* out) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (out != nullptr) *out = now.tv_sec;
  return now.tv_sec;
}

}  // extern "C"
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
