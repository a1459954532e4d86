#include "extract/text_sketch.h"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>

#include <unicode/uchar.h>

#include "base/ascii.h"
#include "base/fingerprint.h"
#include "text/utf8.h"

namespace newshole::extract {
namespace {

// Of words and of characters; five words in a row are seldom the same by chance, and a changed word
// spoils no more than five shingles.
constexpr std::size_t kWordsOfShingle = 5;
constexpr std::size_t kCharactersOfShingle = 10;
constexpr std::size_t kLeastWords = 60;
constexpr std::size_t kLeastCharacters = 120;

// Below the share of text that agencies' stories keep when they are shortened or added to, above
// the one that two of a template, or a story and the next on the same matter, have in common.
constexpr double kLeastContained = 0.6;
// A brief within a long list of briefs is not the list.
constexpr double kLeastLength = 0.2;
constexpr std::size_t kLeastSampled = 10;

struct CodePoints {
  char32_t first;
  char32_t last;
};
// Thai to Tibetan, Myanmar, Khmer, kana, Han, and Han of the compatibility and other planes.
constexpr std::array<CodePoints, 8> kUnspaced = {{{0x0E00, 0x0FFF},
                                                  {0x1000, 0x109F},
                                                  {0x1780, 0x17FF},
                                                  {0x3040, 0x30FF},
                                                  {0x3400, 0x4DBF},
                                                  {0x4E00, 0x9FFF},
                                                  {0xF900, 0xFAFF},
                                                  {0x20000, 0x3FFFF}}};

bool is_of_unspaced_script(char32_t c) {
  return c >= kUnspaced.front().first && std::ranges::any_of(kUnspaced, [c](const CodePoints& of) {
           return c >= of.first && c <= of.last;
         });
}

enum class Role { Letter, Nothing, End };

Role role_of(char32_t c) {
  if (c < 0x80) {
    const char byte = static_cast<char>(c);
    if (ascii::is_alphanumeric(byte)) return Role::Letter;
    return byte == ' ' || byte == '\n' || byte == '\t' ? Role::End : Role::Nothing;
  }
  // The dashes between words, which some print without blanks.
  if (c >= 0x2013 && c <= 0x2015) return Role::End;
  const auto point = static_cast<UChar32>(c);
  if (u_isalnum(point) != 0 || (U_GET_GC_MASK(point) & U_GC_M_MASK) != 0) return Role::Letter;
  return u_isUWhiteSpace(point) != 0 ? Role::End : Role::Nothing;
}

std::uint64_t mixed(std::uint64_t hash) {
  hash = (hash ^ (hash >> 30U)) * 0xBF58476D1CE4E5B9U;
  hash = (hash ^ (hash >> 27U)) * 0x94D049BB133111EBU;
  return hash ^ (hash >> 31U);
}

/// The hashes of a text's words; in scripts without blanks, of its characters.
class Words {
 public:
  void add(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const auto byte = static_cast<unsigned char>(text[at]);
      const text::CodePoint point =
          byte < 0x80 ? text::CodePoint{byte, 1} : text::code_point_at(text, at);
      add(point.value);
      at += point.length;
    }
    end_word();
  }

  [[nodiscard]] std::span<const std::uint64_t> hashes() const { return hashes_; }
  [[nodiscard]] bool are_characters() const { return characters_ * 2 > hashes_.size(); }

 private:
  void add(char32_t c) {
    const Role role = role_of(c);
    if (role == Role::End) end_word();
    if (role != Role::Letter) return;
    const bool is_word_itself = is_of_unspaced_script(c);
    if (is_word_itself) end_word();
    const char32_t lower = c < 0x80 ? static_cast<char32_t>(ascii::lower(static_cast<char>(c)))
                                    : static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
    if (lower < 0x80) {
      const char byte = static_cast<char>(lower);
      word_.add_bytes({&byte, 1});
    } else {
      word_.add(static_cast<std::int64_t>(lower));
    }
    is_in_word_ = true;
    if (!is_word_itself) return;
    ++characters_;
    end_word();
  }

  void end_word() {
    if (!is_in_word_) return;
    hashes_.push_back(word_.value());
    word_ = {};
    is_in_word_ = false;
  }

