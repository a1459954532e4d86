#include "text/plain_breaks.h"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <utility>

namespace newshole::text {
namespace {

// In brackets the classes of UAX #14.
enum Class : std::uint8_t {
  Letter,       // and some signs (AL)
  Digit,        // (NU)
  Stop,         // . , : ; (IS)
  Exclamation,  // ! ? (EX)
  Quote,        // of every kind (QU)
  Hyphen,       // (HY)
  EmDash,       // (B2)
  EnDash,       // also a hyphen between blanks, and the soft one (BA)
  Open,         // ( [ (OP)
  Close,        // ) ] (CP)
  Dollar,       // (PR)
  Percent,      // (PO)
  Slash,        // (SY)
  Ellipsis,     // (IN)
  NoBreak,      // U+00A0 (GL)
  Start,        // of the text or, by a line break in it, of a line (BK)
  Space,        // (SP)
  Other,
};

constexpr std::size_t kRows = Start + 1;

// The rule for the character of a row before that of a column: h no break, b break opportunity,
// ? ICU decides, since the answer depends on more than the two.
constexpr std::array<std::string_view, kRows> kTouching = {
    // clang-format off
    //L D . ! " - M N ( ) $ % / E G
    "hhhhhhbhhh??hhh",  // Letter
    "hhhhhhbhhh?hhhh",  // Digit
    "hhhhh?b??h????h",  // Stop
    "??hhh?b??h????h",  // Exclamation
    "hhhhh?hhhhh??hh",  // Quote
    "bhh?h??????????",  // Hyphen
    "bb??h?????????h",  // EmDash
    "bb??h??????????",  // EnDash
    "hhhhh???hhh???h",  // Open
    "hhhhh?bh?h????h",  // Close
    "?h?????????????",  // Dollar
    "??h?h????h????h",  // Percent
    "b??????????????",  // Slash
    "????h????h????h",  // Ellipsis
    "hh??h???h?h????",  // NoBreak
    "hh??h???h?h????",  // Start
    // clang-format on
};

// The same where blanks stand between the two.
constexpr std::array<std::string_view, kRows> kApart = {
    // clang-format off
    //L D . ! " - M N ( ) $ % / E G
    "bb??b?bbb?b??b?",  // Letter
    "bb??b?bbb?b??b?",  // Digit
    "bb??b?bbb?b??b?",  // Stop
    "bb??b?bbb?b??b?",  // Exclamation
    "bb??b?bb??b??b?",  // Quote
    "bb??b???b?b????",  // Hyphen
    "bb??b???b?b????",  // EmDash
    "bb??b???b?b????",  // EnDash
    "???????????????",  // Open
    "bb??b?bbb?b??b?",  // Close
    "???????????????",  // Dollar
    "bb??b?bbb?b??b?",  // Percent
    "???????????????",  // Slash
    "bb??b?bbb?b????",  // Ellipsis
    "???????????????",  // NoBreak
    "???????????????",  // Start
    // clang-format on
};

using Classes = std::array<Class, 256>;  // by a byte

constexpr Classes classes_of(std::initializer_list<std::pair<std::string_view, Class>> sets) {
  Classes classes{};
  classes.fill(Other);
  for (const auto& [characters, value] : sets) {
    for (const char c : characters) classes[static_cast<unsigned char>(c)] = value;
  }
  return classes;
}

constexpr Classes kAscii =
    classes_of({{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", Letter},
                {"#&*<=>@^_`~", Letter},
                {"0123456789", Digit},
                {".,:;", Stop},
                {"!?", Exclamation},
                {"\"'", Quote},
                {"-", Hyphen},
                {"([", Open},
                {")]", Close},
                {"$", Dollar},
                {"%", Percent},
                {"/", Slash},
                {" ", Space},
                {"\n", Start}});

// General punctuation from U+2000 and the signs of Latin-1, by the last byte.
constexpr Classes kPunctuation = classes_of({{"\x93", EnDash},
                                             {"\x94", EmDash},
                                             {"\x98\x99\x9C\x9D\xB9\xBA", Quote},
                                             {"\x9A\x9E", Open},
                                             {"\xA6", Ellipsis}});
constexpr Classes kLatin1Signs =
    classes_of({{"\xA0", NoBreak}, {"\xAB\xBB", Quote}, {"\xAD", EnDash}});

struct Character {
  Class kind;
  std::size_t length;
};

// Letters from U+00C0 to U+053F (Latin, Greek, Cyrillic), by the bytes of UTF-8; not the
// signs of multiplication and division, and no marks.
bool is_letter(unsigned char first, unsigned char second) {
  if (first == 0xC3) return second != 0x97 && second != 0xB7;
  if (first == 0xD2) return second < 0x83 || second > 0x89;
  return (first > 0xC3 && first <= 0xCA) || (first >= 0xCE && first <= 0xD4);
}

Character character_at(std::string_view text, std::size_t offset) {
  const auto first = static_cast<unsigned char>(text[offset]);
  if (first < 0x80) return {kAscii[first], 1};
  const std::string_view bytes = text.substr(offset, 3);
  if (bytes.size() == 3 && bytes.substr(0, 2) == "\xE2\x80") {
    return {kPunctuation[static_cast<unsigned char>(bytes[2])], 3};
  }
  if (bytes.size() < 2) return {Other, 1};
  const auto second = static_cast<unsigned char>(bytes[1]);
  if (first == 0xC2) return {kLatin1Signs[second], 2};
  return {is_letter(first, second) ? Letter : Other, 2};
}

// "(AP) - The": a hyphen that begins a word may belong to a number, one that stands alone cannot.
bool stands_alone(std::string_view text, std::size_t hyphen) {
  return text.substr(hyphen, 2) == "- ";
}

// The state of the text so far.
class Scan {
 public:
  Scan(std::string_view text, std::vector<std::size_t>& breaks) : text_(text), breaks_(breaks) {}

  // False where ICU has to decide.
  bool accept(std::size_t offset, Character here) {
    if (here.kind == Space) {
      is_apart_ = true;
      return true;
    }
    if (here.kind == Start) {
      breaks_.push_back(offset + here.length);
      remember(Start);
      return true;
    }
    if (here.kind == Hyphen && is_apart_ && stands_alone(text_, offset)) here.kind = EnDash;
    const char rule = (is_apart_ ? kApart : kTouching)[before_][here.kind];
    if (rule == 'b') breaks_.push_back(offset);
    remember(here.kind);
    return rule != '?';
  }

 private:
  void remember(Class kind) {
    before_ = kind;
    is_apart_ = false;
  }

  std::string_view text_;
  std::vector<std::size_t>& breaks_;
  Class before_ = Start;
  bool is_apart_ = false;
};

}  // namespace

bool find_plain_breaks(std::string_view utf8, std::vector<std::size_t>& breaks) {
  breaks.clear();
  Scan scan(utf8, breaks);
  for (std::size_t offset = 0; offset < utf8.size();) {
    const Character here = character_at(utf8, offset);
    if (here.kind == Other || !scan.accept(offset, here)) return false;
    offset += here.length;
  }
  const bool is_ended = utf8.empty() || (!breaks.empty() && breaks.back() == utf8.size());
  if (!is_ended) breaks.push_back(utf8.size());
  return true;
}

}  // namespace newshole::text
