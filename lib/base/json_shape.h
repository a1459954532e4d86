#pragma once
// How JSON is nested, before anybody parses it.

#include <cstddef>
#include <string_view>

namespace newshole {

struct JsonShape {
  std::size_t levels = 0;   ///< the most arrays and objects that are open at once
  std::size_t members = 0;  ///< of all objects; a key that an object has twice counts twice
};

/// In one pass and without memory. Of text that is no JSON it is the shape up to the fault, or
/// more.
[[nodiscard]] JsonShape json_shape(std::string_view json);

}  // namespace newshole
