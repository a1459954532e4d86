#pragma once
// The folders of a mirror that a run needs: the root, and ROOT/.newshole with the state, the lock
// and the staged files; and the lock itself, which lets one run at a time write to a mirror.
//
// .newshole has mode 0700. Where another user's server is to search, or to know what was taken
// down, it has 0711: other users can open a file in it by name, and all files but these have modes
// for their owner alone.

#include <filesystem>

#include "mirror/disk/publisher.h"

namespace newshole::mirror {

/// Whether other users can open the search index and the list of takedowns in .newshole.
enum class Passage { Closed, Open };

class Workspace {
 public:
  /// Takes the lock. With Write the folders are made where they are missing, and have their modes;
  /// a dry run makes none. Errors: Busy, Io.
  [[nodiscard]] static Result<Workspace> open(const std::filesystem::path& root, PublishMode mode,
                                              Passage passage = Passage::Closed);

  /// For Publisher::open.
  [[nodiscard]] Publisher::Place place() const { return {root_.get(), staging_.get(), root_name_}; }

  /// ROOT/.newshole: absolute, no symbolic links on the way. It may not be there in a dry run.
  [[nodiscard]] const std::filesystem::path& private_folder() const { return private_folder_; }

 private:
  Workspace() = default;
  Status open_folders(PublishMode mode, Passage passage);
  [[nodiscard]] Status close_files(const std::string& name) const;

  std::string root_name_;
  std::filesystem::path private_folder_;
  Descriptor root_;
  Descriptor private_;
  Descriptor staging_;
  Descriptor lock_;
};

/// Takes the lock in `folder` (an open descriptor; `name` is for messages) at once or not at all;
/// the kernel releases it (flock) when the descriptor is closed or the process ends. With Write
/// nobody else has it, and the lock file is made where it is missing. A dry run shares it with
/// others and writes nothing: where there is no lock file, no run holds it. Errors: Busy, Io.
[[nodiscard]] Result<Descriptor> take_lock(int folder, const std::string& name, PublishMode mode);

}  // namespace newshole::mirror
