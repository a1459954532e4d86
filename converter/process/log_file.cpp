#include "process/log_file.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace newshole::converter {
namespace {

constexpr const char* kStandardOutput = "-";

Descriptor open_to_add(const std::string& path) {
  constexpr mode_t kMode = 0640;
  if (path == kStandardOutput) {
    return Descriptor(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0));
  }
  return Descriptor(
      ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_NOCTTY | O_CLOEXEC, kMode));
}

}  // namespace

Result<LogFile> LogFile::open(const std::optional<std::string>& path) {
  LogFile log;
  if (!path) return log;
  log.path_ = *path;
  log.file_ = open_to_add(*path);
  if (log.file_.is_open()) return log;
  return io_error(*path, "cannot be written", errno, ErrorKind::Usage);
}

// A line is shorter than PIPE_BUF: a write to a pipe that poll() reports as writable does not wait.
void LogFile::write(std::string_view line) const {
  if (!file_.is_open()) return;
  pollfd ready{.fd = file_.get(), .events = POLLOUT, .revents = 0};
  if (::poll(&ready, 1, 0) != 1 || (ready.revents & POLLOUT) == 0) return;
  static_cast<void>(write_fully(file_.get(), line));
}

// Through a link of somebody else's, root would give away whatever file it leads to. Where the
// system refuses, `reopen` will say so.
void LogFile::give_to(uid_t user, gid_t group) const {
  struct stat open {};
  struct stat named {};
  if (path_.empty() || path_ == kStandardOutput) return;
  if (::fstat(file_.get(), &open) != 0 || ::lstat(path_.c_str(), &named) != 0) return;
  const bool is_named = open.st_dev == named.st_dev && open.st_ino == named.st_ino;
  if (!is_named || !S_ISREG(open.st_mode) || open.st_nlink != 1) return;
  static_cast<void>(::fchown(file_.get(), user, group) == 0);
}

Status LogFile::may_be_renamed() const {
  if (path_.empty() || path_ == kStandardOutput) return {};
  const std::filesystem::path parent = std::filesystem::path(path_).parent_path();
  const std::string folder = parent.empty() ? "." : parent.string();
  if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) == 0) return {};
  return fail(ErrorKind::Io, path_ + ": cannot be made again after it was renamed, since " +
                                 folder +
                                 " is closed to the user of the server: let logrotate use "
                                 "\"create\" with that user, or \"copytruncate\"");
}

Status LogFile::reopen() {
  if (path_.empty() || path_ == kStandardOutput) return {};
  Descriptor again = open_to_add(path_);
  if (!again.is_open()) return io_error(path_, "cannot be opened again", errno);
  file_ = std::move(again);
  return {};
}

}  // namespace newshole::converter
