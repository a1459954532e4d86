#include "format/document.h"

namespace newshole::format {

std::string to_text(const Document& document) {
  std::size_t size = 0;
  for (const Line& line : document) size += line.text.size() + 1;
  std::string out;
  out.reserve(size);
  for (const Line& line : document) {
    out += line.text;
    out += '\n';
  }
  return out;
}

}  // namespace newshole::format
