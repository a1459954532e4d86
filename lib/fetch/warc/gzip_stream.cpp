#include <zlib.h>

#include "fetch/warc/stream.h"

namespace newshole::fetch::warc {
namespace {

class GzipStream final : public Stream {
 public:
  explicit GzipStream(Input& input) : Stream(input) {
    constexpr int kGzipOnly = 16;
    if (inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) stream_.state = nullptr;
  }
  ~GzipStream() override { inflateEnd(&stream_); }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;
  GzipStream(GzipStream&&) = delete;
  GzipStream& operator=(GzipStream&&) = delete;

  Piece read(char* into, std::size_t size) override {
    if (is_in_member_) return inflate_some(into, size);
    pass_padding();
    const std::string_view bytes = input().ahead(kHeader);
    if (bytes.empty()) return end({});
    const std::uint64_t place = input().position();
    if (!begins_gzip(bytes)) return look_on({place, lost("no gzip member begins here")});
    inflateReset(&stream_);
    is_in_member_ = true;
    member_ = place;
    return {.member = place};
  }

 private:
  static constexpr std::size_t kHeader = 10;

  static Error lost(std::string cause) { return {ErrorKind::Io, std::move(cause)}; }

  // As gzip does: tapes are filled up with zeros.
  void pass_padding() {
    while (true) {
      const std::string_view bytes = input().ahead(1);
      const std::size_t zeros = std::min(bytes.find_first_not_of('\0'), bytes.size());
      input().pass(zeros);
      if (zeros < bytes.size() || bytes.empty()) return;
    }
  }

  Piece look_on(Damage damage, std::size_t size = 0) {
    is_in_member_ = false;
    go_behind(damage.member);
    static_cast<void>(find_member(input(), begins_gzip, '\x1f'));
    return {.size = size, .damage = std::move(damage)};
  }

  Piece inflate_some(char* into, std::size_t size) {
    const std::string_view bytes = input().ahead(1);
    if (bytes.empty() && input().failure()) return end(Damage{member_, lost("")});
    if (bytes.empty()) return look_on({member_, lost("the gzip member is cut off")});
    // zlib does not write to its input, though the pointer is not const.
    stream_.next_in = const_cast<Bytef*>(  // NOLINT(cppcoreguidelines-pro-type-const-cast)
        reinterpret_cast<const Bytef*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(into);
    stream_.avail_out = static_cast<uInt>(size);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    input().pass(bytes.size() - stream_.avail_in);
    const std::size_t got = size - stream_.avail_out;
    if (code == Z_STREAM_END) is_in_member_ = false;
    if (code == Z_STREAM_END || code == Z_OK || code == Z_BUF_ERROR) return {.size = got};
    const std::string cause = stream_.msg != nullptr ? stream_.msg : "no memory";
    return look_on({member_, lost("the gzip member is damaged: " + cause)}, got);
  }

  z_stream stream_{};
  bool is_in_member_ = false;
  std::uint64_t member_ = 0;
};

}  // namespace

std::unique_ptr<Stream> open_gzip(Input& input) {
  return std::make_unique<GzipStream>(input);
}

}  // namespace newshole::fetch::warc
