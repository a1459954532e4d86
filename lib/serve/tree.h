#pragma once
// Opens files below a mirror's root, and no others: with openat2(2), beneath the root and through
// no symbolic link, or name by name if the kernel has no openat2.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::serve {

/// How a path is looked up. Both give the same.
enum class Lookup { Kernel, NameByName };

/// The path below a root that a selector names: no slashes at its ends, empty for the root.
/// If the selector begins with `prefix` ("/news" or empty), the prefix is dropped. Nothing if a
/// name of the path is empty, begins with a dot (so no "..", no dotfile, no .newshole), holds a
/// control character, or is that of a menu file: a menu's selector is its folder's.
[[nodiscard]] std::optional<std::string> path_of_selector(std::string_view selector,
                                                          std::string_view prefix);

class Tree {
 public:
  /// `root` itself may be a symbolic link. Without `lookup`, the kernel's if it has one. Errors:
  /// Usage, naming the folder.
  [[nodiscard]] static Result<Tree> open(const std::filesystem::path& root,
                                         std::optional<Lookup> lookup = std::nullopt);

  /// A tree without files.
  [[nodiscard]] static Tree none() { return {Descriptor(), Lookup::NameByName}; }

  struct Entry {
    enum class Kind { Folder, File };
    Kind kind = Kind::File;
    Descriptor descriptor;  ///< open for reading
    std::uint64_t size = 0;
  };

  /// The file or folder at `path` (as path_of_selector gives it, or such a path and a menu file's
  /// name). Nothing: there is none, a name of it begins with a dot, a symbolic link is on the way,
  /// it is neither a regular file nor a folder, or not everybody may read it. Errors: Io (it may be
  /// there, but cannot be opened now).
  [[nodiscard]] Result<std::optional<Entry>> find(const std::string& path) const;

 private:
  Tree(Descriptor root, Lookup lookup) : root_(std::move(root)), lookup_(lookup) {}
  [[nodiscard]] Descriptor open_beneath(const std::string& path) const;

  Descriptor root_;
  Lookup lookup_;
};

}  // namespace newshole::serve
