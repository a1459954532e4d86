#pragma once
// What the program says on standard error, and the status it ends with.

#include <string_view>

#include "base/error.h"

namespace newshole::converter {

/// DESIGN.md section 2.
enum class ExitStatus { Done = 0, InPart = 1, AtFault = 2, TryLater = 75 };

/// "newshole: MESSAGE", one line: control characters in it become blanks.
void complain(std::string_view message);

/// Complains, and gives the status for a run in which nothing else was done.
[[nodiscard]] ExitStatus give_up(const Error& error);

}  // namespace newshole::converter
