#include "base/json_shape.h"

#include <algorithm>

namespace newshole {
namespace {

/// Where the string that begins at `begin` ends: at its closing quote, or where the text does.
std::size_t end_of_string(std::string_view json, std::size_t begin) {
  for (std::size_t at = begin + 1; at < json.size(); ++at) {
    if (json[at] == '"') return at;
    if (json[at] == '\\') ++at;
  }
  return json.size();
}

}  // namespace

JsonShape json_shape(std::string_view json) {
  JsonShape shape;
  std::size_t open = 0;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '"') at = end_of_string(json, at);
    if (c == '[' || c == '{') shape.levels = std::max(shape.levels, ++open);
    if ((c == ']' || c == '}') && open > 0) --open;
    if (c == ':') ++shape.members;
  }
  return shape;
}

}  // namespace newshole
