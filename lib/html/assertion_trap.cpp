#include "html/assertion_trap.h"

namespace newshole::html {
namespace {

// A failed assertion gives the C library no pointer to the parse.
thread_local std::jmp_buf* trap = nullptr;

}  // namespace

AssertionTrap::AssertionTrap(std::jmp_buf& escape) {
  trap = &escape;
}

AssertionTrap::~AssertionTrap() {
  trap = nullptr;
}

}  // namespace newshole::html

// The linker's --wrap makes these names.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" {
[[noreturn]] void __real___assert_fail(const char* claim, const char* file, unsigned line,
                                       const char* function);
[[noreturn]] void __wrap___assert_fail(const char* claim, const char* file, unsigned line,
                                       const char* function);

void __wrap___assert_fail(const char* claim, const char* file, unsigned line,
                          const char* function) {
  if (newshole::html::trap != nullptr) std::longjmp(*newshole::html::trap, 1);
  __real___assert_fail(claim, file, line, function);
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
