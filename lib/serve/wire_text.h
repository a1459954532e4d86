#pragma once
// Files as they are sent, and the form of texts on the wire (RFC 1436 section 4 and its appendix;
// lib/gopher/CONVENTIONS.md section 1).

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::serve {

enum class WireForm {
  Bytes,        ///< unchanged
  Lines,        ///< every line ends in CR LF; the close of the connection ends the text
  StuffedLines  ///< and a line that begins with "." gets another, and a Lastline "." ends the text
};

/// Turns a text that comes in pieces, cut anywhere, into its wire form. A CR before an LF is not
/// doubled, any other stays.
class WireText {
 public:
  explicit WireText(WireForm form) : form_(form) {}

  void append(std::string& out, std::string_view piece);

  /// Appends the end of the text, behind its last piece.
  void finish(std::string& out) const;

 private:
  void append_line_part(std::string& out, std::string_view part);

  WireForm form_;
  bool is_line_start_ = true;
  bool is_behind_cr_ = false;
};

/// A file that is sent a piece at a time: a large file needs no more memory than a small one.
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
