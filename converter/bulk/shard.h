#pragma once
// Shares of many inputs, for engines that run a program many times: job arrays, indexed jobs.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace newshole::converter {

/// One of `count` shares. Tasks are counted from 1 or from 0, as their engine likes: share 0 is
/// share `count`, so that each of them has one task in both cases.
struct Shard {
  std::size_t index = 0;  ///< below `count`
  std::size_t count = 1;

  bool operator==(const Shard&) const = default;
};

/// The value of a variable of the environment; nothing where it is not set.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

/// "I/N", I from 1 to N; "auto", the task of a Slurm job array (its number among all of them);
/// "auto/N", that task or pod (JOB_COMPLETION_INDEX of a Kubernetes indexed job) of N. Errors
/// (Usage).
[[nodiscard]] Result<Shard> read_shard(std::string_view text, const Environment& environment);

/// Which of the inputs are the shard's, as places in `names`, ascending. All names are put in the
/// order of their bytes and dealt in turn, the first to share 1: so the shares are as even as can
/// be, each name is in one, and every machine that is given the same names, in any order, comes to
/// the same shares. Equal names stay together.
[[nodiscard]] std::vector<std::size_t> share_of(const std::vector<std::string>& names,
                                                const Shard& shard);

}  // namespace newshole::converter
