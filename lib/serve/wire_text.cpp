#include "serve/wire_text.h"

#include <algorithm>
#include <array>
#include <cerrno>
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

Result<std::string> FileBody::next() {
  constexpr std::size_t kPiece = 32768;
  std::string out;
  if (is_at_end_) return out;
  std::array<char, kPiece> buffer;  // NOLINT(*-member-init): filled by the line below
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left_, kPiece));
  const ssize_t got = read_fully(file_.get(), buffer.data(), wanted);
  if (got < 0) return io_error("file", "cannot be read", errno);
  const auto size = static_cast<std::size_t>(got);
  left_ -= size;
  constexpr std::size_t kRoomForLineEnds = 32;
  out.reserve(size + size / kRoomForLineEnds + kRoomForLineEnds);
  text_.append(out, {buffer.data(), size});
  is_at_end_ = left_ == 0 || size < wanted;
  if (is_at_end_) text_.finish(out);
  return out;
}

}  // namespace newshole::serve
