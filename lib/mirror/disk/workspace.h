#pragma once
// The folders of a mirror that a run needs: the root, and ROOT/.newshole with the state, the lock
// and the staged files; and the lock itself.
//
// .newshole has mode 0700. Where another user's server is to search, it has 0711: other users can
// open a file in it by name, and all files but the search index have modes for their owner alone.

#include <filesystem>
#include <optional>
#include <string>

#include "base/descriptor.h"
#include "base/error.h"
#include "mirror/disk/lock.h"
#include "mirror/disk/publisher.h"

namespace newshole::mirror {

/// Whether other users can open the search index in .newshole.
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
