#pragma once
// A short, stable mark of some bytes: FNV-1a, 64 bits. The same on every machine and in every
// version, since file names and the state hold it. It is no defence against somebody who looks for
// two inputs with one mark.

#include <cstdint>
#include <string_view>

namespace newshole {

[[nodiscard]] constexpr std::uint64_t fingerprint(std::string_view bytes) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001B3U;
  }
  return hash;
}

static_assert(fingerprint("") == 0xCBF29CE484222325U);
static_assert(fingerprint("a") == 0xAF63DC4C8601EC8CU);

}  // namespace newshole
