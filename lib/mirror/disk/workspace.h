#pragma once
// The folders of a mirror as a run needs them: the root, ROOT/.newshole (for the state, the lock
// and what is being written), and the lock itself.
//
// .newshole has mode 0700. Where another user's server is to search, it has 0711: who knows the
// name of a thing in it gets as far as that, and all but the search index is its owner's alone.

#include <filesystem>
#include <optional>
#include <string>

#include "base/descriptor.h"
#include "base/error.h"
#include "mirror/disk/lock.h"
#include "mirror/disk/publisher.h"

namespace newshole::mirror {

/// Whether others get through .newshole to the search index.
enum class Passage { Closed, ToSearch };

class Workspace {
 public:
  /// Takes the lock. With Write the folders are made where they are missing, and have their modes;
  /// a dry run makes none. Errors: Busy, Io.
  [[nodiscard]] static Result<Workspace> open(const std::filesystem::path& root, PublishMode mode,
                                              Passage passage = Passage::Closed);

  /// For Publisher::open.
  [[nodiscard]] Publisher::Place place() const;

  /// ROOT/.newshole: absolute, no symbolic links on the way. It may not be there in a dry run.
  [[nodiscard]] const std::filesystem::path& private_folder() const { return private_folder_; }

 private:
  Workspace() = default;
  Status open_folders(PublishMode mode, Passage passage);
  [[nodiscard]] Status close_files() const;
  Status take_lock(PublishMode mode);

  std::string root_name_;
  std::filesystem::path private_folder_;
  Descriptor root_;
  Descriptor private_;
  Descriptor staging_;
  std::optional<RunLock> lock_;
};

}  // namespace newshole::mirror
