#include "process/packing.h"

#include <array>
#include <new>
#include <zlib.h>
#include <zstd.h>

namespace newshole::converter {
namespace {

constexpr std::size_t kStep = 1 << 16;

class GzipPacker : public Packer {
 public:
  GzipPacker() {
    constexpr int kLevel = 6;
    constexpr int kGzipHeader = 16;  // without a time and a name
    constexpr int kMemory = 8;
    if (::deflateInit2(&stream_, kLevel, Z_DEFLATED, MAX_WBITS + kGzipHeader, kMemory,
                       Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  ~GzipPacker() override { ::deflateEnd(&stream_); }
  GzipPacker(const GzipPacker&) = delete;
  GzipPacker& operator=(const GzipPacker&) = delete;
  GzipPacker(GzipPacker&&) = delete;
  GzipPacker& operator=(GzipPacker&&) = delete;

  void add(std::string_view bytes, std::string& packed) override {
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kStep)))
      run(bytes.substr(0, kStep), Z_NO_FLUSH, packed);
  }
  void finish(std::string& packed) override { run({}, Z_FINISH, packed); }

 private:
  void run(std::string_view bytes, int flush, std::string& packed) {
    std::array<char, kStep>
        out;  // NOLINT(cppcoreguidelines-pro-type-member-init): deflate fills it
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast,cppcoreguidelines-pro-type-reinterpret-cast)
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    do {
      // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
      stream_.next_out = reinterpret_cast<Bytef*>(out.data());
      stream_.avail_out = out.size();
      ::deflate(&stream_, flush);
      packed.append(out.data(), out.size() - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

  z_stream stream_{};
};

class ZstdPacker : public Packer {
 public:
  ZstdPacker() : context_(::ZSTD_createCCtx()) {
    if (!context_) throw std::bad_alloc();
    ::ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
  }

  void add(std::string_view bytes, std::string& packed) override {
    run(bytes, ZSTD_e_continue, packed);
  }
  void finish(std::string& packed) override { run({}, ZSTD_e_end, packed); }

 private:
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ::ZSTD_freeCCtx(context); }
  };

  void run(std::string_view bytes, ZSTD_EndDirective directive, std::string& packed) {
    std::array<char, kStep> out;  // NOLINT(cppcoreguidelines-pro-type-member-init): zstd fills it
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    std::size_t left = 0;
    do {
      ZSTD_outBuffer ready{out.data(), out.size(), 0};
      left = ::ZSTD_compressStream2(context_.get(), &ready, &in, directive);
      // The parameters are right and the buffers are there: only memory can be missing.
      if (::ZSTD_isError(left) != 0) throw std::bad_alloc();
      packed.append(out.data(), ready.pos);
    } while (directive == ZSTD_e_end ? left != 0 : in.pos < in.size);
  }

  std::unique_ptr<ZSTD_CCtx, Free> context_;
};

}  // namespace

std::unique_ptr<Packer> packer_for(std::string_view name) {
  if (name.ends_with(".gz")) return std::make_unique<GzipPacker>();
  if (name.ends_with(".zst")) return std::make_unique<ZstdPacker>();
  return nullptr;
}

}  // namespace newshole::converter
