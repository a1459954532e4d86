#pragma once
// Sockets that a service manager has opened for us: systemd's socket activation, sd_listen_fds(3).

#include <vector>

namespace newshole::converter {

/// Their descriptors, from $LISTEN_FDS if $LISTEN_PID is this process; none otherwise. Takes both
/// out of the environment, so that nobody else believes to be meant. Before any thread starts.
[[nodiscard]] std::vector<int> handed_over_sockets();

}  // namespace newshole::converter
