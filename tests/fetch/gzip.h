#pragma once

#include <string>
#include <string_view>

namespace newshole::test {

/// A gzip member that holds `text`.
[[nodiscard]] std::string gzip(std::string_view text);

}  // namespace newshole::test
