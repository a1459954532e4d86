#pragma once
// The program's messages on standard error, and its exit statuses.

#include <string>
#include <string_view>

#include "base/error.h"

namespace newshole::converter {

/// The exit statuses; see newshole(1).
enum class ExitStatus { Done = 0, InPart = 1, AtFault = 2, TryLater = 75 };

/// "newshole: MESSAGE", one line: control characters in it become blanks.
void complain(std::string_view message);

/// The error's message, and what the person can do about it where that is not plain.
[[nodiscard]] std::string with_advice(const Error& error);

/// Prints the error, and gives the status of a run that did nothing.
[[nodiscard]] ExitStatus give_up(const Error& error);

/// Prints a message and ends the process at once, with the status for trying later: error handling
/// would need memory too. The next run publishes what this one has not, as after a kill.
[[noreturn]] void end_without_memory();

}  // namespace newshole::converter
