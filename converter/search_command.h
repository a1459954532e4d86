#pragma once
// `newshole search`: asks the search index of a mirror.

#include <functional>

#include <CLI/CLI.hpp>

#include "messages.h"

namespace newshole::converter {

/// Adds the command to the program; the result runs it, once its options are parsed.
[[nodiscard]] std::function<ExitStatus()> add_search_command(CLI::App& app);

}  // namespace newshole::converter
