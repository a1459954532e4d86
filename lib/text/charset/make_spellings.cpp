// Makes the table of spellings.cpp, when newshole is built:
//
//   make_spellings EMOJI-TEST.TXT TABLE.INC
//
// Signs are spelt by typography.h; what it lacks, and letters, digits and accents, as ICU's
// transliterator spells them, emoji by the names of Unicode's emoji-test.txt. Letters whose
// spelling depends on their neighbours are left to ICU.

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include "text/charset/spellings.h"
#include "text/code_points.h"
#include "text/typography.h"

namespace newshole::text {
namespace {

constexpr UChar32 kFirst = 0x80;
constexpr UChar32 kEnd = 0x20000;
constexpr std::size_t kPageSize = 64;
constexpr std::size_t kMostBytes = 255;
constexpr UChar32 kEthiopicWordspace = 0x1361;

// Scripts whose letters are tried beside each other. All others, but for ideographs, are ICU's.
constexpr std::array kTriedScripts = {USCRIPT_GREEK,    USCRIPT_CYRILLIC, USCRIPT_ARMENIAN,
                                      USCRIPT_GEORGIAN, USCRIPT_HEBREW,   USCRIPT_ARABIC};

struct Entry {
  SpellingKind kind = SpellingKind::Ask;
  std::string ascii;
};

using Entries = std::map<UChar32, Entry>;
using EmojiNames = std::map<std::string, std::string>;

bool has_property(UChar32 c, UProperty property) {
  return u_hasBinaryProperty(c, property) != 0;
}

bool is_of(UChar32 c, std::uint32_t categories) {
  return (U_MASK(u_charType(c)) & categories) != 0;
}

UScriptCode script_of(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(c, &status);
}

std::string utf8_of(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

const TypographyRow* typography_of(UChar32 c) {
  const auto code = static_cast<char32_t>(c);
  const auto* const row =
      std::ranges::lower_bound(kTypography, code, {}, &TypographyRow::code_point);
  return row != kTypography.end() && row->code_point == code ? row : nullptr;
}

class Speller {
 public:
  Speller() {
    UErrorCode status = U_ZERO_ERROR;
    latin_.reset(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
    nfkd_ = icu::Normalizer2::getNFKDInstance(status);
    nfc_ = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status) != 0) latin_.reset();
  }

  [[nodiscard]] bool is_ready() const { return latin_ != nullptr; }

  [[nodiscard]] icu::UnicodeString by_icu(icu::UnicodeString text) const {
    latin_->transliterate(text);
    return text;
  }

  /// The spelling of a sign that is another one with a stroke through it; nothing for all else.
  [[nodiscard]] std::optional<std::string> negated(UChar32 c) const {
    icu::UnicodeString parts;
    if (is_of(c, U_GC_L_MASK) || nfc_->getRawDecomposition(c, parts) == 0) return std::nullopt;
    if (!is_negation(static_cast<char32_t>(parts.char32At(parts.length() - 1))))
      return std::nullopt;
    const std::optional<std::string> base = spelt(parts.char32At(0));
    return base ? std::optional("!" + *base) : std::nullopt;
  }

  /// The character's spelling by itself, in ASCII; nothing where neither ICU nor its compatibility
  /// decomposition leads there.
  [[nodiscard]] std::optional<std::string> spelt(UChar32 c) const {
    if (auto ascii = to_ascii(by_icu(icu::UnicodeString(c)))) return ascii;
    icu::UnicodeString parts;
    if (nfkd_->getDecomposition(c, parts) == 0) return std::nullopt;
    return to_ascii(by_icu(parts));
  }

 private:
  // A character that ICU does not change may be typography.
  static std::optional<std::string> to_ascii(const icu::UnicodeString& text) {
    std::string out;
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
      const UChar32 c = text.char32At(at);
      const TypographyRow* row = typography_of(c);
      const bool is_dropped = is_of(c, U_GC_M_MASK) && !is_negation(static_cast<char32_t>(c));
      if (c >= 0x80 && row == nullptr && !is_dropped) return std::nullopt;
      if (c < 0x80) out += static_cast<char>(c);
      if (row != nullptr) out += row->ascii;
    }
    // Spacing accents are decomposed into a blank and a mark.
    const std::size_t first = out.find_first_not_of(' ');
    if (first == std::string::npos) return std::nullopt;
    return out.substr(first, out.find_last_not_of(' ') + 1 - first);
  }

