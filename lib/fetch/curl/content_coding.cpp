#include "fetch/curl/content_coding.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace newshole::fetch {
namespace {

constexpr std::array<std::string_view, 2> kGzip = {"gzip", "x-gzip"};
// Those that are registered, and one that libcurl has beside them for "identity".
constexpr std::array<std::string_view, 2> kNothing = {"identity", "none"};
constexpr std::array<std::string_view, 10> kOthers = {
    "aes128gcm", "br",  "compress",     "dcb",        "dcz",
    "deflate",   "exi", "pack200-gzip", "x-compress", "zstd"};

bool is_among(std::string_view coding, const auto& codings) {
  return std::ranges::any_of(
      codings, [&](std::string_view each) { return ascii::equals_folded(coding, each); });
}

}  // namespace

Decoding decoding_of(std::span<const std::string> fields) {
  std::size_t gzips = 0;
  bool has_unknown = false;
  for (std::string_view field : fields) {
    while (!field.empty()) {
      const std::string_view coding = ascii::trimmed(ascii::take_before(field, ","), " \t");
      if (is_among(coding, kOthers)) return Decoding::Libcurl;
      const bool is_gzip = is_among(coding, kGzip);
      gzips += is_gzip ? 1 : 0;
      has_unknown |= !is_gzip && !coding.empty() && !is_among(coding, kNothing);
    }
  }
  if (gzips == 1) return Decoding::Gzip;
  return gzips == 0 && has_unknown ? Decoding::None : Decoding::Libcurl;
}

GzipDecoder::GzipDecoder() {
  constexpr int kGzipOnly = 16;
  if (inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) stream_.state = nullptr;
}

GzipDecoder::~GzipDecoder() {
  inflateEnd(&stream_);
}

bool GzipDecoder::decode(std::string_view bytes, const Take& take) {
  constexpr std::size_t kPiece = std::size_t{32} << 10;
  if (bytes.empty() || is_over_) return true;
  // zlib does not write to its input, though the pointer is not const.
  stream_.next_in = const_cast<Bytef*>(  // NOLINT(cppcoreguidelines-pro-type-const-cast)
      reinterpret_cast<const Bytef*>(bytes.data()));
  stream_.avail_in = static_cast<uInt>(bytes.size());
  std::array<char, kPiece> piece;
  do {
    stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream_.avail_out = static_cast<uInt>(piece.size());
    const int code = inflate(&stream_, Z_NO_FLUSH);
    const std::size_t size = piece.size() - stream_.avail_out;
    if (size > 0 && !take({piece.data(), size})) return false;
    if (code == Z_STREAM_END) {
      has_member_ = true;
      inflateReset(&stream_);
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      is_over_ = true;
      return has_member_ && stream_.total_out == 0;
    }
  } while (stream_.avail_in > 0 || stream_.avail_out == 0);
  return true;
}

}  // namespace newshole::fetch
