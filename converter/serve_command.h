#pragma once
// newshole serve: a gopher server for a mirror.

#include <functional>

#include <CLI/CLI.hpp>

#include "messages.h"

namespace newshole::converter {

/// Adds the command to `app`; the result runs it after the options are parsed.
[[nodiscard]] std::function<ExitStatus()> add_serve_command(CLI::App& app);

}  // namespace newshole::converter
