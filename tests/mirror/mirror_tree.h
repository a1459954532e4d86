#pragma once
// The files of a mirror, as other programs see them.

#include <cstdint>
#include <filesystem>
#include <map>
#include <pthread.h>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/types.h>
#include <vector>

namespace newshole::test {

/// Sets the umask, and the old one again at the end.
class Umask {
 public:
  explicit Umask(mode_t mask);
  Umask(const Umask&) = delete;
  Umask& operator=(const Umask&) = delete;
  Umask(Umask&&) = delete;
  Umask& operator=(Umask&&) = delete;
  ~Umask();

 private:
  mode_t before_;
};

/// No file can be opened meanwhile.
class NoDescriptors {
 public:
  NoDescriptors();
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;
  NoDescriptors(NoDescriptors&&) = delete;
  NoDescriptors& operator=(NoDescriptors&&) = delete;
  ~NoDescriptors();

 private:
  rlimit before_{};
};

/// The system starts no thread meanwhile: there is no room for its stack.
class NoThreads {
 public:
  NoThreads();
  NoThreads(const NoThreads&) = delete;
  NoThreads& operator=(const NoThreads&) = delete;
  NoThreads(NoThreads&&) = delete;
  NoThreads& operator=(NoThreads&&) = delete;
  ~NoThreads();

 private:
  pthread_attr_t before_{};
};

struct SeenFile {
  std::string bytes;
  std::int64_t modified = 0;  ///< nanoseconds
  std::uint64_t inode = 0;

  friend bool operator==(const SeenFile&, const SeenFile&) = default;
};

/// All regular files below `root` but those of .newshole, by path relative to it.
[[nodiscard]] std::map<std::string, SeenFile> files_below(const std::filesystem::path& root);

/// The names alone.
[[nodiscard]] std::vector<std::string> names_below(const std::filesystem::path& root);

/// "0644" and the like of all files and folders below `root`, .newshole left out.
[[nodiscard]] std::map<std::string, std::string> modes_below(const std::filesystem::path& root);

[[nodiscard]] std::string read(const std::filesystem::path& file);
void write(const std::filesystem::path& file, std::string_view bytes);

}  // namespace newshole::test
