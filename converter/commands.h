#pragma once
// The program's commands; each has a file NAME_command.cpp.

#include <functional>

#include <CLI/CLI.hpp>

#include "process/messages.h"

namespace newshole::converter {

/// Runs a command after the options are parsed.
using RunCommand = std::function<ExitStatus()>;

// Each adds a command and its options to `app`, and gives what runs it.
[[nodiscard]] RunCommand add_add_command(CLI::App& app);
[[nodiscard]] RunCommand add_banner_command(CLI::App& app);
[[nodiscard]] RunCommand add_convert_command(CLI::App& app);
[[nodiscard]] RunCommand add_digest_command(CLI::App& app);
[[nodiscard]] RunCommand add_mirror_command(CLI::App& app);
[[nodiscard]] RunCommand add_report_command(CLI::App& app);
[[nodiscard]] RunCommand add_search_command(CLI::App& app);
[[nodiscard]] RunCommand add_serve_command(CLI::App& app);
[[nodiscard]] RunCommand add_sites_command(CLI::App& app);
[[nodiscard]] RunCommand add_takedown_command(CLI::App& app);

}  // namespace newshole::converter
