#pragma once
// What a server that began as root must lose before it speaks to anybody.

#include <cstddef>
#include <optional>
#include <string>

#include "base/error.h"

namespace newshole::converter {

/// Becomes `user`, with its groups and no way back; neither the process nor what it might start
/// gains privileges again. Without `user` root becomes nobody, any other user stays what he is.
/// Errors (Usage): no such user, `user` is root, another user where we are not root.
[[nodiscard]] Status drop_privileges(const std::optional<std::string>& user);

/// Lets the process have `wanted` files open, or as many as it may; gives how many that is.
[[nodiscard]] std::size_t raise_open_files(std::size_t wanted);

}  // namespace newshole::converter
