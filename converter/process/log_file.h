#pragma once
// The access log's file.

#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::converter {

/// Never waits: a line that cannot be written at once (to a pipe that nobody reads, for example) is
/// lost.
class LogFile {
 public:
  /// "-" is standard output; without a path no log is kept. Lines are appended. Errors (Usage).
  [[nodiscard]] static Result<LogFile> open(const std::optional<std::string>& path);

  void write(std::string_view line) const;

  /// Makes it a file of the user who is to open it again, where it is one that no link leads to.
  void give_to(uid_t user, gid_t group) const;

  /// Whether this process could open the path again after the log was renamed: it may make a file
  /// there. Errors (Io) say what the operator can do.
  [[nodiscard]] Status may_be_renamed() const;

  /// Opens the path again, after the log was renamed. Errors (Io): the old file stays in use.
  [[nodiscard]] Status reopen();

 private:
  std::string path_;
  Descriptor file_;
};

}  // namespace newshole::converter
