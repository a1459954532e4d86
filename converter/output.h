#pragma once
// Where converted pages go: standard output, or a file that is written whole or not at all.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace newshole::converter {

class Output {
 public:
  /// A file at `path`; standard output without one.
  explicit Output(std::optional<std::filesystem::path> path) : path_(std::move(path)) {}

  /// Standard output is written at once, a file is gathered. Errors (Usage): cannot be written. A
  /// reader that went away is no error, see `is_closed`.
  [[nodiscard]] Status write(std::string_view bytes);

  /// True once the reader of standard output has gone: nothing more needs doing.
  [[nodiscard]] bool is_closed() const { return closed_; }

  /// Puts the file in its place, if anything was written: where a symbolic link leads, with the
  /// mode of the file that is there.
  [[nodiscard]] Status finish();

 private:
  std::optional<std::filesystem::path> path_;
  std::string gathered_;
  bool closed_ = false;
};

/// Who may read a file that is written.
enum class Readers {
  AsUmaskSays,  ///< of a new file; one that is replaced keeps its mode
  Everybody,    ///< mode 0644, whatever the umask
};

/// Writes a file by way of another beside it, so that it is whole or as it was. A symbolic link is
/// replaced; what is no ordinary file (/dev/null, a pipe) is written to. Errors (Usage).
[[nodiscard]] Status write_whole(const std::filesystem::path& path, std::string_view bytes,
                                 Readers readers = Readers::AsUmaskSays);

}  // namespace newshole::converter
