#include "serve/wire_text.h"

#include <cstddef>

namespace newshole::serve {

void WireText::append_line_part(std::string& out, std::string_view part) {
  if (part.empty()) return;
  if (form_ == WireForm::StuffedLines && is_line_start_ && part.front() == '.') out += '.';
  out += part;
  is_line_start_ = false;
  is_behind_cr_ = part.back() == '\r';
}

void WireText::append(std::string& out, std::string_view piece) {
  if (form_ == WireForm::Bytes) {
    out += piece;
    return;
  }
  while (!piece.empty()) {
    const std::size_t end = piece.find('\n');
    append_line_part(out, piece.substr(0, end));
    if (end == std::string_view::npos) return;
    out += is_behind_cr_ ? "\n" : "\r\n";
    is_line_start_ = true;
    is_behind_cr_ = false;
    piece.remove_prefix(end + 1);
  }
}

void WireText::finish(std::string& out) const {
  if (form_ != WireForm::StuffedLines) return;
  if (!is_line_start_) out += "\r\n";
  out += ".\r\n";
}

}  // namespace newshole::serve
