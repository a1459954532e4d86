#pragma once
// A short hash of some bytes: FNV-1a, 64 bits. It is the same on every machine and in every
// version, since file names and the state hold it. It does not withstand an attacker who looks for
// two inputs with the same hash.

#include <cstdint>
#include <string_view>

namespace newshole {

/// Hashes several parts: "ab", "c" differs from "a", "bc".
class Fingerprinter {
 public:
  constexpr void add(std::string_view part) {
    add_bytes(part);
    add(static_cast<std::int64_t>(part.size()));
  }
  constexpr void add(std::int64_t number) {
    constexpr unsigned kBits = 64;
    for (unsigned shift = 0; shift < kBits; shift += 8) {
      add_byte(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> shift));
    }
  }
  /// Adds the bytes without their number: "ab", "c" equals "a", "bc".
  constexpr void add_bytes(std::string_view bytes) {
    for (const char c : bytes) add_byte(static_cast<std::uint8_t>(c));
  }
  [[nodiscard]] constexpr std::uint64_t value() const { return hash_; }

 private:
  constexpr void add_byte(std::uint8_t byte) {
    hash_ ^= byte;
    hash_ *= 0x100000001B3U;
  }

  std::uint64_t hash_ = 0xCBF29CE484222325U;
};

[[nodiscard]] constexpr std::uint64_t fingerprint(std::string_view bytes) {
  Fingerprinter hash;
  hash.add_bytes(bytes);
  return hash.value();
}

static_assert(fingerprint("") == 0xCBF29CE484222325U);
static_assert(fingerprint("a") == 0xAF63DC4C8601EC8CU);

}  // namespace newshole
