#pragma once
// The stories that the operator took down: ROOT/.newshole/takedowns, a line for each with the day
// (UTC) and the URL, "2026-11-30 https://news.example/a". It is a file of its own, which people can
// read and which outlives a state that is damaged, lost or made anew.

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace newshole::store {

struct Takedown {
  std::chrono::sys_days day;
  std::string url;

  friend bool operator==(const Takedown&, const Takedown&) = default;
};

/// In the order in which they were taken down.
using Takedowns = std::vector<Takedown>;

/// The file, relative to the folder of the state.
inline constexpr std::string_view kTakedownsFile = "takedowns";

/// The list as the file has it.
[[nodiscard]] std::string to_lines(const Takedowns& takedowns);

/// The list in `folder`, relative to the open folder `at`; empty where there is no file. Errors:
/// Io, also for a line that is none of a list, since nobody knows then what not to publish.
[[nodiscard]] Result<Takedowns> read_takedowns(const std::filesystem::path& folder);
[[nodiscard]] Result<Takedowns> read_takedowns_at(int at, const std::filesystem::path& folder);

/// Replaces the list: it is on the disk when this returns, or as it was. Everybody may read the
/// file; the mode of its folder says who reaches it. Errors: Io, naming the file.
[[nodiscard]] Status write_takedowns(const std::filesystem::path& folder,
                                     const Takedowns& takedowns);

}  // namespace newshole::store
