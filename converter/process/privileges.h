#pragma once
// Drops the privileges of a server that was started as root.

#include <cstddef>
#include <optional>
#include <string>

#include "base/error.h"

namespace newshole::converter {

/// Becomes `user`, with its groups, for good: neither this process nor a child can gain privileges
/// again. Without `user` root becomes nobody, and any other user stays. Errors (Usage): no such
/// user, `user` is root, another user although the process is not root's.
[[nodiscard]] Status drop_privileges(const std::optional<std::string>& user);

/// Raises the limit of open files to `wanted`, or as far as it may; gives the limit.
[[nodiscard]] std::size_t raise_open_files(std::size_t wanted);

}  // namespace newshole::converter