  std::unique_ptr<icu::Transliterator> latin_;
  const icu::Normalizer2* nfkd_ = nullptr;
  const icu::Normalizer2* nfc_ = nullptr;
};

// "flag: Côte d’Ivoire" to ":flag_cote_d_ivoire:"
std::string colon_name(const Speller& speller, const std::string& name) {
  std::string out = ":";
  for (const char c : utf8_of(speller.by_icu(icu::UnicodeString::fromUTF8(name)))) {
    const bool is_kept = (u_isalnum(c) != 0 && c > 0) || c == '-';
    if (is_kept) out += static_cast<char>(u_tolower(c));
    if (!is_kept && out.back() != '_' && out.back() != ':') out += '_';
  }
  while (out.back() == '_') out.pop_back();
  return out + ":";
}

// The characters of "1F468 FE0F 200D ..." without selectors and skin tones.
icu::UnicodeString key_of(const std::string& codes) {
  icu::UnicodeString key;
  std::istringstream parts(codes);
  for (std::string code; parts >> code;) {
    const auto c = static_cast<UChar32>(std::stoul(code, nullptr, 16));
    if (c != 0xFE0F && !has_property(c, UCHAR_EMOJI_MODIFIER)) key.append(c);
  }
  return key;
}

// "handshake: light skin tone, dark skin tone" to "handshake"
std::string without_tone(const std::string& name) {
  return name.find("skin tone") == std::string::npos ? name : name.substr(0, name.find(':'));
}

// A line is "26A0 FE0F ; fully-qualified # ⚠️ E0.6 warning". Of those that differ in skin tones
// alone the first has none.
EmojiNames read_emoji_names(std::istream& in, const Speller& speller) {
  EmojiNames names;
  for (std::string line; std::getline(in, line);) {
    const std::size_t semicolon = line.find(';');
    const std::size_t version = line.find(" E", line.find('#') + 1);
    if (line.starts_with('#') || semicolon == std::string::npos || version == std::string::npos)
      continue;
    const icu::UnicodeString key = key_of(line.substr(0, semicolon));
    const std::string name = line.substr(line.find(' ', version + 1) + 1);
    if (key.isEmpty() == 0) names.emplace(utf8_of(key), colon_name(speller, without_tone(name)));
  }
  return names;
}

std::string unicode_name(UChar32 c) {
  std::array<char, 128> name{};
  UErrorCode status = U_ZERO_ERROR;
  const std::int32_t size = u_charName(c, U_UNICODE_CHAR_NAME, name.data(),
                                       static_cast<std::int32_t>(name.size()), &status);
  return U_SUCCESS(status) != 0 && size > 0 ? std::string(name.data()) : "";
}

bool is_left_out(UChar32 c) {
  if (has_property(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return true;
  if (has_property(c, UCHAR_EMOJI_MODIFIER)) return true;
  const UScriptCode script = script_of(c);
  return is_of(c, U_GC_M_MASK) && (script == USCRIPT_INHERITED || script == USCRIPT_COMMON);
}

SpellingKind kind_of_sign(UChar32 c, std::string_view ascii) {
  if (c == kEthiopicWordspace) return SpellingKind::WordDivider;
  const int decomposition = u_getIntPropertyValue(c, UCHAR_DECOMPOSITION_TYPE);
  if (decomposition == U_DT_FRACTION || ascii == "deg") return SpellingKind::BehindDigit;
  const bool is_number = is_of(c, U_GC_NO_MASK) || is_of(c, U_GC_SM_MASK);
  if (decomposition == U_DT_SUPER && is_number) return SpellingKind::Superscript;
  return SpellingKind::Plain;
}

Entry entry_of_emoji(UChar32 c, const EmojiNames& names, const Speller& speller) {
  const auto named = names.find(utf8_of(icu::UnicodeString(c)));
  if (named != names.end()) return {SpellingKind::Emoji, named->second};
  if (has_property(c, UCHAR_REGIONAL_INDICATOR)) {
    return {SpellingKind::Emoji, std::string(1, static_cast<char>('A' + (c - 0x1F1E6)))};
  }
  const std::string name = unicode_name(c);
  if (!has_property(c, UCHAR_EXTENDED_PICTOGRAPHIC) || name.empty()) return {};
  return {SpellingKind::Emoji, colon_name(speller, name)};
}

// Letters that ICU may spell otherwise beside others are only a part of a word.
SpellingKind kind_of_spelt(UChar32 c) {
  if (has_property(c, UCHAR_IDEOGRAPHIC)) return SpellingKind::Ideograph;
  const UScriptCode script = script_of(c);
  if (script == USCRIPT_LATIN || script == USCRIPT_COMMON || !is_of(c, U_GC_L_MASK))
    return SpellingKind::Plain;
  const bool is_tried = std::ranges::find(kTriedScripts, script) != kTriedScripts.end();
  return is_tried ? SpellingKind::Letter : SpellingKind::Ask;
}

Entry entry_of(UChar32 c, const EmojiNames& names, const Speller& speller) {
  if (const TypographyRow* row = typography_of(c))
    return {kind_of_sign(c, row->ascii), std::string(row->ascii)};
  if (const auto negated = speller.negated(c)) return {SpellingKind::Plain, *negated};
  if (is_left_out(c)) return {SpellingKind::Plain, ""};
  Entry emoji = entry_of_emoji(c, names, speller);
  if (emoji.kind == SpellingKind::Emoji) return emoji;
  const bool is_mark = is_of(c, U_GC_M_MASK);
  const auto spelt = is_mark ? std::nullopt : speller.spelt(c);
  if (spelt && spelt->size() <= kMostBytes) {
    const SpellingKind kind = kind_of_spelt(c);
    if (kind == SpellingKind::Plain) return {kind_of_sign(c, *spelt), *spelt};
    return kind == SpellingKind::Ask ? Entry{} : Entry{kind, *spelt};
  }
  const bool is_of_word = is_mark || is_of(c, U_GC_L_MASK | U_GC_N_MASK);
  return is_of_word ? Entry{} : Entry{SpellingKind::Unknown, ""};
}

// The letters of `script` that are spelt otherwise in front of or behind another: the least number
// of them without which all others can stand together, found greedily.
std::set<UChar32> contextual_letters(UScriptCode script, const Entries& entries,
                                     const Speller& speller) {
  std::vector<UChar32> letters;
  for (const auto& [c, entry] : entries) {
    if (entry.kind == SpellingKind::Letter && script_of(c) == script) letters.push_back(c);
  }
  std::map<UChar32, std::set<UChar32>> conflicts;
  for (const UChar32 left : letters) {
    for (const UChar32 right : letters) {
      icu::UnicodeString pair(left);
      pair.append(right);
      const std::string together = utf8_of(speller.by_icu(std::move(pair)));
      icu::UnicodeString apart = speller.by_icu(icu::UnicodeString(left));
      apart.append(speller.by_icu(icu::UnicodeString(right)));
      if (together == utf8_of(apart)) continue;
      conflicts[left].insert(right);
      conflicts[right].insert(left);
    }
  }
  std::set<UChar32> removed;
  while (true) {
    const auto worst = std::ranges::max_element(
        conflicts, {}, [](const auto& conflict) { return conflict.second.size(); });
    if (worst == conflicts.end() || worst->second.empty()) return removed;
    const UChar32 letter = worst->first;
    removed.insert(letter);
    conflicts.erase(worst);
    for (auto& conflict : conflicts) conflict.second.erase(letter);
  }
}

Entries make_entries(const EmojiNames& names, const Speller& speller) {
  Entries entries;
  for (UChar32 c = kFirst; c < kEnd; ++c) {
    if (!is_of(c, U_GC_CS_MASK)) entries[c] = entry_of(c, names, speller);
  }
  for (const UScriptCode script : kTriedScripts) {
    for (const UChar32 c : contextual_letters(script, entries, speller)) entries[c] = {};
  }
  return entries;
}

// As a literal of C++: no escape can run into what follows it.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) {
      constexpr std::string_view kOctal = "01234567";
      out += {'\\', kOctal[byte >> 6U], kOctal[(byte >> 3U) & 7U], kOctal[byte & 7U]};
      continue;
    }
    if (c == '"' || c == '\\' || c == '?') out += '\\';  // no trigraphs
    out += c;
  }
  return out + "\"";
}

