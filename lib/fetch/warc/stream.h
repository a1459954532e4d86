#pragma once
// The decompressed bytes of an archive, member by member. Internal to this module.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "fetch/warc/input.h"

namespace newshole::fetch::warc {

/// Where a compressed file is damaged. What follows is from another member.
struct Damage {
  std::uint64_t member = 0;  ///< place in the file of the member, or of the bytes that are none
  Error error;
};

/// Some bytes, of one member.
struct Piece {
  std::size_t size = 0;
  /// A member begins with them, at this place in the file.
  std::optional<std::uint64_t> member = {};
  std::optional<Damage> damage = {};  ///< behind them
  bool is_end = false;                ///< nothing comes any more
};

class Stream {
 public:
  explicit Stream(Input& input) : input_(&input) {}
  virtual ~Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  Stream(Stream&&) = delete;
  Stream& operator=(Stream&&) = delete;

  /// The next bytes, at most `size`, which is not 0. None is no end.
  [[nodiscard]] virtual Piece read(char* into, std::size_t size) = 0;
  [[nodiscard]] virtual bool has_members() const { return true; }

  [[nodiscard]] Input& input() { return *input_; }

 protected:
  /// Where nothing comes any more: damage of the member at hand, or what failed.
  [[nodiscard]] Piece end(std::optional<Damage> damage) const;
  /// Back to where to look for the next member, behind the first byte of one that is damaged. All
  /// that is read again this way is at most as much as there is.
  void go_behind(std::uint64_t member);

 private:
  Input* input_;
  std::uint64_t read_again_ = 0;
};

/// By the first bytes. `input` must outlive it, and stands at the beginning of the file, or at that
/// of a member.
[[nodiscard]] std::unique_ptr<Stream> open_stream(Input& input);

[[nodiscard]] std::unique_ptr<Stream> open_gzip(Input& input);
/// Takes the dictionary that stands at the place of `input`, if one does.
[[nodiscard]] std::unique_ptr<Stream> open_zstandard(Input& input);

/// True if `bytes`, 10 or more, may begin a gzip member (RFC 1952 section 2.3.1).
[[nodiscard]] bool begins_gzip(std::string_view bytes);
/// The same of a frame of Zstandard, one that is to be skipped included (RFC 8878 section 3.1).
[[nodiscard]] bool begins_zstandard(std::string_view bytes);

/// Passes bytes until `begins` is true of what comes; false: nothing does up to the end, or within
/// the next `most` bytes.
[[nodiscard]] bool find_member(Input& input, bool (*begins)(std::string_view), char first,
                               std::uint64_t most = UINT64_MAX);

}  // namespace newshole::fetch::warc
