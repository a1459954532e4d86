#pragma once
// What a server takes over from whoever starts it: sockets, the rights of root, limits.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "process/log_file.h"

namespace newshole::converter {

/// The sockets that a service manager has opened for us (sd_listen_fds(3)): the descriptors of
/// $LISTEN_FDS if $LISTEN_PID is this process; else none. Removes both variables
/// from the environment, so that no child process uses them. To be called before any thread starts.
[[nodiscard]] std::vector<int> handed_over_sockets();

/// Gives the log to `user` and becomes that user, with its groups, for good: neither this process
/// nor a child can gain privileges again. Without `user` root becomes nobody, and any other user
/// stays. Errors (Usage): no such user, `user` is root, another user although the process is not
/// root's.
[[nodiscard]] Status drop_privileges(const std::optional<std::string>& user, const LogFile& log);

/// Raises the limit of open files to `wanted`, or as far as it may; gives the limit.
[[nodiscard]] std::size_t raise_open_files(std::size_t wanted);

}  // namespace newshole::converter
