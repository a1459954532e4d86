#pragma once
// One run at a time. The lock is the kernel's (flock), so it dies with the process.

#include <string>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::mirror {

enum class LockMode {
  Exclusive,      ///< makes the lock file where it is missing
  SharedIfThere,  ///< writes nothing: without a lock file nobody holds it
};

class RunLock {
 public:
  /// Takes the lock in `folder` (an open descriptor; `name` is for messages) at once or not at all.
  /// Errors: Busy, Io.
  [[nodiscard]] static Result<RunLock> take(int folder, const std::string& name, LockMode mode);

 private:
  explicit RunLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

}  // namespace newshole::mirror
