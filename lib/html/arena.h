#pragma once
// Memory for one parse, allocated piece by piece and freed at once. Internal to this module.

#include <cstddef>

namespace newshole::html {

/// A bump allocator with a cap. Nothing is freed before the arena itself is.
class Arena {
 public:
  /// `cap`: bytes that may be taken from the system.
  explicit Arena(std::size_t cap) : cap_(cap) {}
  Arena(Arena&&) = delete;
  ~Arena();

  /// Memory for any C struct without long doubles (aligned to 8), never initialised; null when the
  /// cap or the system's memory is used up.
  [[nodiscard]] void* allocate(std::size_t size) noexcept;

 private:
  struct Chunk {
    Chunk* before;
  };
  [[nodiscard]] bool add_chunk(std::size_t size) noexcept;

  std::size_t cap_;
  std::size_t taken_ = 0;
  std::size_t next_chunk_ = std::size_t{64} << 10;
  std::size_t left_ = 0;
  std::byte* top_ = nullptr;
  Chunk* newest_ = nullptr;
};

}  // namespace newshole::html
