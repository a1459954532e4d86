#pragma once
// Ends the process when it is out of memory.

namespace newshole::converter {

/// Prints a message and ends the process at once, with the status for trying later: error handling
/// would need memory too. The next run publishes what this one has not, as after a kill.
[[noreturn]] void end_without_memory();

/// From now on `new` calls it when there is no memory.
void end_when_out_of_memory();

}  // namespace newshole::converter
