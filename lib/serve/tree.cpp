#include "serve/tree.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

#include "base/ascii.h"
#include "gopher/dialect.h"

namespace newshole::serve {
namespace {

// O_NONBLOCK: to open a fifo would wait; fstat refuses it afterwards.
constexpr int kOpenFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

Descriptor open_by_kernel(int root, const char* path) {
  const open_how how{.flags = kOpenFlags,
                     .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
  return Descriptor(static_cast<int>(::syscall(SYS_openat2, root, path, &how, sizeof(how))));
}

bool has_openat2(int root) {
  return open_by_kernel(root, ".").is_open();
}

Descriptor open_by_name(int root, const std::string& path) {
  int parent = root;
  Descriptor folder;
  std::string_view rest = path;
  while (rest.find('/') != std::string_view::npos) {
    Descriptor next = open_folder(parent, std::string(ascii::take_before(rest, "/")));
    if (!next.is_open()) return next;
    folder = std::move(next);
    parent = folder.get();
  }
  return Descriptor(::openat(parent, path.c_str() + (path.size() - rest.size()), kOpenFlags));
}

bool is_served_name(std::string_view name) {
  return !name.empty() && name.front() != '.' &&
         std::none_of(name.begin(), name.end(), ascii::is_control);
}

bool is_served_path(std::string_view path) {
  while (path.find('/') != std::string_view::npos) {
    if (!is_served_name(ascii::take_before(path, "/"))) return false;
  }
  return is_served_name(path);
}

bool is_menu_file(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name == gopher::menu_file_name(gopher::Dialect::Gophermap) ||
         name == gopher::menu_file_name(gopher::Dialect::Gph);
}

std::string_view without_prefix(std::string_view selector, std::string_view prefix) {
  if (!selector.starts_with(prefix)) return selector;
  const std::string_view rest = selector.substr(prefix.size());
  return rest.empty() || rest.starts_with('/') ? rest : selector;
}

// With other causes (too many open files, a failing disk) the file may be there.
bool means_nothing_there(int error) {
  constexpr std::array kCauses = {ENOENT, ENOTDIR, ELOOP, EXDEV, EACCES, ENAMETOOLONG, ENXIO};
  return std::find(kCauses.begin(), kCauses.end(), error) != kCauses.end();
}

std::optional<Tree::Entry> entry_of(Descriptor descriptor) {
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0) return std::nullopt;
  if (S_ISDIR(status.st_mode)) {
    return Tree::Entry{Tree::Entry::Kind::Folder, std::move(descriptor), 0};
  }
  if (!S_ISREG(status.st_mode) || (status.st_mode & S_IROTH) == 0) return std::nullopt;
  return Tree::Entry{Tree::Entry::Kind::File, std::move(descriptor),
                     static_cast<std::uint64_t>(status.st_size)};
}

}  // namespace

std::optional<std::string> path_of_selector(std::string_view selector, std::string_view prefix) {
  std::string_view path = without_prefix(selector, prefix);
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  if (path.empty()) return std::string();
  if (!is_served_path(path) || is_menu_file(path)) return std::nullopt;
  return std::string(path);
}

Result<Tree> Tree::open(const std::filesystem::path& root, std::optional<Lookup> lookup) {
  Descriptor folder(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) {
    return io_error(root.string(), "cannot be opened", errno, ErrorKind::Usage);
  }
  const Lookup best = has_openat2(folder.get()) ? Lookup::Kernel : Lookup::NameByName;
  return Tree(std::move(folder), lookup.value_or(best));
}

Descriptor Tree::open_beneath(const std::string& path) const {
  const std::string& name = path.empty() ? "." : path;
  return lookup_ == Lookup::Kernel ? open_by_kernel(root_.get(), name.c_str())
                                   : open_by_name(root_.get(), name);
}

Result<std::optional<Tree::Entry>> Tree::find(const std::string& path) const {
  if (!root_.is_open() || (!path.empty() && !is_served_path(path))) return std::nullopt;
  Descriptor descriptor = open_beneath(path);
  if (descriptor.is_open()) return entry_of(std::move(descriptor));
  if (means_nothing_there(errno)) return std::nullopt;
  return io_error(path, "cannot be opened", errno);
}

}  // namespace newshole::serve
