#pragma once
// A folder whose files everybody may read, whatever the umask.

#include <filesystem>
#include <string_view>

#include "temp_folder.h"

namespace newshole::test {

class ServedFolder {
 public:
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

  void write(const std::filesystem::path& name, std::string_view bytes) const {
    using std::filesystem::perms;
    std::filesystem::permissions(folder_.with(name, bytes), perms::owner_read | perms::owner_write |
                                                                perms::group_read |
                                                                perms::others_read);
  }

 private:
  TempFolder folder_;
};

}  // namespace newshole::test
