#include "output.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace newshole::converter {
namespace {

std::string cause(int error) {
  return std::generic_category().message(error);
}

/// Gives 0 or the error.
int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int write_new(const std::string& path, std::string_view bytes, Readers readers) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return errno;
  int error = write_all(file, bytes);
  if (error == 0 && readers == Readers::Everybody && ::fchmod(file, 0644) != 0) error = errno;
  if (error == 0 && ::fsync(file) != 0) error = errno;
  if (::close(file) != 0 && error == 0) error = errno;
  return error;
}

}  // namespace

Status write_whole(const std::filesystem::path& path, std::string_view bytes, Readers readers) {
  std::error_code ignored;
  // What is no ordinary file, /dev/null or a pipe, is not replaced but written to.
  const bool is_special =
      std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored);
  if (is_special) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    const int error = file < 0 ? errno : write_all(file, bytes);
    if (file >= 0) ::close(file);
    if (error != 0)
      return fail(ErrorKind::Usage, path.string() + ": cannot be written: " + cause(error));
    return {};
  }
  const std::string part = path.string() + "." + std::to_string(::getpid()) + ".part";
  int error = write_new(part, bytes, readers);
  if (error == 0 && ::rename(part.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return {};
  ::unlink(part.c_str());
  return fail(ErrorKind::Usage, path.string() + ": cannot be written: " + cause(error));
}

Status Output::write(std::string_view bytes) {
  if (path_) {
    gathered_ += bytes;
    return {};
  }
  const int error = write_all(STDOUT_FILENO, bytes);
  closed_ = error == EPIPE;
  if (error == 0 || closed_) return {};
  return fail(ErrorKind::Usage, "standard output: cannot be written: " + cause(error));
}

Status Output::finish() {
  if (!path_ || gathered_.empty()) return {};
  return write_whole(*path_, gathered_);
}

}  // namespace newshole::converter