class TableWriter {
 public:
  explicit TableWriter(std::ostream& out) : out_(out) {}

  void write(const Entries& entries, const EmojiNames& names) {
    std::vector<std::uint32_t> numbers(static_cast<std::size_t>(kEnd), 0);
    for (const auto& [c, entry] : entries) numbers[static_cast<std::size_t>(c)] = number_of(entry);
    write_pages(numbers);
    write_pool();
    write_names(names);
  }

 private:
  std::uint32_t number_of(const Entry& entry) {
    const auto known = offsets_.emplace(entry.ascii, pool_.size());
    if (known.second) pool_ += entry.ascii;
    return static_cast<std::uint32_t>(entry.kind) << 28U |
           static_cast<std::uint32_t>(entry.ascii.size()) << 20U |
           static_cast<std::uint32_t>(known.first->second);
  }

  void write_pages(const std::vector<std::uint32_t>& numbers) {
    std::map<std::vector<std::uint32_t>, std::size_t> pages;
    std::vector<std::size_t> page_numbers;
    std::vector<std::uint32_t> kept;
    for (auto at = numbers.begin(); at != numbers.end(); at += kPageSize) {
      const auto page = pages.emplace(std::vector(at, at + kPageSize), pages.size());
      if (page.second) kept.insert(kept.end(), at, at + kPageSize);
      page_numbers.push_back(page.first->second);
    }
    write_array("std::uint16_t", "kPageNumbers", page_numbers);
    write_array("std::uint32_t", "kEntries", kept);
  }

