#include "mirror/disk/lock.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

namespace newshole::mirror {
namespace {

constexpr const char* kFile = "lock";

Descriptor open_lock_file(int folder, LockMode mode) {
  constexpr int kAlways = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  constexpr mode_t kOwnerOnly = 0600;
  const int flags = mode == LockMode::Exclusive ? O_RDWR | O_CREAT | kAlways : O_RDONLY | kAlways;
  return Descriptor(::openat(folder, kFile, flags, kOwnerOnly));
}

int flock_without_waiting(int file, LockMode mode) {
  const int operation = (mode == LockMode::Exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB;
  while (::flock(file, operation) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

}  // namespace

Result<RunLock> RunLock::take(int folder, const std::string& name, LockMode mode) {
  Descriptor file = open_lock_file(folder, mode);
  if (!file.is_open()) {
    if (mode == LockMode::SharedIfThere && errno == ENOENT) return RunLock(Descriptor());
    return io_error(name + "/" + kFile, "cannot be opened", errno);
  }
  const int error = flock_without_waiting(file.get(), mode);
  if (error == EWOULDBLOCK) {
    return fail(ErrorKind::Busy, name + "/" + kFile + ": another run holds the mirror");
  }
  if (error != 0) return io_error(name + "/" + kFile, "cannot be locked", error);
  return RunLock(std::move(file));
}

}  // namespace newshole::mirror
