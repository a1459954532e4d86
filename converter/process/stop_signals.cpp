#include "process/stop_signals.h"

#include <csignal>
#include <unistd.h>

#include "process/messages.h"

namespace newshole::converter {
namespace {

constinit Stop stop;  // a handler reaches nothing else

void end_at_once(int /*signal*/) {
  ::_exit(static_cast<int>(ExitStatus::TryLater));
}

// A disk or a name server may keep the process waiting for longer than that.
void ask(int signal) {
  if (stop.is_requested()) end_at_once(signal);
  stop.request();
  ::alarm(1);
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction before {};
  if (::sigaction(signal, nullptr, &before) != 0 || before.sa_handler == SIG_IGN) return;
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

const Stop& stop_on_signals() {
  handle(SIGALRM, end_at_once);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) handle(signal, ask);
  return stop;
}

}  // namespace newshole::converter
