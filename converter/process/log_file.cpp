#include "process/log_file.h"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>

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

void LogFile::reopen() {
  if (path_.empty() || path_ == kStandardOutput) return;
  Descriptor again = open_to_add(path_);
  if (again.is_open()) file_ = std::move(again);
}

}  // namespace newshole::converter