  std::vector<std::uint64_t> hashes_;
  std::size_t characters_ = 0;
  Fingerprinter word_;
  bool is_in_word_ = false;
};

bool is_told(const Block& block) {
  return block.kind == BlockKind::Paragraph || block.kind == BlockKind::Quote ||
         block.kind == BlockKind::ListItem;
}

std::vector<std::uint32_t> shingles_of(std::span<const std::uint64_t> words, std::size_t length) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U;
  std::vector<std::uint32_t> shingles;
  shingles.reserve(words.size());
  for (std::size_t first = 0; first + length <= words.size(); ++first) {
    std::uint64_t hash = 0;
    for (const std::uint64_t word : words.subspan(first, length)) hash = hash * kFactor + word;
    shingles.push_back(static_cast<std::uint32_t>(mixed(hash) >> 32U));
  }
  return shingles;
}

// Sorts as few of them as it takes, so that time is linear but for a text that repeats itself.
std::vector<std::uint32_t> least_of(std::vector<std::uint32_t> all) {
  for (std::size_t some = 2 * kSketchValues;; some *= 2) {
    const std::size_t sorted = std::min(some, all.size());
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(sorted);
    if (end != all.end()) std::nth_element(all.begin(), end, all.end());
    std::vector<std::uint32_t> least(all.begin(), end);
    std::ranges::sort(least);
    least.erase(std::unique(least.begin(), least.end()), least.end());
    if (least.size() < kSketchValues && sorted < all.size()) continue;
    least.resize(std::min(least.size(), kSketchValues));
    return least;
  }
}

void append_number(std::string& bytes, std::uint32_t number) {
  for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(number >> shift);
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (unsigned i = 0; i < 4; ++i)
    number |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return number;
}

// All shingles of the text up to there are in its sketch.
std::uint32_t known_up_to(const TextSketch& sketch) {
  return sketch.least.size() < kSketchValues ? UINT32_MAX : sketch.least.back();
}

}  // namespace

TextSketch sketch_of(const Article& article) {
  Words words;
  for (const Block& block : article.blocks) {
    if (is_told(block)) words.add(block.text);
  }
  const bool are_characters = words.are_characters();
  if (words.hashes().size() < (are_characters ? kLeastCharacters : kLeastWords)) return {};
  std::vector<std::uint32_t> all =
      shingles_of(words.hashes(), are_characters ? kCharactersOfShingle : kWordsOfShingle);
  const auto shingles = static_cast<std::uint32_t>(all.size());
  return {shingles, least_of(std::move(all))};
}

std::string to_bytes(const TextSketch& sketch) {
  std::string bytes;
  if (sketch.shingles == 0) return bytes;
  append_number(bytes, sketch.shingles);
  for (const std::uint32_t value : sketch.least) append_number(bytes, value);
  return bytes;
}

TextSketch sketch_from(std::string_view bytes) {
  TextSketch sketch;
  if (bytes.size() < 4 || bytes.size() % 4 != 0) return sketch;
  sketch.shingles = number_at(bytes, 0);
  for (std::size_t at = 4; at < bytes.size(); at += 4) sketch.least.push_back(number_at(bytes, at));
  const std::size_t most = std::min<std::size_t>(sketch.shingles, kSketchValues);
  const bool is_sound = sketch.least.size() <= most && std::ranges::is_sorted(sketch.least);
  return is_sound ? sketch : TextSketch{};
}

Overlap overlap_of(const TextSketch& a, const TextSketch& b) {
  const auto& [shorter, longer] = a.shingles <= b.shingles ? std::tie(a, b) : std::tie(b, a);
  if (shorter.least.empty()) return {};
  const std::uint32_t limit = std::min(known_up_to(a), known_up_to(b));
  const auto end = std::ranges::upper_bound(shorter.least, limit);
  Overlap overlap{.length = static_cast<double>(shorter.shingles) / longer.shingles,
                  .sampled = static_cast<std::size_t>(end - shorter.least.begin())};
  std::size_t common = 0;
  auto other = longer.least.begin();
  for (auto own = shorter.least.begin(); own != end; ++own) {
    while (other != longer.least.end() && *other < *own) ++other;
    if (other != longer.least.end() && *other == *own) ++common;
  }
  if (overlap.sampled > 0)
    overlap.contained = static_cast<double>(common) / static_cast<double>(overlap.sampled);
  return overlap;
}

bool are_one_story(const TextSketch& a, const TextSketch& b) {
  const Overlap overlap = overlap_of(a, b);
  return overlap.sampled >= kLeastSampled && overlap.length >= kLeastLength &&
         overlap.contained >= kLeastContained;
}

}  // namespace newshole::extract
