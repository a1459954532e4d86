#include "text/output_charset.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "text/clean.h"
#include "text/utf8.h"

namespace newshole::text {
namespace {

constexpr char32_t kNoBreakSpaceCode = 0xA0;
constexpr char kUnknown = '?';

// ICU replaces in place, each time moving all that follows; no word is as long.
constexpr std::size_t kMaxRunBytes = 256;

struct Name {
  Charset charset;
  std::string_view name;
};

constexpr std::array<Name, 3> kNames = {Name{Charset::Utf8, "utf-8"},
                                        Name{Charset::Latin1, "iso-8859-1"},
                                        Name{Charset::Ascii, "us-ascii"}};

bool is_in(char32_t c, Charset charset) {
  if (c == kNoBreakSpaceCode) return true;
  if (charset == Charset::Ascii) return c < 0x80;
  return c < 0x80 || (c > 0x9F && c < 0x100);
}

struct Row {
  char32_t code_point;
  std::string_view ascii;
};

// Sorted. What Latin-1 has is looked up here for ASCII alone. Letters whose accents come off are
// not here, nor scripts that ICU knows how to spell in Latin letters.
constexpr auto kTable = std::to_array<Row>({
    {0x00A1, "!"},    {0x00A2, "c"},    {0x00A3, "GBP"},  {0x00A4, "$"},    {0x00A5, "JPY"},
    {0x00A6, "|"},    {0x00A7, "S."},   {0x00A8, "\""},   {0x00A9, "(c)"},  {0x00AA, "a"},
    {0x00AB, "<<"},   {0x00AC, "-"},    {0x00AE, "(R)"},  {0x00AF, "-"},    {0x00B0, " deg"},
    {0x00B1, "+/-"},  {0x00B2, "2"},    {0x00B3, "3"},    {0x00B4, "'"},    {0x00B5, "u"},
    {0x00B6, "P."},   {0x00B7, "*"},    {0x00B8, ","},    {0x00B9, "1"},    {0x00BA, "o"},
    {0x00BB, ">>"},   {0x00BC, "1/4"},  {0x00BD, "1/2"},  {0x00BE, "3/4"},  {0x00BF, "?"},
    {0x00C6, "AE"},   {0x00D0, "D"},    {0x00D7, "x"},    {0x00D8, "O"},    {0x00DE, "Th"},
    {0x00DF, "ss"},   {0x00E6, "ae"},   {0x00F0, "d"},    {0x00F7, "/"},    {0x00F8, "o"},
    {0x00FE, "th"},   {0x0110, "D"},    {0x0111, "d"},    {0x0126, "H"},    {0x0127, "h"},
    {0x0131, "i"},    {0x0132, "IJ"},   {0x0133, "ij"},   {0x0138, "k"},    {0x013F, "L"},
    {0x0140, "l"},    {0x0141, "L"},    {0x0142, "l"},    {0x0149, "'n"},   {0x014A, "N"},
    {0x014B, "n"},    {0x0152, "OE"},   {0x0153, "oe"},   {0x0166, "T"},    {0x0167, "t"},
    {0x017F, "s"},    {0x0180, "b"},    {0x0189, "D"},    {0x018F, "E"},    {0x0192, "f"},
    {0x0197, "I"},    {0x019A, "l"},    {0x01A0, "O"},    {0x01A1, "o"},    {0x01AF, "U"},
    {0x01B0, "u"},    {0x01B5, "Z"},    {0x01B6, "z"},    {0x01C0, "|"},    {0x0237, "j"},
    {0x0259, "e"},    {0x02B9, "'"},    {0x02BA, "\""},   {0x02BB, "'"},    {0x02BC, "'"},
    {0x02BD, "'"},    {0x02BE, "'"},    {0x02BF, "'"},    {0x02C6, "^"},    {0x02C8, "'"},
    {0x02DA, "o"},    {0x02DC, "~"},    {0x1E9E, "SS"},   {0x2010, "-"},    {0x2011, "-"},
    {0x2012, "-"},    {0x2013, "-"},    {0x2014, "--"},   {0x2015, "--"},   {0x2016, "||"},
    {0x2017, "_"},    {0x2018, "'"},    {0x2019, "'"},    {0x201A, "'"},    {0x201B, "'"},
    {0x201C, "\""},   {0x201D, "\""},   {0x201E, "\""},   {0x201F, "\""},   {0x2020, "+"},
    {0x2021, "++"},   {0x2022, "*"},    {0x2023, ">"},    {0x2024, "."},    {0x2025, ".."},
    {0x2026, "..."},  {0x2027, "-"},    {0x2030, "0/00"}, {0x2032, "'"},    {0x2033, "\""},
    {0x2034, "'''"},  {0x2035, "`"},    {0x2036, "\""},   {0x2039, "<"},    {0x203A, ">"},
    {0x203B, "*"},    {0x203C, "!!"},   {0x203D, "?!"},   {0x203E, "-"},    {0x2043, "-"},
    {0x2044, "/"},    {0x2047, "??"},   {0x2048, "?!"},   {0x2049, "!?"},   {0x204E, "*"},
    {0x2052, "%"},    {0x2070, "0"},    {0x2071, "i"},    {0x2074, "4"},    {0x2075, "5"},
    {0x2076, "6"},    {0x2077, "7"},    {0x2078, "8"},    {0x2079, "9"},    {0x207A, "+"},
    {0x207B, "-"},    {0x207C, "="},    {0x207D, "("},    {0x207E, ")"},    {0x207F, "n"},
    {0x2080, "0"},    {0x2081, "1"},    {0x2082, "2"},    {0x2083, "3"},    {0x2084, "4"},
    {0x2085, "5"},    {0x2086, "6"},    {0x2087, "7"},    {0x2088, "8"},    {0x2089, "9"},
    {0x208A, "+"},    {0x208B, "-"},    {0x208C, "="},    {0x208D, "("},    {0x208E, ")"},
    {0x20A6, "NGN"},  {0x20A8, "Rs"},   {0x20A9, "KRW"},  {0x20AA, "ILS"},  {0x20AB, "VND"},
    {0x20AC, "EUR"},  {0x20B1, "PHP"},  {0x20B4, "UAH"},  {0x20B9, "INR"},  {0x20BA, "TRY"},
    {0x20BD, "RUB"},  {0x20BF, "BTC"},  {0x2103, "C"},    {0x2105, "c/o"},  {0x2109, "F"},
    {0x2113, "l"},    {0x2116, "No."},  {0x2117, "(P)"},  {0x2120, "(SM)"}, {0x2122, "(TM)"},
    {0x2126, "Ohm"},  {0x212E, "e"},    {0x2139, "i"},    {0x2150, "1/7"},  {0x2151, "1/9"},
    {0x2152, "1/10"}, {0x2153, "1/3"},  {0x2154, "2/3"},  {0x2155, "1/5"},  {0x2156, "2/5"},
    {0x2157, "3/5"},  {0x2158, "4/5"},  {0x2159, "1/6"},  {0x215A, "5/6"},  {0x215B, "1/8"},
    {0x215C, "3/8"},  {0x215D, "5/8"},  {0x215E, "7/8"},  {0x215F, "1/"},   {0x2160, "I"},
    {0x2161, "II"},   {0x2162, "III"},  {0x2163, "IV"},   {0x2164, "V"},    {0x2165, "VI"},
    {0x2166, "VII"},  {0x2167, "VIII"}, {0x2168, "IX"},   {0x2169, "X"},    {0x216A, "XI"},
    {0x216B, "XII"},  {0x2189, "0/3"},  {0x2190, "<-"},   {0x2191, "^"},    {0x2192, "->"},
    {0x2193, "v"},    {0x2194, "<->"},  {0x2195, "^v"},   {0x2196, "<-"},   {0x2197, "->"},
    {0x2198, "->"},   {0x2199, "<-"},   {0x21A9, "<-"},   {0x21AA, "->"},   {0x21D0, "<="},
    {0x21D2, "=>"},   {0x21D4, "<=>"},  {0x2212, "-"},    {0x2215, "/"},    {0x2216, "\\"},
    {0x2217, "*"},    {0x2219, "*"},    {0x221A, "sqrt"}, {0x221E, "inf"},  {0x2223, "|"},
    {0x2236, ":"},    {0x223C, "~"},    {0x2248, "~"},    {0x2260, "!="},   {0x2261, "="},
    {0x2264, "<="},   {0x2265, ">="},   {0x226A, "<<"},   {0x226B, ">>"},   {0x22C5, "*"},
    {0x22EE, ":"},    {0x22EF, "..."},  {0x2329, "<"},    {0x232A, ">"},    {0x2423, "_"},
    {0x2500, "-"},    {0x2501, "-"},    {0x2502, "|"},    {0x2503, "|"},    {0x250C, "+"},
    {0x2510, "+"},    {0x2514, "+"},    {0x2518, "+"},    {0x251C, "+"},    {0x2524, "+"},
    {0x252C, "+"},    {0x2534, "+"},    {0x253C, "+"},    {0x2550, "="},    {0x2551, "|"},
    {0x2588, "#"},    {0x25A0, "*"},    {0x25A1, "[]"},   {0x25AA, "*"},    {0x25AB, "*"},
    {0x25B2, "^"},    {0x25B6, ">"},    {0x25B8, ">"},    {0x25BA, ">"},    {0x25BC, "v"},
    {0x25C0, "<"},    {0x25C6, "*"},    {0x25C7, "*"},    {0x25CB, "o"},    {0x25CF, "*"},
    {0x25E6, "o"},    {0x2605, "*"},    {0x2606, "*"},    {0x2610, "[ ]"},  {0x2611, "[x]"},
    {0x2612, "[x]"},  {0x2713, "[x]"},  {0x2714, "[x]"},  {0x2715, "x"},    {0x2716, "x"},
    {0x2717, "x"},    {0x271D, "+"},    {0x2756, "*"},    {0x2794, "->"},   {0x27A1, "->"},
    {0x27A4, ">"},    {0x27E8, "<"},    {0x27E9, ">"},    {0x27F5, "<-"},   {0x27F6, "->"},
    {0x2B05, "<-"},   {0x2B06, "^"},    {0x2B07, "v"},    {0x3001, ","},    {0x3002, "."},
    {0x3003, "\""},   {0x3008, "<"},    {0x3009, ">"},    {0x300A, "<<"},   {0x300B, ">>"},
    {0x300C, "\""},   {0x300D, "\""},   {0x300E, "\""},   {0x300F, "\""},   {0x3010, "["},
    {0x3011, "]"},    {0x3014, "["},    {0x3015, "]"},    {0x301C, "~"},    {0x301D, "\""},
    {0x301E, "\""},   {0x301F, "\""},   {0x30FB, "*"},    {0xFB00, "ff"},   {0xFB01, "fi"},
    {0xFB02, "fl"},   {0xFB03, "ffi"},  {0xFB04, "ffl"},  {0xFB05, "st"},   {0xFB06, "st"},
});

constexpr bool precedes(const Row& left, const Row& right) {
  return left.code_point < right.code_point;
}
static_assert(std::is_sorted(kTable.begin(), kTable.end(), precedes));

const Row* row_of(char32_t c) {
  const auto* const row = std::lower_bound(kTable.begin(), kTable.end(), Row{c, {}}, precedes);
  return row != kTable.end() && row->code_point == c ? row : nullptr;
}

UChar32 icu_code(char32_t c) {
  return static_cast<UChar32>(c);
}

bool has_property(char32_t c, UProperty property) {
  return u_hasBinaryProperty(icu_code(c), property) != 0;
}

bool is_mark(char32_t c) {
  return (U_MASK(u_charType(icu_code(c))) & U_GC_M_MASK) != 0;
}

bool is_fullwidth_ascii(char32_t c) {
  return c >= 0xFF01 && c <= 0xFF5E;
}

// `c` without its accents, as far as needed to be in `charset`; 0 if it is none of ours underneath.
char32_t base_letter(char32_t c, Charset charset) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  icu::UnicodeString parts;
  while (U_SUCCESS(status) != 0 && !is_in(c, charset)) {
    if (nfc->getRawDecomposition(icu_code(c), parts) == 0) return 0;
    c = static_cast<char32_t>(parts.char32At(0));
  }
  return is_in(c, charset) ? c : 0;
}

std::string encoded(char32_t c) {
  std::string out;
  append_utf8(out, c);
  return out;
}

// ":fire:" for U+1F525.
std::string emoji_name(char32_t c) {
  std::array<char, 128> name{};
  UErrorCode status = U_ZERO_ERROR;
  const std::int32_t size = u_charName(icu_code(c), U_UNICODE_CHAR_NAME, name.data(),
                                       static_cast<std::int32_t>(name.size()), &status);
  if (U_FAILURE(status) != 0 || size <= 0) return {kUnknown};
  std::string out = ":";
  for (const char letter : std::string_view(name.data(), static_cast<std::size_t>(size))) {
    const bool is_upper = letter >= 'A' && letter <= 'Z';
    out += letter == ' ' ? '_' : is_upper ? static_cast<char>(letter + 32) : letter;
  }
  return out + ":";
}

// What can be said of `c` without ICU's transliterator; nothing where that has to be asked.
std::optional<std::string> spelt(char32_t c, Charset charset) {
  if (is_in(c, charset)) return encoded(c);
  if (const Row* row = row_of(c)) return std::string(row->ascii);
  if (is_fullwidth_ascii(c)) return encoded(c - 0xFEE0);
  if (is_mark(c) || has_property(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return "";
  if (has_property(c, UCHAR_EMOJI_MODIFIER)) return "";
  if (has_property(c, UCHAR_REGIONAL_INDICATOR)) return encoded('A' + (c - 0x1F1E6));
  if (has_property(c, UCHAR_EXTENDED_PICTOGRAPHIC)) return emoji_name(c);
  const char32_t base = base_letter(c, charset);
  if (base != 0) return encoded(base);
  const bool is_other_script = u_isalnum(icu_code(c)) != 0;
  return is_other_script ? std::nullopt : std::optional<std::string>(std::string(1, kUnknown));
}

class LatinSpeller {
 public:
  LatinSpeller() {
    UErrorCode status = U_ZERO_ERROR;
    latin_.reset(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
    if (U_FAILURE(status) != 0) latin_.reset();
  }

  void spell(icu::UnicodeString& text) const {
    if (latin_) latin_->transliterate(text);
  }

 private:
  std::unique_ptr<icu::Transliterator> latin_;
};

// Making it costs 10 ms, so it is done once in a thread and only for text that needs it; what one
// call does to it no other can see.
const LatinSpeller& speller_of_thread() {
  thread_local const LatinSpeller speller;
  return speller;
}

std::string by_icu(std::string_view run, Charset charset) {
  auto text = icu::UnicodeString::fromUTF8({run.data(), static_cast<std::int32_t>(run.size())});
  speller_of_thread().spell(text);
  std::string utf8;
  text.toUTF8String(utf8);
  std::string out;
  for (std::size_t offset = 0; offset < utf8.size();) {
    const CodePoint point = code_point_at(utf8, offset);
    out += spelt(point.value, charset).value_or(std::string(1, kUnknown));
    offset += point.length;
  }
  return out;
}

// The end of the run of letters, digits and marks of other scripts that begins at `begin`: ICU
// needs to see words whole.
std::size_t end_of_run(std::string_view text, std::size_t begin, Charset charset) {
  std::size_t end = begin;
  while (end < text.size() && end - begin < kMaxRunBytes) {
    const CodePoint point = code_point_at(text, end);
    if (!is_mark(point.value) && spelt(point.value, charset)) break;
    end += point.length;
  }
  return end;
}

// ICU spells an ideograph as a word of its own; where a run was cut between two, it could not part
// them.
bool parts_ideographs(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return false;
  const auto is_ideograph = [&](std::size_t at) {
    return u_hasBinaryProperty(static_cast<UChar32>(code_point_at(text, at).value),
                               UCHAR_IDEOGRAPHIC) != 0;
  };
  std::size_t before = offset - 1;
  while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0U) == 0x80U) --before;
  return is_ideograph(before) && is_ideograph(offset);
}

}  // namespace

std::optional<Charset> parse_charset(std::string_view name) {
  const auto* const row = std::find_if(
      kNames.begin(), kNames.end(), [&](const Name& candidate) { return candidate.name == name; });
  if (row == kNames.end()) return std::nullopt;
  return row->charset;
}

std::string_view name_of(Charset charset) {
  const auto* const row = std::find_if(kNames.begin(), kNames.end(), [&](const Name& candidate) {
    return candidate.charset == charset;
  });
  return row == kNames.end() ? std::string_view() : row->name;
}

std::string transliterate(std::string_view clean, Charset charset) {
  if (charset == Charset::Utf8) return std::string(clean);
  std::string out;
  out.reserve(clean.size());
  for (std::size_t offset = 0; offset < clean.size();) {
    const std::size_t ascii = ascii_prefix(clean.substr(offset));
    out += clean.substr(offset, ascii);
    offset += ascii;
    if (offset == clean.size()) break;
    const CodePoint point = code_point_at(clean, offset);
    if (const auto spelling = spelt(point.value, charset)) {
      out += *spelling;
      offset += point.length;
      continue;
    }
    const std::size_t end = end_of_run(clean, offset, charset);
    out += by_icu(clean.substr(offset, end - offset), charset);
    offset = end;
    if (parts_ideographs(clean, offset)) out += ' ';
  }
  return out;
}

std::string encode(std::string_view text, Charset charset) {
  if (charset == Charset::Utf8) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = code_point_at(text, offset);
    const bool is_blank = point.value == kNoBreakSpaceCode && charset == Charset::Ascii;
    const char byte = is_in(point.value, charset) ? static_cast<char>(point.value) : kUnknown;
    out += is_blank ? ' ' : byte;
    offset += point.length;
  }
  return out;
}

}  // namespace newshole::text
