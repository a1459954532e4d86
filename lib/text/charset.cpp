#include "text/charset.h"

#include "text/utf8.h"

namespace newshole::text {

bool is_valid_utf8(std::string_view bytes) {
  std::size_t offset = 0;
  while (true) {
    offset += ascii_prefix(bytes.substr(offset));
    if (offset == bytes.size()) return true;
    const CodePoint point = code_point_at(bytes, offset);
    if (point.value == 0xFFFD && bytes.substr(offset, point.length) != "\xEF\xBF\xBD") return false;
    offset += point.length;
  }
}

}  // namespace newshole::text
