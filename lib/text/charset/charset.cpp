#include "text/charset/charset.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>
#include <unicode/unistr.h>

#include "text/charset/doubled_utf8.h"
#include "text/charset/encoding_labels.h"
#include "text/charset/guessed_encoding.h"
#include "text/charset/meta_prescan.h"
#include "text/utf8.h"

namespace newshole::text {
namespace {

constexpr std::string_view kUtf8 = "utf-8";
constexpr std::string_view kReplacementBytes = "\xEF\xBF\xBD";
constexpr std::size_t kNone = std::string_view::npos;

struct Mark {
  std::string_view bytes;
  std::string_view encoding;
};

constexpr std::array<Mark, 3> kByteOrderMarks = {
    Mark{"\xEF\xBB\xBF", "utf-8"}, Mark{"\xFE\xFF", "utf-16be"}, Mark{"\xFF\xFE", "utf-16le"}};

// The character of the byte 0x80 in GBK pages of Windows, which GB 18030 lacks.
constexpr char16_t kEuroSign = 0x20AC;

// ICU's own callback gives U+001A for some malformed bytes. `context` is null or points to what a
// malformed byte 0x80 stands for.
// NOLINTNEXTLINE(readability-function-size): the parameters are ICU's.
extern "C" void write_replacement(const void* context, UConverterToUnicodeArgs* arguments,
                                  const char* bytes, std::int32_t length,
                                  UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  const bool is_euro = context != nullptr && length == 1 && *bytes == '\x80';
  const char16_t replacement = is_euro ? *static_cast<const char16_t*>(context) : u'\uFFFD';
  *status = U_ZERO_ERROR;
  ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, status);
}

// Where ISO 8859-16, which ICU lacks, differs from ISO 8859-1.
struct Difference {
  unsigned char byte;
  char16_t code_point;
};

constexpr auto kLatin10 = std::to_array<Difference>({
    {0xA1, 0x0104}, {0xA2, 0x0105}, {0xA3, 0x0141}, {0xA4, 0x20AC}, {0xA5, 0x201E}, {0xA6, 0x0160},
    {0xA8, 0x0161}, {0xAA, 0x0218}, {0xAC, 0x0179}, {0xAE, 0x017A}, {0xAF, 0x017B}, {0xB2, 0x010C},
    {0xB3, 0x0142}, {0xB4, 0x017D}, {0xB5, 0x201D}, {0xB8, 0x017E}, {0xB9, 0x010D}, {0xBA, 0x0219},
    {0xBC, 0x0152}, {0xBD, 0x0153}, {0xBE, 0x0178}, {0xBF, 0x017C}, {0xC3, 0x0102}, {0xC5, 0x0106},
    {0xD0, 0x0110}, {0xD1, 0x0143}, {0xD5, 0x0150}, {0xD7, 0x015A}, {0xD8, 0x0170}, {0xDD, 0x0118},
    {0xDE, 0x021A}, {0xE3, 0x0103}, {0xE5, 0x0107}, {0xF0, 0x0111}, {0xF1, 0x0144}, {0xF5, 0x0151},
    {0xF7, 0x015B}, {0xF8, 0x0171}, {0xFD, 0x0119}, {0xFE, 0x021B},
});

std::string from_latin10(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const auto* const found = std::ranges::find(kLatin10, byte, &Difference::byte);
    append_utf8(out, found == kLatin10.end() ? byte : found->code_point);
  }
  return out;
}

std::string from_x_user_defined(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    append_utf8(out, byte < 0x80 ? char32_t{byte} : char32_t{0xF700} + byte);
  }
  return out;
}

std::string from_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t offset = 0; offset < bytes.size();) {
    const std::size_t ascii = ascii_prefix(bytes.substr(offset));
    out += bytes.substr(offset, ascii);
    offset += ascii;
    const CodePoint point = code_point_at(bytes, offset);
    if (point.length == 0) break;
    out += point.value == 0xFFFD ? kReplacementBytes : bytes.substr(offset, point.length);
    offset += point.length;
  }
  return out;
}

