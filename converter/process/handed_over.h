#pragma once
// Sockets that a service manager has opened for us: systemd's socket activation, sd_listen_fds(3).

#include <vector>

namespace newshole::converter {

/// The descriptors of $LISTEN_FDS if $LISTEN_PID is this process; else none. Removes both variables
/// from the environment, so that no child process uses them. To be called before any thread starts.
[[nodiscard]] std::vector<int> handed_over_sockets();

}  // namespace newshole::converter
