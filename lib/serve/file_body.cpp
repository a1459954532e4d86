#include "serve/file_body.h"

#include <algorithm>
#include <array>
#include <cerrno>

namespace newshole::serve {
namespace {

constexpr std::size_t kPiece = 32768;

}  // namespace

Result<std::string> FileBody::next() {
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
