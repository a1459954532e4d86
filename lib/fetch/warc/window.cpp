#include "fetch/warc/window.h"

#include <algorithm>
#include <cstring>

namespace newshole::fetch::warc {
namespace {

constexpr std::size_t kFirstBytes = std::size_t{1} << 20;
constexpr std::size_t kReadBytes = std::size_t{128} << 10;
/// Beyond, a member counts as a part of the one before it: they hold a few bytes each.
constexpr std::size_t kMostMarks = 65'536;
/// What tells whether a record begins.
constexpr std::size_t kBeginning = 8192;

}  // namespace

Window::Window(std::unique_ptr<Stream> stream)
    : stream_(std::move(stream)), start_(stream_->input().position()), buffer_(kFirstBytes) {}

std::string_view Window::ahead(std::size_t least) {
  while (end_ - begin_ < least && fill(least)) {
  }
  return held();
}

bool Window::fill(std::size_t least) {
  if (is_end_ || damage_) return false;
  make_room(least);
  Piece piece = stream_->read(buffer_.data() + end_, std::min(buffer_.size() - end_, kReadBytes));
  if (piece.member) note_member(*piece.member);
  end_ += piece.size;
  damage_ = std::move(piece.damage);
  is_end_ = piece.is_end;
  return true;
}

void Window::make_room(std::size_t least) {
  constexpr std::size_t kLeastRoom = kReadBytes / 2;
  if (buffer_.size() - end_ >= kLeastRoom && buffer_.size() - begin_ >= least) return;
  const std::size_t held = end_ - begin_;
  std::memmove(buffer_.data(), buffer_.data() + begin_, held);
  begin_ = 0;
  end_ = held;
  const std::size_t needed = std::max(least, held) + kReadBytes;
  if (buffer_.size() < needed) buffer_.resize(std::max(needed, buffer_.size() * 3 / 2));
}

void Window::note_member(std::uint64_t member) {
  if (!marks_.empty() && marks_.back().position == end_position()) marks_.pop_back();
  if (marks_.size() < kMostMarks) marks_.push_back({end_position(), member});
}

void Window::pass(std::size_t count) {
  begin_ += count;
  position_ += count;
  while (marks_.size() > 1 && marks_[1].position <= position_) marks_.pop_front();
}

std::uint64_t Window::skip(std::uint64_t count, bool (*ends)(std::string_view)) {
  const std::uint64_t start = position_;
  const auto left = [&] { return count - (position_ - start); };
  while (left() > 0) {
    if (!stream_->has_members() && stream_->input().remaining() && left() > end_ - begin_) {
      const std::uint64_t rest = left() - (end_ - begin_);
      pass(end_ - begin_);
      const std::uint64_t there = std::min(rest, *stream_->input().remaining());
      stream_->input().go_to(stream_->input().position() + there);
      position_ += there;
      break;
    }
    // What begins at the end is looked at with what follows.
    std::size_t size = ahead(kReadBytes).size();
    if (size >= kReadBytes) size -= kBeginning;
    size = std::min<std::uint64_t>(size, left());
    if (size == 0) break;
    const auto end = member_between(0, size, ends);
    pass(end.value_or(size));
    if (end) break;
  }
  return position_ - start;
}

bool Window::return_to(std::uint64_t position) {
  if (stream_->has_members() || !stream_->input().remaining()) return false;
  stream_->input().go_to(start_ + position);
  begin_ = end_ = 0;
  position_ = position;
  is_end_ = false;
  return true;
}

std::optional<std::uint64_t> Window::remaining() const {
  const auto remaining = stream_->input().remaining();
  if (stream_->has_members() || !remaining) return std::nullopt;
  return *remaining + (end_ - begin_);
}

std::optional<std::size_t> Window::member_between(std::size_t from, std::size_t to,
                                                  bool (*ends)(std::string_view)) const {
  for (const Mark& mark : marks_) {
    if (mark.position <= position_ + from) continue;
    if (mark.position >= position_ + to) break;
    const std::size_t at = mark.position - position_;
    if (ends(held().substr(at, kBeginning))) return at;
  }
  return std::nullopt;
}

bool Window::is_member(std::size_t from, std::size_t to) const {
  return std::ranges::any_of(marks_, [&](const Mark& mark) {
    return mark.position >= position_ + from && mark.position <= position_ + to;
  });
}

bool Window::is_spoilt() const {
  return damage_ && !marks_.empty() && marks_.back().member == damage_->member &&
         marks_.back().position < end_position();
}

Place Window::place() const {
  if (!stream_->has_members()) return {.offset = start_ + position_};
  if (marks_.empty()) return {.offset = start_, .within = position_};
  const Mark& mark = marks_.front();
  return {.offset = mark.member, .within = position_ - std::min(position_, mark.position)};
}

std::uint64_t Window::length_from(const Place& start, std::uint64_t position,
                                  std::size_t ahead) const {
  const std::uint64_t end = position_ + ahead;
  const bool has_member = stream_->has_members() && start.within == 0;
  const auto next = std::ranges::find(marks_, end, &Mark::position);
  if (has_member && next != marks_.end())
    return next->member - std::min(next->member, start.offset);
  const bool is_last = is_end_ && !damage_ && end == end_position();
  return has_member && is_last ? stream_->input().position() - start.offset : end - position;
}

}  // namespace newshole::fetch::warc
