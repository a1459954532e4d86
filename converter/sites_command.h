#pragma once
// newshole sites: lists the profiles, and checks whether they still fit.

#include <functional>

#include <CLI/CLI.hpp>

#include "messages.h"

namespace newshole::converter {

/// Adds the command to `app`; the result runs it after the options are parsed.
[[nodiscard]] std::function<ExitStatus()> add_sites_command(CLI::App& app);

}  // namespace newshole::converter
