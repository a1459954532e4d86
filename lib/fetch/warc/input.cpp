#include "fetch/warc/input.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace newshole::fetch::warc {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{512} << 10;
/// Held behind the place, to go back to in a pipe.
constexpr std::size_t kHeldBytes = std::size_t{128} << 10;

/// Of a file in which one can go back.
std::optional<std::uint64_t> size_of_file(int descriptor) {
  struct stat status {};
  const bool is_file = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  return is_file ? std::optional(static_cast<std::uint64_t>(status.st_size)) : std::nullopt;
}

}  // namespace

Input::Input(Descriptor descriptor)
    : descriptor_(std::move(descriptor)),
      buffer_(kBufferBytes),
      size_(size_of_file(descriptor_.get())) {
  const off_t place = size_ ? ::lseek(descriptor_.get(), 0, SEEK_CUR) : 0;
  if (place > 0) read_ = static_cast<std::uint64_t>(place);
}

std::string_view Input::ahead(std::size_t least) {
  while (end_ - begin_ < least) {
    const std::size_t before = end_ - begin_;
    fill();
    if (end_ - begin_ == before) break;
  }
  return {buffer_.data() + begin_, end_ - begin_};
}

void Input::fill() {
  if (failure_) return;
  if (buffer_.size() - end_ < kBufferBytes / 4) {
    const std::size_t held = std::min(begin_, kHeldBytes);
    std::memmove(buffer_.data(), buffer_.data() + begin_ - held, end_ - begin_ + held);
    end_ -= begin_ - held;
    begin_ = held;
  }
  std::size_t room = buffer_.size() - end_;
  if (last_) room = std::min<std::uint64_t>(room, *last_ > read_ ? *last_ - read_ : 0);
  ssize_t got = 0;
  do {
    got = ::read(descriptor_.get(), buffer_.data() + end_, room);
  } while (got < 0 && errno == EINTR);
  if (got < 0) failure_ = Error{ErrorKind::Usage, "cannot be read: " + system_cause(errno)};
  if (got <= 0) return;
  end_ += static_cast<std::size_t>(got);
  read_ += static_cast<std::uint64_t>(got);
}

void Input::go_to(std::uint64_t position) {
  const std::uint64_t oldest = read_ - end_;
  if (size_ && (position < oldest || position > read_)) {
    if (::lseek(descriptor_.get(), static_cast<off_t>(position), SEEK_SET) < 0) {
      failure_ = Error{ErrorKind::Usage, "cannot be read: " + system_cause(errno)};
      begin_ = end_ = 0;
      return;
    }
    begin_ = end_ = 0;
    read_ = position;
    return;
  }
  begin_ = std::clamp(position, oldest, read_) - oldest;
}

void Input::end_at(std::uint64_t end) {
  last_ = end;
  const std::uint64_t beyond = read_ - std::min(read_, std::max(end, position()));
  end_ -= beyond;
  read_ -= beyond;
}

std::optional<std::uint64_t> Input::remaining() const {
  if (!size_) return std::nullopt;
  const std::uint64_t end = last_ ? std::min(*last_, *size_) : *size_;
  return end > position() ? end - position() : 0;
}

}  // namespace newshole::fetch::warc
