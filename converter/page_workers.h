#pragma once
// Starts the processes that read pages for a command.

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "config/config.h"
#include "sandbox/workers.h"

namespace newshole::converter {

/// Forks: to be called while the process has one thread. Null: the configuration wants none, or the
/// system gives none. Says on standard error which walls are missing. Errors (Config): some are,
/// and the configuration requires them. `clock` must outlive the workers.
[[nodiscard]] Result<std::unique_ptr<sandbox::Workers>> start_page_workers(
    config::Sandbox wanted, const sandbox::Work& work, const Clock& clock,
    const sandbox::Limits& limits = {}, sandbox::Requests requests = sandbox::Requests::Many);

/// What `--version --verbose` says of the walls that this machine has.
[[nodiscard]] std::string describe_walls();

}  // namespace newshole::converter
