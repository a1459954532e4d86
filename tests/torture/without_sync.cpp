// For a build that is broken on purpose: the publisher's syncs do nothing, and say that all is
// well.

#include <sys/types.h>

extern "C" {

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the linker's names
int __wrap_fsync(int /*file*/) {
  return 0;
}

int __wrap_syncfs(int /*file*/) {
  return 0;
}

int __wrap_sync_file_range(int /*file*/, off64_t /*start*/, off64_t /*bytes*/, unsigned /*flags*/) {
  return 0;
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

}  // extern "C"
