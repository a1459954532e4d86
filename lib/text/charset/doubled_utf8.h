#pragma once
// Pages whose server took UTF-8 for Windows-1252 and encoded it again. Internal to this module.

#include <string>

namespace newshole::text {

/// `utf8` with the characters that were encoded twice as they were meant, where nearly all of its
/// characters beyond ASCII were: "â€™" becomes "’". No language writes so: each run of such
/// characters is UTF-8 again once they are bytes of Windows-1252. Any other text stays as it is.
[[nodiscard]] std::string undoubled(std::string utf8);

}  // namespace newshole::text
