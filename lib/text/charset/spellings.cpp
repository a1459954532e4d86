#include "text/charset/spellings.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace newshole::text {
namespace {

// In the table a spelling is a number: where it begins in the pool, how long it is, its kind. The
// table has pages, most of them alike, so that each is there once.
constexpr unsigned kOffsetBits = 20;
constexpr unsigned kLengthBits = 8;
constexpr std::size_t kPageSize = 64;

struct EmojiSequence {
  std::string_view sequence;
  std::string_view name;
};

#include "text/spellings_table.inc"

std::uint32_t entry_of(char32_t c) {
  const std::size_t page = c / kPageSize;
  if (page >= kPageNumbers.size()) return 0;
  return kEntries[kPageNumbers[page] * kPageSize + c % kPageSize];
}

}  // namespace

Spelling spelling_of(char32_t c) {
  const std::uint32_t entry = entry_of(c);
  const std::size_t offset = entry & ((1U << kOffsetBits) - 1);
  const std::size_t length = (entry >> kOffsetBits) & ((1U << kLengthBits) - 1);
  return {static_cast<SpellingKind>(entry >> (kOffsetBits + kLengthBits)),
          kPool.substr(offset, length)};
}

std::string_view emoji_name(std::string_view sequence) {
  const auto* const found =
      std::ranges::lower_bound(kEmojiSequences, sequence, {}, &EmojiSequence::sequence);
  const bool is_known = found != kEmojiSequences.end() && found->sequence == sequence;
  return is_known ? found->name : std::string_view();
}

}  // namespace newshole::text
