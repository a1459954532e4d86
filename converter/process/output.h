#pragma once
// The output of a command: standard output, or a file that is written whole or not at all.

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

  /// Writes to standard output at once; the bytes of a file are kept until `finish`. Errors
  /// (Usage). A reader that has closed standard output is no error, see `is_closed`.
  [[nodiscard]] Status write(std::string_view bytes);

  /// True once the reader has closed standard output: there is no use in writing more.
  [[nodiscard]] bool is_closed() const { return closed_; }

  /// Puts the file in its place, if anything was written: at the target of a symbolic link, with
  /// the mode of the file that it replaces.
  [[nodiscard]] Status finish();

 private:
  std::optional<std::filesystem::path> path_;
  std::string gathered_;
  bool closed_ = false;
};

/// The readers that a written file is for.
enum class Readers {
  AsUmaskSays,  ///< of a new file; one that is replaced keeps its mode
  Everybody,    ///< mode 0644, whatever the umask
};

/// Writes another file and renames it, so that the file is whole or as it was. A symbolic link is
/// replaced; a device or pipe (/dev/null) is written to. Errors (Usage).
[[nodiscard]] Status write_whole(const std::filesystem::path& path, std::string_view bytes,
                                 Readers readers = Readers::AsUmaskSays);

}  // namespace newshole::converter
