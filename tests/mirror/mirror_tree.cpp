#include "mirror/mirror_tree.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace newshole::test {
namespace {

struct stat status_of(const std::filesystem::path& path) {
  struct stat status {};
  ::lstat(path.c_str(), &status);
  return status;
}

// Calls `visit` with each entry below root but those of .newshole.
template <typename Visit>
void walk(const std::filesystem::path& root, Visit visit) {
  if (!std::filesystem::exists(root)) return;
  for (auto it = std::filesystem::recursive_directory_iterator(root);
       it != std::filesystem::recursive_directory_iterator(); ++it) {
    if (it->path().filename() == ".newshole") {
      it.disable_recursion_pending();
    } else {
      visit(it->path());
    }
  }
}

}  // namespace

Umask::Umask(mode_t mask) : before_(::umask(mask)) {}

Umask::~Umask() {
  ::umask(before_);
}

NoDescriptors::NoDescriptors() {
  ::getrlimit(RLIMIT_NOFILE, &before_);
  const rlimit none{0, before_.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
}

NoDescriptors::~NoDescriptors() {
  ::setrlimit(RLIMIT_NOFILE, &before_);
}

NoThreads::NoThreads() {
  constexpr std::size_t kNoMachineHas = std::size_t{1} << 50;
  pthread_attr_t none;
  ::pthread_getattr_default_np(&before_);
  ::pthread_getattr_default_np(&none);
  ::pthread_attr_setstacksize(&none, kNoMachineHas);
  ::pthread_setattr_default_np(&none);
  ::pthread_attr_destroy(&none);
}

NoThreads::~NoThreads() {
  ::pthread_setattr_default_np(&before_);
  ::pthread_attr_destroy(&before_);
}

std::map<std::string, SeenFile> files_below(const std::filesystem::path& root) {
  std::map<std::string, SeenFile> files;
  walk(root, [&](const std::filesystem::path& path) {
    const struct stat status = status_of(path);
    if (!S_ISREG(status.st_mode)) return;
    constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
    files[path.lexically_relative(root).string()] = {
        read(path), status.st_mtim.tv_sec * kNanosecondsPerSecond + status.st_mtim.tv_nsec,
        status.st_ino};
  });
  return files;
}

std::vector<std::string> names_below(const std::filesystem::path& root) {
  std::vector<std::string> names;
  for (const auto& [name, file] : files_below(root)) names.push_back(name);
  return names;
}

std::map<std::string, std::string> modes_below(const std::filesystem::path& root) {
  std::map<std::string, std::string> modes;
  walk(root, [&](const std::filesystem::path& path) {
    std::array<char, 8> octal{};
    constexpr unsigned kPermissions = 07777;
    std::snprintf(octal.data(), octal.size(), "%04o", status_of(path).st_mode & kPermissions);
    modes[path.lexically_relative(root).string()] = octal.data();
  });
  return modes;
}

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

void write(const std::filesystem::path& file, std::string_view bytes) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace newshole::test
