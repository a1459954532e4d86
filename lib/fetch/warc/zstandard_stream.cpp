#include <algorithm>
#include <vector>
#include <zstd.h>

#include "fetch/warc/stream.h"

namespace newshole::fetch::warc {
namespace {

constexpr std::size_t kMostDictionary = std::size_t{16} << 20;

Error zstandard_lost(std::string cause) {
  return {ErrorKind::Io, std::move(cause)};
}

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};
using Context = std::unique_ptr<ZSTD_DCtx, FreeContext>;

std::uint32_t little_endian(std::string_view bytes) {
  std::uint32_t number = 0;
  for (std::size_t i = 4; i-- > 0;) number = number << 8U | static_cast<unsigned char>(bytes[i]);
  return number;
}

/// Nothing: there is not so much.
std::optional<std::string> take(Input& input, std::size_t size) {
  std::string out;
  while (out.size() < size) {
    const std::string_view bytes = input.ahead(1).substr(0, size - out.size());
    if (bytes.empty()) return std::nullopt;
    out += bytes;
    input.pass(bytes.size());
  }
  return out;
}

/// Nothing: it is damaged, or larger than a dictionary may be.
std::optional<std::string> decompressed(std::string_view frame) {
  const Context context(ZSTD_createDCtx());
  std::string out(kMostDictionary, '\0');
  ZSTD_outBuffer to{out.data(), out.size(), 0};
  ZSTD_inBuffer from{frame.data(), frame.size(), 0};
  while (from.pos < from.size && to.pos < to.size) {
    const std::size_t code = ZSTD_decompressStream(context.get(), &to, &from);
    if (ZSTD_isError(code) != 0) return std::nullopt;
    if (code != 0) continue;
    out.resize(to.pos);
    return out;
  }
  return std::nullopt;
}

class ZstandardStream final : public Stream {
 public:
  explicit ZstandardStream(Input& input) : Stream(input), context_(ZSTD_createDCtx()) {
    read_dictionary();
  }

  Piece read(char* into, std::size_t size) override {
    if (auto damage = std::exchange(damage_, std::nullopt)) return {.damage = std::move(damage)};
    if (is_in_frame_) return decompress_some(into, size);
    const std::string_view bytes = input().ahead(8);
    if (bytes.empty()) return end({});
    const std::uint64_t place = input().position();
    if (!begins_zstandard(bytes))
      return look_on({place, zstandard_lost("no Zstandard frame begins here")});
    ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
    is_in_frame_ = true;
    frame_ = place;
    return {.member = place};
  }

 private:
  /// A frame with a magic number of its own, the first of a file: the dictionary of all others, as
  /// it is or compressed.
  void read_dictionary() {
    constexpr std::uint32_t kDictionaryFrame = 0x184D2A5D;
    constexpr std::size_t kHeader = 8;
    const std::string_view header = input().ahead(kHeader);
    if (header.size() < kHeader || little_endian(header) != kDictionaryFrame) return;
    const std::uint64_t place = input().position();
    const std::size_t size = little_endian(header.substr(4));
    input().pass(kHeader);
    const auto stored = size <= kMostDictionary ? take(input(), size) : std::nullopt;
    const bool is_compressed = stored && stored->starts_with("\x28\xb5\x2f\xfd");
    const auto content = is_compressed ? decompressed(*stored) : stored;
    const bool is_taken = content && ZSTD_isError(ZSTD_DCtx_loadDictionary(
                                         context_.get(), content->data(), content->size())) == 0;
    if (is_taken) return;
    damage_ = Damage{place, zstandard_lost("the dictionary of the file is damaged")};
  }

  Piece look_on(Damage damage, std::size_t size = 0) {
    is_in_frame_ = false;
    go_behind(damage.member);
    static_cast<void>(find_member(input(), begins_zstandard, '\x28'));
    return {.size = size, .damage = std::move(damage)};
  }

  Piece decompress_some(char* into, std::size_t size) {
    const std::string_view bytes = input().ahead(1);
    if (bytes.empty() && input().failure()) return end(Damage{frame_, zstandard_lost("")});
    if (bytes.empty()) return look_on({frame_, zstandard_lost("the Zstandard frame is cut off")});
    ZSTD_outBuffer to{};
    to.dst = into;
    to.size = size;
    ZSTD_inBuffer from{bytes.data(), bytes.size(), 0};
    const std::size_t code = ZSTD_decompressStream(context_.get(), &to, &from);
    input().pass(from.pos);
    if (ZSTD_isError(code) != 0) {
      const std::string cause = ZSTD_getErrorName(code);
      return look_on({frame_, zstandard_lost("the Zstandard frame is damaged: " + cause)}, to.pos);
    }
    if (code == 0) is_in_frame_ = false;
    return {.size = to.pos};
  }

  Context context_;
  std::optional<Damage> damage_;
  bool is_in_frame_ = false;
  std::uint64_t frame_ = 0;
};

}  // namespace

std::unique_ptr<Stream> open_zstandard(Input& input) {
  return std::make_unique<ZstandardStream>(input);
}

}  // namespace newshole::fetch::warc
