#pragma once
// newshole banner: a text in large letters.

#include <functional>

#include <CLI/CLI.hpp>

#include "messages.h"

namespace newshole::converter {

/// Adds the command to `app`; the result runs it after the options are parsed.
[[nodiscard]] std::function<ExitStatus()> add_banner_command(CLI::App& app);

}  // namespace newshole::converter
