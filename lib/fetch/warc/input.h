#pragma once
// The bytes of an archive as they stand in the file or come from a pipe. Internal to this module.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::fetch::warc {

class Input {
 public:
  explicit Input(Descriptor descriptor);

  /// What comes next, `least` bytes or more, fewer only at the end; valid until the next call.
  /// `least` is at most kMostAhead.
  [[nodiscard]] std::string_view ahead(std::size_t least);
  /// At most what `ahead` gave.
  void pass(std::size_t count) { begin_ += count; }
  /// From the beginning of the file; of a pipe, of what came.
  [[nodiscard]] std::uint64_t position() const { return read_ - (end_ - begin_); }
  /// Back or on to a place; in a pipe back to the oldest byte that is still held, if that is later,
  /// and never on.
  void go_to(std::uint64_t position);
  /// Nothing comes from `end` on.
  void end_at(std::uint64_t end);
  /// The bytes from here to the end of a file; nothing: it is a pipe.
  [[nodiscard]] std::optional<std::uint64_t> remaining() const;
  /// Why nothing comes any more, where that is not the end.
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

  static constexpr std::size_t kMostAhead = std::size_t{64} << 10;

 private:
  void fill();

  Descriptor descriptor_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what comes next
  std::size_t end_ = 0;
  std::uint64_t read_ = 0;  // place in the file of `end_`
  std::optional<std::uint64_t> size_;
  std::optional<std::uint64_t> last_;
  std::optional<Error> failure_;
};

}  // namespace newshole::fetch::warc
