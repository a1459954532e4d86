#include "fetch/warc/stream.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"

namespace newshole::fetch::warc {
namespace {

/// Of a member's header, which tells it from other bytes.
constexpr std::size_t kHeaderBytes = 10;

class PlainStream final : public Stream {
 public:
  using Stream::Stream;

  Piece read(char* into, std::size_t size) override {
    const std::string_view bytes = input().ahead(1);
    if (bytes.empty()) return end({});
    const std::size_t count = std::min(size, bytes.size());
    std::memcpy(into, bytes.data(), count);
    input().pass(count);
    return {.size = count};
  }
  [[nodiscard]] bool has_members() const override { return false; }
};

/// What plain archives begin with; a compressed one whose first bytes are damaged does not.
bool is_text(std::string_view bytes) {
  constexpr std::size_t kLooked = 64;
  return std::ranges::none_of(bytes.substr(0, kLooked), [](char c) {
    return ascii::is_control(c) && ascii::kWhiteSpace.find(c) == std::string_view::npos;
  });
}

/// True if a member begins in the first part of the file, whose beginning is damaged.
bool has_later(Input& input, bool (*begins)(std::string_view), char first) {
  constexpr std::uint64_t kLooked = Input::kMostAhead;
  const std::uint64_t place = input.position();
  const bool is_found = find_member(input, begins, first, kLooked);
  input.go_to(place);
  return is_found;
}

}  // namespace

Piece Stream::end(std::optional<Damage> damage) const {
  if (const auto& failure = input_->failure())
    damage = Damage{damage ? damage->member : input_->position(), *failure};
  return {.damage = std::move(damage), .is_end = true};
}

void Stream::go_behind(std::uint64_t member) {
  constexpr std::uint64_t kAlways = std::uint64_t{1} << 20;
  const std::uint64_t place = input_->position();
  const std::uint64_t again = place - std::min(place, member + 1);
  if (read_again_ + again > place + kAlways) return;
  read_again_ += again;
  input_->go_to(member + 1);
}

bool begins_gzip(std::string_view bytes) {
  constexpr std::string_view kMagic = "\x1f\x8b\x08";
  constexpr unsigned kReservedFlags = 0xE0;
  return bytes.size() >= kHeaderBytes && bytes.starts_with(kMagic) &&
         (static_cast<unsigned char>(bytes[3]) & kReservedFlags) == 0;
}

bool begins_zstandard(std::string_view bytes) {
  constexpr std::string_view kFrame = "\x28\xb5\x2f\xfd";
  constexpr std::string_view kSkipped = "\x2a\x4d\x18";
  constexpr unsigned kFirstSkipped = 0x50;
  if (bytes.starts_with(kFrame)) return true;
  return bytes.size() >= 8 && bytes.substr(1).starts_with(kSkipped) &&
         (static_cast<unsigned char>(bytes[0]) & 0xF0U) == kFirstSkipped;
}

bool find_member(Input& input, bool (*begins)(std::string_view), char first, std::uint64_t most) {
  const std::uint64_t start = input.position();
  while (input.position() - start < most) {
    const std::string_view bytes = input.ahead(kHeaderBytes);
    if (bytes.empty()) return false;
    // Where a member's first bytes may be cut off at the end, more are needed.
    const std::size_t sure = bytes.size() - std::min(bytes.size() - 1, kHeaderBytes - 1);
    const std::size_t at = std::min(bytes.find(first), sure);
    const bool is_found = at < bytes.size() && begins(bytes.substr(at));
    if (is_found) {
      input.pass(at);
      return true;
    }
    input.pass(std::max<std::size_t>(at, 1));
  }
  return false;
}

std::unique_ptr<Stream> open_stream(Input& input) {
  const std::string_view first = input.ahead(kHeaderBytes);
  if (begins_gzip(first)) return open_gzip(input);
  if (begins_zstandard(first)) return open_zstandard(input);
  if (!is_text(first)) {
    if (has_later(input, begins_gzip, '\x1f')) return open_gzip(input);
    if (has_later(input, begins_zstandard, '\x28')) return open_zstandard(input);
  }
  return std::make_unique<PlainStream>(input);
}

}  // namespace newshole::fetch::warc
