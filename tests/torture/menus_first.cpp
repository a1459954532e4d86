// For a build that is broken on purpose: a story gets its name only after a menu that names it, or
// when the run ends.

#include <cstdio>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the linker's names
extern "C" int __real_renameat(int from_folder, const char* from, int to_folder, const char* to);

namespace {

struct Rename {
  int from_folder;
  std::string from;
  int to_folder;
  std::string to;
};

class Delayed {
 public:
  Delayed() = default;
  Delayed(const Delayed&) = delete;
  Delayed& operator=(const Delayed&) = delete;
  Delayed(Delayed&&) = delete;
  Delayed& operator=(Delayed&&) = delete;
  ~Delayed() { catch_up(); }

  void add(Rename rename) { renames_.push_back(std::move(rename)); }

  void catch_up() {
    for (const Rename& it : renames_) {
      __real_renameat(it.from_folder, it.from.c_str(), it.to_folder, it.to.c_str());
      ::close(it.from_folder);
      ::close(it.to_folder);
    }
    renames_.clear();
  }

 private:
  std::vector<Rename> renames_;
};

Delayed& delayed() {
  static Delayed renames;
  return renames;
}

}  // namespace

extern "C" int __wrap_renameat(int from_folder, const char* from, int to_folder, const char* to) {
  if (std::string_view(to) != "gophermap") {
    delayed().add({::fcntl(from_folder, F_DUPFD_CLOEXEC, 3), from,
                   ::fcntl(to_folder, F_DUPFD_CLOEXEC, 3), to});
    return 0;
  }
  const int result = __real_renameat(from_folder, from, to_folder, to);
  delayed().catch_up();
  return result;
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
