#include "mirror/disk/workspace.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace newshole::mirror {
namespace {

constexpr const char* kPrivate = ".newshole";
constexpr const char* kStaging = "staging";
constexpr mode_t kPrivateMode = 0700;
constexpr mode_t kPassageMode = 0711;
constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kRootMode = 0755;

Status make_root(const std::filesystem::path& root) {
  std::error_code error;
  const bool is_new = std::filesystem::create_directories(root, error);
  if (error) {
    return fail(ErrorKind::Io, root.string() + ": cannot be made: " + error.message());
  }
  if (is_new && ::chmod(root.c_str(), kRootMode) != 0) {
    return io_error(root.string(), "its mode cannot be set", errno);
  }
  return {};
}

Result<Descriptor> open_private(int parent, const char* name, const std::string& full_name,
                                mode_t mode) {
  Descriptor folder = open_folder(parent, name);
  if (!folder.is_open() && errno == ENOENT) {
    if (::mkdirat(parent, name, mode) != 0) return io_error(full_name, "cannot be made", errno);
    folder = open_folder(parent, name);
  }
  if (!folder.is_open()) return io_error(full_name, "cannot be opened as a folder", errno);
  // The umask may have taken rights from its owner; group and others are to have none.
  if (::fchmod(folder.get(), mode) != 0)
    return io_error(full_name, "its mode cannot be set", errno);
  return folder;
}

int flock_without_waiting(int file, PublishMode mode) {
  const int operation = (mode == PublishMode::Write ? LOCK_EX : LOCK_SH) | LOCK_NB;
  while (::flock(file, operation) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

}  // namespace

Result<Workspace> Workspace::open(const std::filesystem::path& root, PublishMode mode,
                                  Passage passage) {
  Workspace workspace;
  workspace.root_name_ = root.string();
  workspace.private_folder_ = root / kPrivate;
  if (mode == PublishMode::Write) {
    if (const Status made = make_root(root); !made) return tl::unexpected(made.error());
  }
  std::error_code error;
  const std::filesystem::path canonical = std::filesystem::canonical(root, error);
  if (error && mode == PublishMode::DryRun) return workspace;
  if (error) return fail(ErrorKind::Io, root.string() + ": " + error.message());
  workspace.private_folder_ = canonical / kPrivate;
  workspace.root_ =
      Descriptor(::open(canonical.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!workspace.root_.is_open()) return io_error(root.string(), "cannot be opened", errno);
  return workspace.open_folders(mode, passage).transform([&] { return std::move(workspace); });
}

// SQLite makes the state with the mode that the umask leaves; its -wal and -shm get the same mode.
Status Workspace::close_files(const std::string& name) const {
  constexpr const char* kState = "state.sqlite";
  const Descriptor state(::openat(private_.get(), kState,
                                  O_RDONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
                                  kOwnerOnly));
  // State reports what is not a file.
  if (!state.is_open() || ::fchmod(state.get(), kOwnerOnly) == 0) return {};
  return io_error(name + "/" + kState, "its mode cannot be set", errno);
}

Status Workspace::open_folders(PublishMode mode, Passage passage) {
  const std::string name = root_name_ + "/" + kPrivate;
  if (mode == PublishMode::DryRun) {
    private_ = open_folder(root_.get(), kPrivate);
    if (!private_.is_open()) return {};
  } else {
    const bool is_closed = passage == Passage::Closed;
    Result<Descriptor> folder =
        open_private(root_.get(), kPrivate, name, is_closed ? kPrivateMode : kPassageMode);
    if (!folder) return tl::unexpected(folder.error());
    private_ = *std::move(folder);
    if (Status closed = is_closed ? Status() : close_files(name); !closed) return closed;
    folder = open_private(private_.get(), kStaging, name + "/" + kStaging, kPrivateMode);
    if (!folder) return tl::unexpected(folder.error());
    staging_ = *std::move(folder);
  }
  return take_lock(private_.get(), name, mode).transform([&](Descriptor lock) {
    lock_ = std::move(lock);
  });
}

Result<Descriptor> take_lock(int folder, const std::string& name, PublishMode mode) {
  constexpr const char* kFile = "lock";
  const bool is_write = mode == PublishMode::Write;
  Descriptor file(::openat(
      folder, kFile, (is_write ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
      kOwnerOnly));
  if (!file.is_open()) {
    if (!is_write && errno == ENOENT) return file;
    return io_error(name + "/" + kFile, "cannot be opened", errno);
  }
  const int error = flock_without_waiting(file.get(), mode);
  if (error == 0) return file;
  if (error != EWOULDBLOCK) return io_error(name + "/" + kFile, "cannot be locked", error);
  return fail(ErrorKind::Busy, name + "/" + kFile + ": another run holds the mirror");
}

}  // namespace newshole::mirror
