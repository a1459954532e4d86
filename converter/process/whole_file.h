#pragma once
// Files that are whole or as they were, whatever happens while they are written.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::converter {

/// The readers that a written file is for.
enum class Readers {
  AsUmaskSays,  ///< of a new file; one that is replaced keeps its mode
  Everybody,    ///< mode 0644, whatever the umask
};

/// A file whose bytes come in parts. They go into a file without a name where the file system has
/// such (a process that is killed leaves nothing), else into PATH.NUMBER.part. A device or pipe
/// (/dev/null) is written to at once.
class WholeFile {
 public:
  /// A symbolic link at `path` will be replaced. Errors (Usage): it cannot be written.
  [[nodiscard]] static Result<WholeFile> create(std::filesystem::path path,
                                                Readers readers = Readers::AsUmaskSays);
  ~WholeFile() { drop(); }
  WholeFile(WholeFile&&) noexcept = default;
  WholeFile& operator=(WholeFile&&) = delete;
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  /// Errors (Usage). After one all that follows fails for the same cause.
  [[nodiscard]] Status write(std::string_view bytes);

  /// Once, after all is written: the file is there, its bytes on the disk. Errors (Usage): what was
  /// at `path` is there still.
  [[nodiscard]] Status put_in_place();

 private:
  explicit WholeFile(std::filesystem::path path) : path_(std::move(path)) {}
  [[nodiscard]] int open(Readers readers);
  [[nodiscard]] int give_name();
  [[nodiscard]] int settle();
  void drop();

  std::filesystem::path path_;
  std::string part_;  // the other file's name; empty where it has none
  Descriptor file_;
  int error_ = 0;  // of a write
  bool is_special_ = false;
};

/// "SUBJECT: cannot be written: CAUSE" (Usage); the cause is that of an errno.
[[nodiscard]] tl::unexpected<Error> cannot_be_written(std::string_view subject, int error_number);

/// All of a file at once. Errors (Usage).
[[nodiscard]] Status write_whole(const std::filesystem::path& path, std::string_view bytes,
                                 Readers readers = Readers::AsUmaskSays);

/// The target of symbolic links at `path`, which need not exist. Devices and pipes keep their
/// names. Errors (Usage).
[[nodiscard]] Result<std::filesystem::path> followed(const std::filesystem::path& path);

}  // namespace newshole::converter