std::string from_icu(std::string_view bytes, const char* icu_name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::LocalUConverterPointer converter(ucnv_open(icu_name, &status));
  const void* context = std::string_view(icu_name) == "gb18030" ? &kEuroSign : nullptr;
  ucnv_setToUCallBack(converter.getAlias(), write_replacement, context, nullptr, nullptr, &status);
  if (U_FAILURE(status) != 0) return from_utf8(bytes);
  status = U_ZERO_ERROR;
  const icu::UnicodeString decoded(bytes.data(), static_cast<std::int32_t>(bytes.size()),
                                   converter.getAlias(), status);
  std::string out;
  decoded.toUTF8String(out);
  return out;
}

std::string decode(std::string_view bytes, const Encoding& encoding) {
  if (encoding.name == kUtf8) return from_utf8(bytes);
  if (encoding.name == "iso-8859-16") return from_latin10(bytes);
  if (encoding.name == "x-user-defined") return from_x_user_defined(bytes);
  return from_icu(bytes, encoding.icu_name);
}

// Bytes that are all ASCII but for which a label has to be asked: ISO-2022-JP switches by ESC, and
// no page of UTF-16 is without NUL.
bool may_be_more_than_ascii(std::string_view bytes, const Encoding& encoding) {
  if (encoding.name == "iso-2022-jp") return bytes.find('\x1b') != kNone;
  const bool is_utf16 = encoding.name == "utf-16le" || encoding.name == "utf-16be";
  return is_utf16 && bytes.find('\0') != kNone;
}

/// None of the bytes beyond ASCII are UTF-8, or hardly one: more than a stray byte in a page of
/// UTF-8.
bool is_not_utf8_at_all(std::string_view bytes) {
  std::size_t valid = 0;
  std::size_t invalid = 0;
  for (std::size_t offset = ascii_prefix(bytes); offset < bytes.size();
       offset += ascii_prefix(bytes.substr(offset))) {
    const CodePoint point = code_point_at(bytes, offset);
    const bool is_valid =
        point.value != 0xFFFD || bytes.substr(offset, point.length) == kReplacementBytes;
    ++(is_valid ? valid : invalid);
    offset += std::max<std::size_t>(point.length, 1);
  }
  constexpr std::size_t kLeast = 4;
  return invalid >= kLeast && valid * 10 < invalid;
}

Decoded decode_without_mark(std::string bytes, std::string_view http_label) {
  const std::size_t ascii = ascii_prefix(bytes);
  const bool is_ascii = ascii == bytes.size();
  const bool is_valid = is_valid_utf8(std::string_view(bytes).substr(ascii));
  const bool is_plain = is_ascii && bytes.find('\x1b') == kNone && bytes.find('\0') == kNone;
  if (is_plain || (is_valid && !is_ascii)) return {std::move(bytes), kUtf8};
  const Encoding* encoding = find_encoding(http_label);
  if (encoding == nullptr) encoding = prescan(bytes);
  const bool is_utf8 =
      is_ascii && (encoding == nullptr || !may_be_more_than_ascii(bytes, *encoding));
  if (is_utf8) return {std::move(bytes), kUtf8};
  if (encoding == nullptr) encoding = late_prescan(bytes);
  const bool lies = encoding != nullptr && encoding->name == kUtf8 && is_not_utf8_at_all(bytes);
  if (encoding == nullptr || lies) encoding = guessed_encoding(bytes);
  return {decode(bytes, *encoding), encoding->name};
}

Decoded decode_once(std::string bytes, std::string_view http_label) {
  for (const Mark& mark : kByteOrderMarks) {
    if (bytes.compare(0, mark.bytes.size(), mark.bytes) != 0) continue;
    bytes.erase(0, mark.bytes.size());
    if (mark.encoding == kUtf8 && is_valid_utf8(bytes)) return {std::move(bytes), kUtf8};
    return {decode(bytes, *find_encoding(mark.encoding)), mark.encoding};
  }
  return decode_without_mark(std::move(bytes), http_label);
}

}  // namespace

Decoded decode_page(std::string bytes, std::string_view http_label) {
  Decoded page = decode_once(std::move(bytes), http_label);
  page.text = undoubled(std::move(page.text));
  return page;
}

bool is_valid_utf8(std::string_view bytes) {
  for (std::size_t offset = 0; true;) {
    offset += ascii_prefix(bytes.substr(offset));
    if (offset == bytes.size()) return true;
    const CodePoint point = code_point_at(bytes, offset);
    if (point.value == 0xFFFD && bytes.substr(offset, point.length) != kReplacementBytes) {
      return false;
    }
    offset += point.length;
  }
}

}  // namespace newshole::text
