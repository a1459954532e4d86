#pragma once
// Puts files below the mirror's root so that a reader sees the old file or the new one, whole, and
// a kill or a power cut leaves nothing else.
//
// A file is staged in ROOT/.newshole/staging, and a batch is published at once: its bytes are on
// the disk before the first rename, its names before `publish` returns. So files of a later batch
// may name those of an earlier one. Each name of a path is opened by itself and never through a
// symbolic link: a link below the root leads nowhere.

#include <map>
#include <optional>
#include <vector>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::mirror {

enum class PublishMode {
  Write,
  DryRun,  ///< compares only; the root need not exist
};

/// The answer to a file that was put.
struct Put {
  enum class Outcome {
    Unchanged,  ///< the same bytes stand there, mode 0644: not touched
    Staged,     ///< will be there after `publish` (dry run: would be)
    Refused,    ///< the path is taken by something that no run made; `obstacle` says by what
  };
  Outcome outcome = Outcome::Unchanged;
  std::string obstacle;
};

/// The error of a file that was refused.
[[nodiscard]] inline Error refusal(const Put& put) {
  return {.kind = ErrorKind::Io, .message = put.obstacle, .is_obstacle = true};
}

struct PublishedFile {
  std::string path;
  std::size_t bytes = 0;
};

class Publisher {
 public:
  /// `root` is an open folder, or none in a dry run of a mirror that is not there yet; `staging`
  /// a folder on the same file system that is the publisher's own: files that an earlier run left
  /// there are removed. Both stay open as long as the publisher; `root_name` is for messages.
  struct Place {
    int root = -1;
    int staging = -1;
    std::string root_name;
  };
  [[nodiscard]] static Result<Publisher> open(const Place& place, PublishMode mode);
  Publisher(Publisher&& other) noexcept = default;
  ~Publisher() { discard(); }

  /// `path` is relative, names between "/"; none may start with a dot. Files get mode 0644, new
  /// folders 0755, whatever the umask. Errors: Io (no room, read-only file system), naming the
  /// file.
  [[nodiscard]] Result<Put> put(const std::string& path, std::string_view bytes);

  /// Makes all staged files visible and gives them, in the order in which they were put. Errors:
  /// Io, naming the file; files before it may be visible, the others are as they were.
  [[nodiscard]] Result<std::vector<PublishedFile>> publish();

  /// The files that a batch that failed has published all the same, once.
  [[nodiscard]] std::vector<PublishedFile> take_visible() { return std::exchange(visible_, {}); }

  /// Removes what is staged.
  void discard();

  /// Removes a regular file if one stands there, and the folders above it as far as they are empty
  /// then. Does nothing in a dry run. Errors: Io, naming the file.
  [[nodiscard]] Status remove(const std::string& path);

  /// True if a regular file stands there, or if the system does not say: a file that cannot be
  /// looked at is not lost.
  [[nodiscard]] bool has_file(const std::string& path) const;

  /// True if a regular file of mode 0644 stands there, as `publish` makes them.
  [[nodiscard]] bool has_own_file(const std::string& path) const;

  /// The bytes of such a file; nothing where there is none.
  [[nodiscard]] std::optional<std::string> bytes_of(const std::string& path) const;

 private:
  struct StagedFile {
    std::string name;  // in staging
    std::string path;
    std::size_t bytes = 0;
  };
  struct Folder {
    Descriptor descriptor;  // none: missing, or an obstacle
    std::string obstacle;
  };
  enum class Missing { Make, Leave };

  Publisher(Place place, PublishMode mode) : place_(std::move(place)), mode_(mode) {}
  [[nodiscard]] std::string full_name(const std::string& path) const {
    return place_.root_name + "/" + path;
  }
  [[nodiscard]] Result<Folder> folder_of(const std::string& path, Missing missing) const;
  [[nodiscard]] std::optional<int> looked_up_folder(const std::string& path) const;
  [[nodiscard]] Status write_staged(const StagedFile& file, std::string_view bytes) const;
  [[nodiscard]] Status sync_staged() const;
  [[nodiscard]] Status rename_staged(const StagedFile& file) const;
  [[nodiscard]] Status sync_folders() const;

  Place place_;
  PublishMode mode_;
  std::vector<StagedFile> staged_;
  std::vector<PublishedFile> visible_;  // of the batch being published
  std::size_t next_name_ = 0;
  // Folders that files were looked for in since something was last changed below the root.
  mutable std::map<std::string, Descriptor> looked_up_;
};

}  // namespace newshole::mirror