  template <typename Numbers>
  void write_array(std::string_view type, std::string_view name, const Numbers& numbers) {
    out_ << "constexpr std::array<" << type << ", " << numbers.size() << "> " << name << " = {";
    for (std::size_t i = 0; i < numbers.size(); ++i)
      out_ << (i % 16 == 0 ? "\n" : " ") << numbers[i] << ',';
    out_ << "\n};\n";
  }

  void write_pool() {
    constexpr std::size_t kLine = 100;
    out_ << "constexpr std::string_view kPool =";
    for (std::size_t at = 0; at < pool_.size(); at += kLine)
      out_ << '\n' << quoted(std::string_view(pool_).substr(at, kLine));
    out_ << ";\n";
  }

  void write_names(const EmojiNames& names) {
    std::size_t count = 0;
    std::ostringstream rows;
    for (const auto& [sequence, name] : names) {
      if (icu::UnicodeString::fromUTF8(sequence).countChar32() < 2) continue;
      rows << "EmojiSequence{" << quoted(sequence) << ", " << quoted(name) << "},\n";
      ++count;
    }
    out_ << "constexpr std::array<EmojiSequence, " << count << "> kEmojiSequences = {\n"
         << rows.str() << "};\n";
  }

  std::ostream& out_;
  std::string pool_;
  std::map<std::string, std::size_t> offsets_;
};

int run(const std::string& emoji_test, const std::string& table) {
  const Speller speller;
  std::ifstream in(emoji_test);
  if (!speller.is_ready() || !in) {
    std::cerr << "make_spellings: " << (in ? "ICU's transliterator" : emoji_test)
              << " is missing\n";
    return 1;
  }
  const EmojiNames names = read_emoji_names(in, speller);
  std::ofstream out(table);
  TableWriter(out).write(make_entries(names, speller), names);
  if (out.flush()) return 0;
  std::cerr << "make_spellings: " << table << " cannot be written\n";
  return 1;
}

}  // namespace
}  // namespace newshole::text

int main(int argc, char** argv) {
  if (argc == 3) return newshole::text::run(argv[1], argv[2]);
  std::cerr << "usage: make_spellings EMOJI-TEST.TXT TABLE.INC\n";
  return 2;
}
