#pragma once
// A file that is sent a piece at a time: a large file needs no more memory than a small one.

#include <cstdint>
#include <string>

#include "base/descriptor.h"
#include "base/error.h"
#include "serve/wire_text.h"

namespace newshole::serve {

class FileBody {
 public:
  /// `file` is at its start. `size` bytes of it are sent; bytes that are appended later are not.
  FileBody(Descriptor file, std::uint64_t size, WireForm form)
      : file_(std::move(file)), left_(size), text_(form) {}

  /// The next piece in its wire form, about 32 KB. It is empty only at the end; a file that has
  /// become shorter ends early. Errors: Io.
  [[nodiscard]] Result<std::string> next();

  [[nodiscard]] bool is_at_end() const { return is_at_end_; }

 private:
  Descriptor file_;
  std::uint64_t left_;
  WireText text_;
  bool is_at_end_ = false;
};

}  // namespace newshole::serve
