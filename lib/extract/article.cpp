#include "extract/article.h"

#include <array>

#include "base/ascii.h"
#include "base/fingerprint.h"
#include "text/clean.h"

namespace newshole::extract {
namespace {

/// The part of a byte in finding where words begin and end.
enum class WordByte : unsigned char { Other, Word, Blank, NoBreakLead, PunctuationLead };

constexpr std::array<WordByte, 256> make_word_bytes() {
  std::array<WordByte, 256> kinds{};
  for (std::size_t c = 0; c < kinds.size(); ++c) {
    const bool is_alphanumeric = ascii::is_alphanumeric(static_cast<char>(c));
    // A byte of any other character: enough to distinguish a word from a dash that stands alone.
    if (is_alphanumeric || c >= 0x80) kinds.at(c) = WordByte::Word;
  }
  for (const char c : {' ', '\n', '\t'}) kinds.at(static_cast<unsigned char>(c)) = WordByte::Blank;
  kinds.at(0xC2) = WordByte::NoBreakLead;
  kinds.at(0xE2) = WordByte::PunctuationLead;
  return kinds;
}

constexpr std::array<WordByte, 256> kWordBytes = make_word_bytes();

/// Typographic dashes, quotes, bullets and the like (U+2010 to U+203E) are no words.
bool is_general_punctuation(std::string_view utf8) {
  return utf8.size() >= 3 && utf8[1] == '\x80' && utf8[2] >= '\x90';
}

struct Part {
  WordByte kind;
  std::size_t size;
};

/// The kind of the character at `at`, decoded where its first byte does not decide.
Part part_at(std::string_view text, std::size_t at) {
  const WordByte kind = kWordBytes[static_cast<unsigned char>(text[at])];
  if (kind == WordByte::NoBreakLead) {
    if (text.substr(at).starts_with(text::kNoBreakSpace)) return {WordByte::Blank, 2};
    return {WordByte::Word, 1};
  }
  if (kind == WordByte::PunctuationLead) {
    if (is_general_punctuation(text.substr(at))) return {WordByte::Other, 3};
    return {WordByte::Word, 1};
  }
  return {kind, 1};
}

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool is_in_word = false;
  for (std::size_t at = 0; at < text.size();) {
    const Part part = part_at(text, at);
    if (part.kind == WordByte::Word && !is_in_word) ++words;
    if (part.kind != WordByte::Other) is_in_word = part.kind == WordByte::Word;
    at += part.size;
  }
  return words;
}

// An absent field differs from an empty one and from 0.
template <typename T>
void add(Fingerprinter& hash, const std::optional<T>& value) {
  hash.add(std::int64_t{value.has_value()});
  if (value) hash.add(*value);
}

void add(Fingerprinter& hash, const std::optional<text::DateOrTime>& time) {
  constexpr std::chrono::minutes kDateAlone = std::chrono::minutes::max();
  std::optional<std::int64_t> seconds;
  if (time) seconds = time->time.time_since_epoch().count();
  add(hash, seconds);
  hash.add(std::int64_t{time ? time->offset.value_or(kDateAlone).count() : 0});
}

void add(Fingerprinter& hash, const Block& block) {
  hash.add(static_cast<std::int64_t>(block.kind));
  hash.add(block.text);
  // Mirrors know tables that were read when none had a level.
  add(hash, block.kind == BlockKind::Table ? std::nullopt : block.level);
  add(hash, block.ordinal);
  hash.add(static_cast<std::int64_t>(block.links.size()));
  for (const Link& link : block.links) {
    hash.add(link.text);
    hash.add(link.url);
    hash.add(static_cast<std::int64_t>(link.end));
  }
}

using MaybeTime = std::optional<text::DateOrTime>;

std::optional<UtcTime> first_instant(const MaybeTime& published, const MaybeTime& updated) {
  for (const MaybeTime* time : {&published, &updated}) {
    if (*time && (*time)->offset) return (*time)->time;
  }
  return std::nullopt;
}

}  // namespace

std::size_t count_words(const Article& article) {
  std::size_t words = 0;
  for (const Block& block : article.blocks) words += count_words(block.text);
  return words;
}

std::optional<UtcTime> instant_of(const Article& article) {
  return first_instant(article.published, article.updated);
}

std::optional<UtcTime> instant_of(const Story& story) {
  return first_instant(story.published, story.updated);
}

std::size_t count_bytes(const Article& article) {
  std::size_t bytes = 0;
  for (const Block& block : article.blocks) bytes += block.text.size();
  return bytes;
}

std::uint64_t content_fingerprint(const Article& article) {
  Fingerprinter hash;
  for (const std::string* text : {&article.url, &article.site, &article.headline}) hash.add(*text);
  for (const std::optional<std::string>* text :
       {&article.full_url, &article.byline, &article.timestamp, &article.source, &article.section,
        &article.language, &article.notice}) {
    add(hash, *text);
  }
  hash.add(static_cast<std::int64_t>(article.authors.size()));
  for (const std::string& author : article.authors) hash.add(author);
  add(hash, article.published);
  add(hash, article.updated);
  for (const Block& block : article.blocks) add(hash, block);
  // Mirrors know the fingerprints of articles that were read when there was no such field.
  constexpr std::int64_t kNoBlockKind = -1;
  constexpr std::int64_t kGenericReading = -2;
  constexpr std::int64_t kPublisher = -3;
  if (article.copyright) hash.add(kNoBlockKind);
  if (article.copyright) hash.add(*article.copyright);
  if (article.reading == Reading::Generic) hash.add(kGenericReading);
  if (article.publisher) hash.add(kPublisher);
  if (article.publisher) hash.add(*article.publisher);
  return hash.value();
}

}  // namespace newshole::extract
