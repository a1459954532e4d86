#pragma once
// The output of a command: standard output, or a file that is written whole or not at all.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "process/packing.h"
#include "process/whole_file.h"

namespace newshole::converter {

class Output {
 public:
  /// A file at `path`, packed as the end of its name says (packing.h); standard output without one.
  explicit Output(std::optional<std::filesystem::path> path) : path_(std::move(path)) {}

  [[nodiscard]] bool is_file() const { return path_.has_value(); }

  /// Opens the file, which comes to be even if nothing is written. Errors (Usage).
  [[nodiscard]] Status begin();

  /// Writes to standard output at once; what a file gets is not seen until `finish`. Errors
  /// (Usage). A reader that has closed standard output is no error, see `is_closed`.
  [[nodiscard]] Status write(std::string_view bytes);

  /// True once the reader has closed standard output: there is no use in writing more.
  [[nodiscard]] bool is_closed() const { return closed_; }

  /// Puts the file in its place, if it was begun or anything was written: at the target of a
  /// symbolic link, with the mode of the file that it replaces. Errors (Usage).
  [[nodiscard]] Status finish();

 private:
  [[nodiscard]] Status write_to_file(std::string_view bytes);

  std::optional<std::filesystem::path> path_;
  std::optional<WholeFile> file_;
  std::unique_ptr<Packer> packer_;
  std::string packed_;
  bool closed_ = false;
};

}  // namespace newshole::converter
