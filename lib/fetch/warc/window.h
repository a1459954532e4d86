#pragma once
// A view of a part of a stream in one piece, and of the places of members in it. Internal to this
// module.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "fetch/warc/record.h"
#include "fetch/warc/stream.h"

namespace newshole::fetch::warc {

/// Grows with what is asked of it at once. It does not read beyond damage before that is taken.
class Window {
 public:
  explicit Window(std::unique_ptr<Stream> stream);

  /// What comes next, `least` bytes or more, fewer only before damage and at the end; valid until
  /// the next call of a function that is not const.
  [[nodiscard]] std::string_view ahead(std::size_t least);
  /// At most what `ahead` gave.
  void pass(std::size_t count);
  /// Passes so many bytes, which need not be there, but for what begins a member of which `ends` is
  /// true of the first bytes. How many it has passed.
  [[nodiscard]] std::uint64_t skip(std::uint64_t count, bool (*ends)(std::string_view));
  /// Back to a place that was passed; false: it cannot be reached any more.
  [[nodiscard]] bool return_to(std::uint64_t position);
  /// In decompressed bytes.
  [[nodiscard]] std::uint64_t position() const { return position_; }
  /// The bytes from here to the end, of a plain file.
  [[nodiscard]] std::optional<std::uint64_t> remaining() const;

  /// Where the first member begins in which `ends` is true of the first bytes: in bytes from here,
  /// more than `from` and less than `to`, which were ahead.
  [[nodiscard]] std::optional<std::size_t> member_between(std::size_t from, std::size_t to,
                                                          bool (*ends)(std::string_view)) const;
  /// True if a member begins in so many bytes from here.
  [[nodiscard]] bool is_member(std::size_t from, std::size_t to) const;

  /// Damage behind all that is ahead, which is the reason why there is no more.
  [[nodiscard]] const std::optional<Damage>& damage() const { return damage_; }
  /// True if bytes before the damage are of the member that is damaged.
  [[nodiscard]] bool is_spoilt() const;
  [[nodiscard]] std::optional<Damage> take_damage() { return std::exchange(damage_, std::nullopt); }

  /// Of what comes next, without a length.
  [[nodiscard]] Place place() const;
  /// From `start`, the place at `position`, to `ahead` bytes from here.
  [[nodiscard]] std::uint64_t length_from(const Place& start, std::uint64_t position,
                                          std::size_t ahead = 0) const;

 private:
  /// A member begins.
  struct Mark {
    std::uint64_t position;
    std::uint64_t member;
  };

  [[nodiscard]] bool fill(std::size_t least);
  void make_room(std::size_t least);
  void note_member(std::uint64_t member);
  [[nodiscard]] std::uint64_t end_position() const { return position_ + (end_ - begin_); }
  [[nodiscard]] std::string_view held() const { return {buffer_.data() + begin_, end_ - begin_}; }

  std::unique_ptr<Stream> stream_;
  std::uint64_t start_;  // place in the file of the stream's first byte
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t position_ = 0;  // of `begin_`
  std::deque<Mark> marks_;      // the first one is of the member at hand
  std::optional<Damage> damage_;
  bool is_end_ = false;
};

}  // namespace newshole::fetch::warc
