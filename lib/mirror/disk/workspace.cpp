#include "mirror/disk/workspace.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

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
    if (::mkdirat(parent, name, mode) != 0) {
      return io_error(full_name, "cannot be made", errno);
    }
    folder = open_folder(parent, name);
  }
  if (!folder.is_open()) return io_error(full_name, "cannot be opened as a folder", errno);
  // The umask may have taken rights from its owner; group and others are to have none.
  if (::fchmod(folder.get(), mode) != 0) {
    return io_error(full_name, "its mode cannot be set", errno);
  }
  return folder;
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
  if (const Status opened = workspace.open_folders(mode, passage); !opened) {
    return tl::unexpected(opened.error());
  }
  if (const Status taken = workspace.take_lock(mode); !taken) {
    return tl::unexpected(taken.error());
  }
  return workspace;
}

// SQLite makes the state with the mode that the umask leaves; its -wal and -shm get the same mode.
Status Workspace::close_files() const {
  constexpr const char* kState = "state.sqlite";
  const Descriptor state(::openat(private_.get(), kState,
                                  O_RDONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
                                  kOwnerOnly));
  // State reports what is not a file.
  if (!state.is_open()) return {};
  if (::fchmod(state.get(), kOwnerOnly) != 0)
    return io_error(root_name_ + "/" + kPrivate + "/" + kState, "its mode cannot be set", errno);
  return {};
}

Status Workspace::open_folders(PublishMode mode, Passage passage) {
  if (mode == PublishMode::DryRun) {
    private_ = open_folder(root_.get(), kPrivate);
    return {};
  }
  const std::string name = root_name_ + "/" + kPrivate;
  const bool is_closed = passage == Passage::Closed;
  Result<Descriptor> folder =
      open_private(root_.get(), kPrivate, name, is_closed ? kPrivateMode : kPassageMode);
  if (!folder) return tl::unexpected(folder.error());
  private_ = *std::move(folder);
  if (Status closed = is_closed ? Status() : close_files(); !closed) return closed;
  folder = open_private(private_.get(), kStaging, name + "/" + kStaging, kPrivateMode);
  if (!folder) return tl::unexpected(folder.error());
  staging_ = *std::move(folder);
  return {};
}

Status Workspace::take_lock(PublishMode mode) {
  if (!private_.is_open()) return {};
  const LockMode lock_mode =
      mode == PublishMode::Write ? LockMode::Exclusive : LockMode::SharedIfThere;
  Result<RunLock> lock = RunLock::take(private_.get(), root_name_ + "/" + kPrivate, lock_mode);
  if (!lock) return tl::unexpected(lock.error());
  lock_ = *std::move(lock);
  return {};
}

Publisher::Place Workspace::place() const {
  return {root_.get(), staging_.get(), root_name_};
}

}  // namespace newshole::mirror
