#include "process/output.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/descriptor.h"

namespace newshole::converter {
namespace {

namespace fs = std::filesystem;

std::string cause(int error) {
  return std::generic_category().message(error);
}

/// The mode for the file at `path`; nothing: 0666 less the umask.
std::optional<mode_t> mode_for(const fs::path& path, Readers readers) {
  constexpr mode_t kForEverybody = 0644;
  constexpr mode_t kPermissions = 0777;
  if (readers == Readers::Everybody) return kForEverybody;
  struct stat there {};
  if (::lstat(path.c_str(), &there) != 0 || !S_ISREG(there.st_mode)) return std::nullopt;
  return there.st_mode & kPermissions;
}

int write_new(const std::string& path, std::string_view bytes, std::optional<mode_t> mode) {
  constexpr mode_t kAsUmaskSays = 0666;
  const int file =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode.value_or(kAsUmaskSays));
  if (file < 0) return errno;
  // Before the write: not everybody may read the bytes.
  int error = mode && ::fchmod(file, *mode) != 0 ? errno : 0;
  if (error == 0) error = write_fully(file, bytes);
  if (error == 0 && ::fsync(file) != 0) error = errno;
  if (::close(file) != 0 && error == 0) error = errno;
  return error;
}

/// True for a device or a pipe.
bool is_special(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored) && !fs::is_regular_file(path, ignored);
}

int write_into(const fs::path& path, std::string_view bytes) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return file.is_open() ? write_fully(file.get(), bytes) : errno;
}

int put_in_place(const fs::path& path, std::string_view bytes, Readers readers) {
  const std::string part = path.string() + "." + std::to_string(::getpid()) + ".part";
  int error = write_new(part, bytes, mode_for(path, readers));
  if (error == 0 && ::rename(part.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) ::unlink(part.c_str());
  return error;
}

tl::unexpected<Error> cannot_be_written(const fs::path& path, int error) {
  return fail(ErrorKind::Usage, path.string() + ": cannot be written: " + cause(error));
}

/// The target of symbolic links, which need not exist. Devices and pipes keep their names.
Result<fs::path> followed(const fs::path& path) {
  constexpr int kMostLinks = 40;
  struct stat there {};
  // stat() fails for links that the kernel refuses: another user's in /tmp, or one in a loop.
  if (::stat(path.c_str(), &there) != 0 && errno != ENOENT) return cannot_be_written(path, errno);
  if (is_special(path)) return path;
  fs::path place = path;
  std::error_code is_no_link;
  for (int links = 0; links < kMostLinks; ++links) {
    const fs::path target = fs::read_symlink(place, is_no_link);
    if (is_no_link) return place;
    place = place.parent_path() / target;
  }
  return cannot_be_written(path, ELOOP);
}

}  // namespace

Status write_whole(const fs::path& path, std::string_view bytes, Readers readers) {
  const int error = is_special(path) ? write_into(path, bytes) : put_in_place(path, bytes, readers);
  if (error == 0) return {};
  return cannot_be_written(path, error);
}

Status Output::write(std::string_view bytes) {
  if (path_) {
    gathered_ += bytes;
    return {};
  }
  const int error = write_fully(STDOUT_FILENO, bytes);
  closed_ = error == EPIPE;
  if (error == 0 || closed_) return {};
  return fail(ErrorKind::Usage, "standard output: cannot be written: " + cause(error));
}

Status Output::finish() {
  if (!path_ || gathered_.empty()) return {};
  const Result<fs::path> place = followed(*path_);
  return place ? write_whole(*place, gathered_) : tl::unexpected(place.error());
}

}  // namespace newshole::converter
