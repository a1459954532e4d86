#pragma once
// Text files as they are sent (RFC 1436 section 4 and its appendix; lib/gopher/CONVENTIONS.md
// section 1).

#include <string>
#include <string_view>

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

}  // namespace newshole::serve
