#pragma once
// Compressed outputs.

#include <memory>
#include <string>
#include <string_view>

namespace newshole::converter {

/// Packs a stream of bytes. The same bytes give the same, however they are cut.
class Packer {
 public:
  Packer() = default;
  virtual ~Packer() = default;
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
  Packer(Packer&&) = delete;
  Packer& operator=(Packer&&) = delete;

  /// Appends to `packed` what the bytes so far have ready. They may have nothing ready.
  virtual void add(std::string_view bytes, std::string& packed) = 0;
  /// Appends the rest. Nothing can be added after that.
  virtual void finish(std::string& packed) = 0;
};

/// What packs a file of this name: gzip (RFC 1952) for .gz, Zstandard (RFC 8878) for .zst, null for
/// all others.
[[nodiscard]] std::unique_ptr<Packer> packer_for(std::string_view name);

}  // namespace newshole::converter
