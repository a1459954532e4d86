#include "format/figfont.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <zlib.h>

#include "base/ascii.h"
#include "text/charset/charset.h"
#include "text/utf8.h"

namespace newshole::format {
namespace {

constexpr std::size_t kMostBytes = std::size_t{4} << 20;
// The bytes that figlet reads of a line.
constexpr long kMostColumns = 255;
constexpr long kMostRows = 1000;
// The letters that a font has after those of ASCII, in this order.
constexpr std::array<char32_t, 7> kGermanLetters = {196, 214, 220, 228, 246, 252, 223};

bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Bytes that are no UTF-8 are ISO 8859-1: fonts do not say which they are.
std::u32string characters(std::string_view bytes) {
  if (text::is_valid_utf8(bytes)) return text::code_points(bytes);
  std::u32string latin1;
  for (const char c : bytes) latin1 += static_cast<unsigned char>(c);
  return latin1;
}

std::size_t little_endian(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  return byte(at) + (std::size_t{byte(at + 1)} << 8U);
}

Result<std::string> inflated(std::string_view packed) {
  std::string bytes(kMostBytes, '\0');
  z_stream stream{};
  // zlib does not write to its input, though the pointer is not const.
  stream.next_in = const_cast<Bytef*>(  // NOLINT(cppcoreguidelines-pro-type-const-cast)
      reinterpret_cast<const Bytef*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return fail(ErrorKind::Internal, "out of memory");
  const int code = inflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  inflateEnd(&stream);
  if (code == Z_STREAM_END) return bytes;
  return fail(ErrorKind::Config, "its zip archive is damaged or too large");
}

/// The first file of a zip archive (APPNOTE.TXT 4.3.7).
Result<std::string> unzipped(std::string_view bytes) {
  constexpr std::size_t kHeader = 30;
  constexpr std::size_t kMethod = 8;
  constexpr std::size_t kNameLength = 26;
  constexpr std::size_t kExtraLength = 28;
  constexpr std::size_t kStored = 0;
  constexpr std::size_t kDeflated = 8;
  if (bytes.size() < kHeader) return fail(ErrorKind::Config, "its zip archive is cut short");
  const std::size_t start =
      kHeader + little_endian(bytes, kNameLength) + little_endian(bytes, kExtraLength);
  const std::size_t method = little_endian(bytes, kMethod);
  if (start > bytes.size()) return fail(ErrorKind::Config, "its zip archive is cut short");
  if (method == kStored) return std::string(bytes.substr(start));
  if (method == kDeflated) return inflated(bytes.substr(start));
  return fail(ErrorKind::Config, "its zip archive is packed in a way that is not known");
}

Layout layout_of(long old_layout) {
  if (old_layout < 0) return kFullWidth;
  if (old_layout == 0) return kKerning;
  return (static_cast<Layout>(old_layout) & 31U) | kSmushing;
}

/// As `%li` reads it: decimal, octal or hexadecimal.
std::optional<long> number_of(std::string_view line) {
  while (!line.empty() && is_space(static_cast<unsigned char>(line.front()))) line.remove_prefix(1);
  const bool is_negative = line.starts_with('-');
  if (is_negative || line.starts_with('+')) line.remove_prefix(1);
  int base = 10;
  if (line.starts_with("0x") || line.starts_with("0X")) {
    base = 16;
    line.remove_prefix(2);
  } else if (line.starts_with('0')) {
    base = 8;
  }
  long value = 0;
  const auto end = std::from_chars(line.data(), line.data() + line.size(), value, base);
  if (end.ec != std::errc{}) return std::nullopt;
  return is_negative ? -value : value;
}

}  // namespace

class FigFont::Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  Result<FigFont> read() {
    if (const Status header = read_header(); !header) return tl::unexpected(header.error());
    for (char32_t c = U' '; c <= U'~'; ++c) read_letter(c);
    for (const char32_t c : kGermanLetters) read_letter(c);
    while (!rest_.empty()) {
      const std::optional<long> code = number_of(next_line());
      if (!code) break;
      read_letter(static_cast<char32_t>(*code));
    }
    // A font's own letter for the code comes first.
    font_.letters_.try_emplace(0, FigLetter(font_.height_));
    return std::move(font_);
  }

 private:
  std::string_view next_line() { return ascii::take_before(rest_, "\n"); }

  Status read_header() {
    constexpr std::size_t kSignature = 5;
    const std::string_view header = next_line();
    if ((!header.starts_with("flf2") && !header.starts_with("tlf2")) ||
        header.size() <= kSignature) {
      return fail(ErrorKind::Config, "is no FIGfont of version 2");
    }
    const std::string_view rest = header.substr(kSignature);
    const std::size_t length = text::code_point_at(rest, 0).length;
    font_.hardblank_ = characters(rest.substr(0, length)).front();
    return read_numbers(rest.substr(length));
  }

  /// Height, baseline, longest line, old layout, lines of comment, direction, layout.
  Status read_numbers(std::string_view text) {
    constexpr std::size_t kNeeded = 5;
    std::vector<long> numbers;
    while (const std::optional<long> number = number_of(text)) {
      numbers.push_back(*number);
      text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
      text.remove_prefix(std::min(text.find_first_of(" \t"), text.size()));
    }
    if (numbers.size() < kNeeded) return fail(ErrorKind::Config, "its first line lacks numbers");
    if (numbers[0] > kMostRows || numbers[2] > kMostColumns) {
      return fail(ErrorKind::Config, "its letters are too large");
    }
    font_.height_ = static_cast<std::size_t>(std::max(numbers[0], 1L));
    font_.layout_ = numbers.size() > 6 ? static_cast<Layout>(numbers[6]) : layout_of(numbers[3]);
    const bool is_reversed = numbers.size() > kNeeded && numbers[kNeeded] == 1;
    font_.direction_ = is_reversed ? Direction::RightToLeft : Direction::LeftToRight;
    for (long i = 0; i < numbers[4] && !rest_.empty(); ++i) next_line();
    return {};
  }

  std::u32string next_row() {
    std::u32string row = characters(next_line());
    while (!row.empty() && is_space(row.back())) row.pop_back();
    const char32_t endmark = row.empty() ? 0 : row.back();
    while (!row.empty() && row.back() == endmark) row.pop_back();
    return row;
  }

  void read_letter(char32_t c) {
    FigLetter letter;
    for (std::size_t row = 0; row < font_.height_; ++row) letter.push_back(next_row());
    font_.letters_.insert_or_assign(c, std::move(letter));
  }

  FigFont font_;
  std::string_view rest_;
};

Result<FigFont> FigFont::parse(std::string_view bytes) {
  if (!bytes.starts_with("PK\x03\x04")) return Reader(bytes).read();
  return unzipped(bytes).and_then(
      [](const std::string& unpacked) { return Reader(unpacked).read(); });
}

const FigLetter& FigFont::letter(char32_t c) const {
  const auto known = letters_.find(c);
  return known == letters_.end() ? letters_.at(0) : known->second;
}

}  // namespace newshole::format
