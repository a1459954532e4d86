#pragma once
// Options of `convert` for engines that run it many times over shares of one input.

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "base/error.h"
#include "bulk/bulk_report.h"
#include "bulk/shard.h"

namespace newshole::converter {

struct BulkFlags {
  std::optional<std::string> shard;
  std::optional<std::string> report;
  bool force = false;
};

void add_bulk_flags(CLI::App& command, BulkFlags& flags);

/// Nothing: no share was asked for. Errors (Usage).
[[nodiscard]] Result<std::optional<Shard>> shard_of(const BulkFlags& flags);

/// True where a run before made the whole `output` and nothing says to make it again.
[[nodiscard]] bool is_made(const std::string& output, const BulkFlags& flags);

/// Writes what the flags ask for. `report` gets the time that this process and its children took,
/// and the time since `began`. Errors (Usage).
[[nodiscard]] Status write_report(const BulkFlags& flags, BulkReport report, Tick began,
                                  const Clock& clock);

}  // namespace newshole::converter
