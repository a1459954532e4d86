#include "search/files.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

#include "base/ascii.h"
#include "base/descriptor.h"

namespace newshole::search {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = ".newshole/search";
constexpr const char* kBuilding = "building";
constexpr std::string_view kSuffix = ".sqlite";
constexpr std::array<const char*, 2> kCompanions = {"-wal", "-shm"};
constexpr mode_t kFileMode = 0644;
constexpr mode_t kFolderMode = 0755;

std::string prefix() {
  return std::to_string(kIndexVersion) + "-";
}

std::string name_of(std::int64_t generation) {
  return prefix() + std::to_string(generation) + std::string(kSuffix);
}

std::optional<std::int64_t> generation_of(std::string_view name) {
  if (!name.starts_with(prefix()) || !name.ends_with(kSuffix)) return std::nullopt;
  name.remove_prefix(prefix().size());
  name.remove_suffix(kSuffix.size());
  return ascii::number<std::int64_t>(name);
}

std::optional<IndexFile> look_at(const fs::path& path, std::int64_t generation) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  return IndexFile{path,
                   {.generation = generation,
                    .size = status.st_size,
                    .modified = status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec}};
}

Status make_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), kFolderMode) != 0 && errno != EEXIST)
    return io_error(folder.string(), "cannot be made", errno);
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!opened.is_open()) return io_error(folder.string(), "cannot be opened as a folder", errno);
  struct stat status {};
  const bool has_mode =
      ::fstat(opened.get(), &status) == 0 && (status.st_mode & ALLPERMS) == kFolderMode;
  if (!has_mode && ::fchmod(opened.get(), kFolderMode) != 0)
    return io_error(folder.string(), "its mode cannot be set", errno);
  return {};
}

// SQLite gives its -wal and -shm the mode that the file has.
Status make_empty(const fs::path& path) {
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (!file.is_open()) return io_error(path.string(), "cannot be made", errno);
  if (::fchmod(file.get(), kFileMode) != 0)
    return io_error(path.string(), "its mode cannot be set", errno);
  return {};
}

Status sync(const fs::path& path, int flags) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags));
  if (!file.is_open()) return io_error(path.string(), "cannot be opened", errno);
  if (::fsync(file.get()) != 0) return io_error(path.string(), "cannot be synchronised", errno);
  return {};
}

std::string with(const fs::path& path, const char* suffix) {
  return path.string() + suffix;
}

}  // namespace

fs::path index_folder(const fs::path& root) {
  return root / kFolder;
}

Result<std::optional<IndexFile>> newest_index(const fs::path& folder) {
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  std::optional<IndexFile> newest;
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const auto generation = generation_of(entry->path().filename().string());
    if (!generation || (newest && newest->mark.generation > *generation)) continue;
    if (auto file = look_at(entry->path(), *generation)) newest = std::move(file);
  }
  if (!error || error == std::errc::no_such_file_or_directory) return newest;
  return fail(ErrorKind::Io, folder.string() + ": cannot be read: " + error.message());
}

std::string version_of(const fs::path& folder) {
  const auto newest = newest_index(folder);
  if (!newest || !*newest) return {};
  std::string version = std::to_string((*newest)->mark.generation);
  for (const char* suffix : {"", kCompanions[0]}) {
    const auto file = look_at(with((*newest)->path, suffix), 0);
    if (file)
      version += " " + std::to_string(file->mark.size) + " " + std::to_string(file->mark.modified);
  }
  return version;
}

Result<fs::path> begin_index(const fs::path& folder) {
  if (const Status made = make_folder(folder); !made) return tl::unexpected(made.error());
  const fs::path path = folder / kBuilding;
  std::error_code ignored;
  fs::remove_all(path, ignored);
  for (const char* suffix : kCompanions) fs::remove_all(with(path, suffix), ignored);
  return make_empty(path).map([&] { return path; });
}

// Readers may lack the right to make -wal and -shm, so both are there before the file is.
Result<IndexFile> place_index(const fs::path& built, std::int64_t generation) {
  const fs::path path = built.parent_path() / name_of(generation);
  Status status = sync(built, 0);
  for (const char* suffix : kCompanions) {
    std::error_code ignored;
    fs::remove_all(with(path, suffix), ignored);
    if (status) status = make_empty(with(path, suffix));
  }
  if (!status) return tl::unexpected(status.error());
  if (::rename(built.c_str(), path.c_str()) != 0)
    return io_error(path.string(), "cannot be put in its place", errno);
  status = sync(built.parent_path(), O_DIRECTORY);
  if (!status) return tl::unexpected(status.error());
  auto file = look_at(path, generation);
  if (!file) return fail(ErrorKind::Io, path.string() + ": is gone");
  return *std::move(file);
}

void remove_indexes_but(const fs::path& folder, std::optional<std::int64_t> generation) {
  const std::string kept = generation ? name_of(*generation) : std::string();
  std::error_code error;
  std::vector<fs::path> others;
  for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (kept.empty() || !name.starts_with(kept)) others.push_back(entry->path());
  }
  for (const fs::path& other : others) fs::remove_all(other, error);
}

}  // namespace newshole::search
