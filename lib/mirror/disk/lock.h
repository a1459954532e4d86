#pragma once
// Lets one run at a time write to a mirror. The kernel releases the lock (flock) when the process
// ends.

#include <string>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::mirror {

enum class LockMode {
  Exclusive,      ///< makes the lock file where it is missing
  SharedIfThere,  ///< writes nothing: where there is no lock file, no run holds the lock
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
