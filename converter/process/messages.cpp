#include "process/messages.h"

#include <cstdio>
#include <unistd.h>

#include "text/clean.h"

namespace newshole::converter {

void complain(std::string_view message) {
  // Parts of a message come from pages and servers, and standard error is often a terminal.
  const std::string line = "newshole: " + text::as_printed(text::clean_line(message)) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

std::string with_advice(const Error& error) {
  if (error.kind != ErrorKind::AddressRefused) return error.message;
  return error.message +
         "; a host of your own is named in network.private_hosts of the configuration";
}

ExitStatus give_up(const Error& error) {
  complain(error.message);
  return may_succeed_later(error) ? ExitStatus::TryLater : ExitStatus::AtFault;
}

void end_without_memory() {
  constexpr std::string_view kMessage = "newshole: out of memory\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kMessage.data(), kMessage.size());
  ::_exit(static_cast<int>(ExitStatus::TryLater));
}

}  // namespace newshole::converter
