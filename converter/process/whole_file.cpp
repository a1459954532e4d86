#include "process/whole_file.h"

#include <cerrno>
#include <fcntl.h>
#include <random>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace newshole::converter {
namespace {

namespace fs = std::filesystem;

/// The mode for the file at `path`; nothing: 0666 less the umask.
std::optional<mode_t> mode_for(const fs::path& path, Readers readers) {
  constexpr mode_t kForEverybody = 0644;
  constexpr mode_t kPermissions = 0777;
  if (readers == Readers::Everybody) return kForEverybody;
  struct stat there {};
  if (::lstat(path.c_str(), &there) != 0 || !S_ISREG(there.st_mode)) return std::nullopt;
  return there.st_mode & kPermissions;
}

/// True for a device or a pipe.
bool is_special(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored) && !fs::is_regular_file(path, ignored);
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// Not the process alone: another machine's, or one that was killed, may have had its number.
std::string part_of(const fs::path& path) {
  std::random_device random;
  return path.string() + "." + std::to_string(::getpid()) + std::to_string(random()) + ".part";
}

/// How the kernel names what a descriptor has open.
std::string name_of_open(int descriptor) {
  return "/proc/self/fd/" + std::to_string(descriptor);
}

/// Closed where the file system has no files without a name, or none could be given one.
Descriptor open_unnamed(const fs::path& folder, mode_t mode) {
  Descriptor file(::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, mode));
  if (file.is_open() && ::access(name_of_open(file.get()).c_str(), F_OK) != 0) file.reset();
  return file;
}

Status done_or(const fs::path& path, int error) {
  if (error == 0) return {};
  return cannot_be_written(path.native(), error);
}

}  // namespace

tl::unexpected<Error> cannot_be_written(std::string_view subject, int error_number) {
  return fail(ErrorKind::Usage, std::string(subject) + ": cannot be written: " +
                                    std::generic_category().message(error_number));
}

int WholeFile::open(Readers readers) {
  constexpr mode_t kAsUmaskSays = 0666;
  is_special_ = is_special(path_);
  if (is_special_) {
    file_ = Descriptor(::open(path_.c_str(), O_WRONLY | O_CLOEXEC));
    return file_.is_open() ? 0 : errno;
  }
  const std::optional<mode_t> mode = mode_for(path_, readers);
  file_ = open_unnamed(folder_of(path_), mode.value_or(kAsUmaskSays));
  if (!file_.is_open()) {
    const std::string part = part_of(path_);
    file_ = Descriptor(
        ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode.value_or(kAsUmaskSays)));
    if (!file_.is_open()) return errno;
    part_ = part;
  }
  // Before anything is written: not everybody may read it.
  return mode && ::fchmod(file_.get(), *mode) != 0 ? errno : 0;
}

Result<WholeFile> WholeFile::create(fs::path path, Readers readers) {
  WholeFile file(std::move(path));
  if (const int error = file.open(readers); error != 0)
    return cannot_be_written(file.path_.native(), error);
  return file;
}

Status WholeFile::write(std::string_view bytes) {
  if (error_ == 0) error_ = write_fully(file_.get(), bytes);
  return done_or(path_, error_);
}

int WholeFile::give_name() {
  if (!part_.empty()) return 0;
  // rename() alone replaces a file, and it needs a name to replace it by.
  const std::string part = part_of(path_);
  if (::linkat(AT_FDCWD, name_of_open(file_.get()).c_str(), AT_FDCWD, part.c_str(),
               AT_SYMLINK_FOLLOW) != 0)
    return errno;
  part_ = part;
  return 0;
}

int WholeFile::settle() {
  if (error_ != 0) return error_;
  if (::fsync(file_.get()) != 0) return errno;
  if (const int error = give_name(); error != 0) return error;
  // Some file systems tell only here that there is no space.
  if (::close(file_.release()) != 0 || ::rename(part_.c_str(), path_.c_str()) != 0) {
    const int error = errno;
    ::unlink(part_.c_str());
    return error;
  }
  part_.clear();
  return 0;
}

Status WholeFile::put_in_place() {
  if (is_special_) return {};
  return done_or(path_, settle());
}

void WholeFile::drop() {
  if (file_.is_open() && !part_.empty()) ::unlink(part_.c_str());
}

Status write_whole(const fs::path& path, std::string_view bytes, Readers readers) {
  Result<WholeFile> file = WholeFile::create(path, readers);
  if (!file) return tl::unexpected(file.error());
  if (Status written = file->write(bytes); !written) return written;
  return file->put_in_place();
}

Result<fs::path> followed(const fs::path& path) {
  constexpr int kMostLinks = 40;
  struct stat there {};
  // stat() fails for links that the kernel refuses: another user's in /tmp, or one in a loop.
  if (::stat(path.c_str(), &there) != 0 && errno != ENOENT)
    return cannot_be_written(path.native(), errno);
  if (is_special(path)) return path;
  fs::path place = path;
  std::error_code is_no_link;
  for (int links = 0; links < kMostLinks; ++links) {
    const fs::path target = fs::read_symlink(place, is_no_link);
    if (is_no_link) return place;
    place = place.parent_path() / target;
  }
  return cannot_be_written(path.native(), ELOOP);
}

}  // namespace newshole::converter
