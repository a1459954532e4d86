#pragma once
// The files below a mirror's root, opened so that nothing else is: by openat2(2) beneath the root
// and through no symbolic link, or name by name where the kernel has no openat2.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::serve {

/// How a path is walked. Both give the same.
enum class Lookup { Kernel, NameByName };

/// The path below a root that a selector names: no slashes at its ends, empty for the root.
/// `prefix` ("/news" or empty) is dropped from the front of the selector where it stands there.
/// Nothing if a name of it is empty, begins with a dot (so no "..", no dotfile, no .newshole),
/// holds a control character, or is that of a menu file: a menu's selector is its folder's.
[[nodiscard]] std::optional<std::string> path_of_selector(std::string_view selector,
                                                          std::string_view prefix);

class Tree {
 public:
  /// `root` itself may be a symbolic link. Without `lookup`, the kernel's if it has one. Errors:
  /// Usage, naming the folder.
  [[nodiscard]] static Result<Tree> open(const std::filesystem::path& root,
                                         std::optional<Lookup> lookup = std::nullopt);

  /// A root that has nothing.
  [[nodiscard]] static Tree none() { return {Descriptor(), Lookup::NameByName}; }

  struct Entry {
    enum class Kind { Folder, File };
    Kind kind = Kind::File;
    Descriptor descriptor;  ///< open for reading
    std::uint64_t size = 0;
  };

  /// What stands at `path` (as path_of_selector gives it, or such a path and a menu file's name).
  /// Nothing: it is not there, a name of it begins with a dot, a symbolic link is on the way, it
  /// is no regular file or folder, or a file that not everybody may read. Errors: Io, where there
  /// may be something that cannot be opened now.
  [[nodiscard]] Result<std::optional<Entry>> find(const std::string& path) const;

 private:
  Tree(Descriptor root, Lookup lookup) : root_(std::move(root)), lookup_(lookup) {}
  [[nodiscard]] Descriptor open_beneath(const std::string& path) const;

  Descriptor root_;
  Lookup lookup_;
};

}  // namespace newshole::serve
