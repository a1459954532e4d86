#pragma once
// The folders of a mirror as a run needs them: the root, ROOT/.newshole (mode 0700, for the state,
// the lock and what is being written), and the lock itself.

#include <filesystem>
#include <optional>
#include <string>

#include "base/error.h"
#include "mirror/descriptor.h"
#include "mirror/lock.h"
#include "mirror/publisher.h"

namespace newshole::mirror {

class Workspace {
 public:
  /// Takes the lock. With Write the folders are made where they are missing; a dry run makes none.
  /// Errors: Busy, Io.
  [[nodiscard]] static Result<Workspace> open(const std::filesystem::path& root, PublishMode mode);

  /// For Publisher::open.
  [[nodiscard]] Publisher::Place place() const;

  /// ROOT/.newshole: absolute, no symbolic links on the way. It may not be there in a dry run.
  [[nodiscard]] const std::filesystem::path& private_folder() const { return private_folder_; }

 private:
  Workspace() = default;
  Status open_folders(PublishMode mode);
  Status take_lock(PublishMode mode);

  std::string root_name_;
  std::filesystem::path private_folder_;
  Descriptor root_;
  Descriptor private_;
  Descriptor staging_;
  std::optional<RunLock> lock_;
};

}  // namespace newshole::mirror
