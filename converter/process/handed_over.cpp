#include "process/handed_over.h"

#include <cstdlib>
#include <unistd.h>

#include "base/ascii.h"

namespace newshole::converter {
namespace {

constexpr int kFirst = 3;
constexpr int kMost = 64;

int number_in(const char* variable) {
  const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): no thread yet
  if (value == nullptr) return 0;
  return ascii::number<int>(value).value_or(0);
}

}  // namespace

std::vector<int> handed_over_sockets() {
  const bool is_for_us = number_in("LISTEN_PID") == ::getpid();
  const int count = number_in("LISTEN_FDS");
  for (const char* variable : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) {
    ::unsetenv(variable);  // NOLINT(concurrency-mt-unsafe): no thread yet
  }
  std::vector<int> sockets;
  for (int i = 0; is_for_us && i < count && i < kMost; ++i) sockets.push_back(kFirst + i);
  return sockets;
}

}  // namespace newshole::converter
