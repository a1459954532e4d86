#include "html/arena.h"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace newshole::html {
namespace {

constexpr std::size_t kAlignment = 8;
constexpr std::size_t kLargestChunk = std::size_t{4} << 20;

}  // namespace

Arena::~Arena() {
  while (newest_ != nullptr) {
    Chunk* const before = newest_->before;
    std::free(newest_);
    newest_ = before;
  }
}

void* Arena::allocate(std::size_t size) noexcept {
  if (size > cap_) return nullptr;  // also keeps the rounding below from wrapping around
  const std::size_t rounded = (size + kAlignment - 1) & ~(kAlignment - 1);
  if (rounded > left_ && !add_chunk(rounded)) return nullptr;
  void* const piece = top_;
  top_ += rounded;
  left_ -= rounded;
  return piece;
}

// The rest of the newest chunk stays unused: at most a quarter of the memory that was taken.
bool Arena::add_chunk(std::size_t size) noexcept {
  const std::size_t chunk_size = std::max(next_chunk_, size + sizeof(Chunk));
  if (chunk_size > cap_ - taken_) return false;
  void* const memory = std::malloc(chunk_size);
  if (memory == nullptr) return false;
  newest_ = new (memory) Chunk{newest_};
  taken_ += chunk_size;
  left_ = chunk_size - sizeof(Chunk);
  top_ = static_cast<std::byte*>(memory) + sizeof(Chunk);
  next_chunk_ = std::min(next_chunk_ * 2, kLargestChunk);
  return true;
}

}  // namespace newshole::html
