#pragma once
// Gumbo is built with assertions, and some short pages fail them. Internal to this module.

#include <csetjmp>

namespace newshole::html {

/// While one is alive, an assertion that fails in this thread leaves by longjmp to `escape`. It
/// must not lie in a frame that the jump leaves.
class AssertionTrap {
 public:
  explicit AssertionTrap(std::jmp_buf& escape);
  AssertionTrap(AssertionTrap&&) = delete;
  ~AssertionTrap();
};

}  // namespace newshole::html
