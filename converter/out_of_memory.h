#pragma once
// What becomes of a process that gets no memory.

namespace newshole::converter {

/// Says so and ends the process at once, with the status for trying later: to go on needs memory,
/// too. What a run has not published the next one will, as after any other end.
[[noreturn]] void end_without_memory();

/// From now on, where new gets none.
void end_when_out_of_memory();

}  // namespace newshole::converter
