#include "fetch/warc/body_coding.h"

#include <algorithm>
#include <array>
#include <brotli/decode.h>
#include <charconv>
#include <memory>
#include <string_view>
#include <zlib.h>
#include <zstd.h>

#include "base/ascii.h"

namespace newshole::fetch::warc {
namespace {

/// What became of a body.
enum class Undone { Whole, Damaged, TooLarge };

/// Takes what a decoder gives, up to a limit.
class Decoded {
 public:
  explicit Decoded(std::size_t most) : most_(most) {}

  [[nodiscard]] char* room() {
    text_.resize(size_ + kPiece);
    return text_.data() + size_;
  }
  void add(std::size_t count) { size_ += count; }
  [[nodiscard]] bool is_too_large() const { return size_ > most_; }
  [[nodiscard]] std::string take() {
    text_.resize(size_);
    return std::move(text_);
  }
  static constexpr std::size_t kPiece = std::size_t{64} << 10;

 private:
  std::size_t most_;
  std::size_t size_ = 0;
  std::string text_;
};

struct Inflater {
  explicit Inflater(int bits) { is_ready = inflateInit2(&stream, bits) == Z_OK; }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  Inflater(Inflater&&) = delete;
  Inflater& operator=(Inflater&&) = delete;

  z_stream stream{};
  bool is_ready = false;
};

/// All members; what follows the last one, and is none, is passed over.
Undone inflate_all(std::string_view body, int bits, Decoded& out) {
  Inflater inflater(bits);
  z_stream& stream = inflater.stream;
  stream.next_in = const_cast<Bytef*>(  // NOLINT(cppcoreguidelines-pro-type-const-cast)
      reinterpret_cast<const Bytef*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  bool has_member = false;
  while (inflater.is_ready) {
    stream.next_out = reinterpret_cast<Bytef*>(out.room());
    stream.avail_out = Decoded::kPiece;
    const int code = inflate(&stream, Z_NO_FLUSH);
    out.add(Decoded::kPiece - stream.avail_out);
    if (out.is_too_large()) return Undone::TooLarge;
    if (code == Z_STREAM_END) has_member = true;
    if (code == Z_STREAM_END && stream.avail_in == 0) return Undone::Whole;
    if (code == Z_STREAM_END) inflateReset(&stream);
    if (code == Z_STREAM_END || (code == Z_OK && stream.avail_out < Decoded::kPiece)) continue;
    if (code == Z_OK && stream.avail_in > 0) continue;
    return has_member && stream.total_out == 0 ? Undone::Whole : Undone::Damaged;
  }
  return Undone::Damaged;
}

Undone undo_gzip(std::string_view body, Decoded& out) {
  constexpr int kGzipOnly = 16;
  return inflate_all(body, MAX_WBITS + kGzipOnly, out);
}

/// With zlib's frame (RFC 9110 section 8.4.1.2), or without, as some servers send it.
Undone undo_deflate(std::string_view body, Decoded& out) {
  constexpr unsigned kMethod = 0x0F;
  const bool has_frame =
      body.size() > 1 && (static_cast<unsigned char>(body[0]) & kMethod) == Z_DEFLATED &&
      (static_cast<unsigned char>(body[0]) * 256U + static_cast<unsigned char>(body[1])) % 31 == 0;
  return inflate_all(body, has_frame ? MAX_WBITS : -MAX_WBITS, out);
}

Undone undo_brotli(std::string_view body, Decoded& out) {
  const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance);
  std::size_t left = body.size();
  const auto* from = reinterpret_cast<const std::uint8_t*>(body.data());
  while (state) {
    std::size_t room = Decoded::kPiece;
    auto* to = reinterpret_cast<std::uint8_t*>(out.room());
    const auto code = BrotliDecoderDecompressStream(state.get(), &left, &from, &room, &to, nullptr);
    out.add(Decoded::kPiece - room);
    if (out.is_too_large()) return Undone::TooLarge;
    if (code == BROTLI_DECODER_RESULT_SUCCESS) return Undone::Whole;
    if (code != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) return Undone::Damaged;
  }
  return Undone::Damaged;
}

Undone undo_zstandard(std::string_view body, Decoded& out) {
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                     ZSTD_freeDCtx);
  // As browsers have it (RFC 9659).
  constexpr int kMostWindow = 23;
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMostWindow);
  ZSTD_inBuffer from{body.data(), body.size(), 0};
  while (true) {
    ZSTD_outBuffer to{out.room(), Decoded::kPiece, 0};
    const std::size_t code = ZSTD_decompressStream(context.get(), &to, &from);
    out.add(to.pos);
    if (out.is_too_large()) return Undone::TooLarge;
    if (ZSTD_isError(code) != 0) return Undone::Damaged;
    if (from.pos == from.size && code == 0) return Undone::Whole;
    if (from.pos == from.size && to.pos < to.size) return Undone::Damaged;
  }
}

