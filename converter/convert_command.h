#pragma once
// newshole convert: one page or many to text, a menu or JSON.

#include <functional>

#include <CLI/CLI.hpp>

#include "messages.h"

namespace newshole::converter {

/// Adds the command to `app`; the result runs it after the options are parsed.
[[nodiscard]] std::function<ExitStatus()> add_convert_command(CLI::App& app);

}  // namespace newshole::converter
