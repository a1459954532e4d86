#include "process/out_of_memory.h"

#include <new>
#include <string_view>
#include <unistd.h>

#include "process/messages.h"

namespace newshole::converter {

void end_without_memory() {
  constexpr std::string_view kMessage = "newshole: out of memory\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kMessage.data(), kMessage.size());
  ::_exit(static_cast<int>(ExitStatus::TryLater));
}

void end_when_out_of_memory() {
  std::set_new_handler(end_without_memory);
}

}  // namespace newshole::converter