struct Coding {
  std::string_view name;
  Undone (*undo)(std::string_view body, Decoded& out);
};

constexpr auto kCodings = std::to_array<Coding>({{"gzip", undo_gzip},
                                                 {"x-gzip", undo_gzip},
                                                 {"deflate", undo_deflate},
                                                 {"br", undo_brotli},
                                                 {"zstd", undo_zstandard}});

/// No coding gives such bytes: whoever stored the body has undone it.
bool is_undone(std::string_view body) {
  constexpr std::size_t kLooked = 512;
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (body.starts_with(kByteOrderMark)) return true;
  return std::ranges::none_of(body.substr(0, kLooked), [](char c) {
    return ascii::is_control(c) && ascii::kWhiteSpace.find(c) == std::string_view::npos;
  });
}

/// A chunk's size, taken with its line from `rest`; nothing: it has none.
std::optional<std::size_t> take_size(std::string_view& rest) {
  constexpr int kHexadecimal = 16;
  const std::size_t line_end = rest.find('\n');
  if (line_end == std::string_view::npos) return std::nullopt;
  std::string_view line = rest.substr(0, line_end);
  const std::string_view digits = ascii::trimmed(ascii::take_before(line, ";"));
  std::size_t size = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), size, kHexadecimal);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
    return std::nullopt;
  rest.remove_prefix(line_end + 1);
  return size;
}

void pass_line_end(std::string_view& rest) {
  if (rest.starts_with('\r')) rest.remove_prefix(1);
  if (rest.starts_with('\n')) rest.remove_prefix(1);
}

}  // namespace

Result<std::string> without_chunks(std::string body) {
  std::string_view rest = body;
  std::optional<std::size_t> size = take_size(rest);
  if (!size) return body;
  std::string out;
  while (size && *size > 0 && *size <= rest.size()) {
    out += rest.substr(0, *size);
    rest.remove_prefix(*size);
    pass_line_end(rest);
    size = take_size(rest);
  }
  if (!size || *size > 0) return fail(ErrorKind::Io, "a chunk of the body is cut off");
  return out;
}

Result<std::string> without_codings(std::string body, std::span<const std::string> codings,
                                    std::size_t most) {
  constexpr std::size_t kMostCodings = 5;
  if (codings.size() > kMostCodings)
    return fail(ErrorKind::TooLarge, "the body has more than five codings");
  for (std::size_t i = codings.size(); i-- > 0;) {
    const std::string& name = codings[i];
    const auto* const coding = std::ranges::find_if(
        kCodings, [&name](const Coding& known) { return ascii::equals_folded(known.name, name); });
    if (coding == kCodings.end() || is_undone(body)) continue;
    Decoded out(most);
    const Undone undone = coding->undo(body, out);
    if (undone == Undone::TooLarge)
      return fail(ErrorKind::TooLarge, "the body is larger than its limit");
    if (undone == Undone::Damaged)
      return fail(ErrorKind::Io, "the body is damaged or cut: it is no whole " + name);
    body = out.take();
  }
  return body;
}

}  // namespace newshole::fetch::warc
