#pragma once
// Content codings (RFC 9110 section 8.4.1) that sites send and libcurl refuses. Internal to this
// module.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <zlib.h>

namespace newshole::fetch {

/// Who undoes the coding of a body.
enum class Decoding {
  Libcurl,
  Gzip,  ///< a GzipDecoder
  None,  ///< nobody: no coding has the name, so browsers pass over it
};

/// By the values of all Content-Encoding fields.
[[nodiscard]] Decoding decoding_of(std::span<const std::string> fields);

/// All members of a gzip body (RFC 1952 section 2.2), while they come. What follows the last one,
/// and is none, is passed over.
class GzipDecoder {
 public:
  /// False to end the decoding.
  using Take = std::function<bool(std::string_view decoded)>;

  GzipDecoder();
  ~GzipDecoder();
  GzipDecoder(const GzipDecoder&) = delete;
  GzipDecoder& operator=(const GzipDecoder&) = delete;
  GzipDecoder(GzipDecoder&&) = delete;
  GzipDecoder& operator=(GzipDecoder&&) = delete;

  /// Hands on what the next bytes of the body hold, in pieces. False where they are damaged, or
  /// `take` gave false.
  [[nodiscard]] bool decode(std::string_view bytes, const Take& take);

 private:
  z_stream stream_{};
  bool has_member_ = false;
  bool is_over_ = false;
};

}  // namespace newshole::fetch
