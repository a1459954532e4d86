#include "bulk/shard.h"

#include <algorithm>
#include <charconv>

namespace newshole::converter {
namespace {

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::size_t> number_of(const Environment& environment, std::string_view name) {
  const std::optional<std::string> text = environment(name);
  return text ? number_in(*text) : std::nullopt;
}

/// A Slurm job array: its tasks have the numbers FIRST, FIRST + STEP, ... LAST.
struct TaskArray {
  std::size_t task = 0;
  std::size_t count = 0;
  std::size_t first = 0;
  std::size_t step = 1;
  std::optional<std::size_t> last;
};

std::optional<TaskArray> slurm_array(const Environment& environment) {
  const auto task = number_of(environment, "SLURM_ARRAY_TASK_ID");
  const auto count = number_of(environment, "SLURM_ARRAY_TASK_COUNT");
  if (!task || !count || *count == 0) return std::nullopt;
  return TaskArray{
      .task = *task,
      .count = *count,
      .first = number_of(environment, "SLURM_ARRAY_TASK_MIN").value_or(0),
      .step = std::max<std::size_t>(number_of(environment, "SLURM_ARRAY_TASK_STEP").value_or(1), 1),
      .last = number_of(environment, "SLURM_ARRAY_TASK_MAX")};
}

/// An array of some tasks alone (--array=3,7) has another count than the one before it: its shares
/// would be others. So may be one of a single task, or one that does not begin at 0 or 1.
bool is_whole(const TaskArray& array) {
  const bool begins_well = array.first <= 1 && array.step == 1 && array.count > 1;
  return begins_well && (!array.last || *array.last == array.first + array.count - 1);
}

tl::unexpected<Error> unusable(std::string_view why) {
  return fail(ErrorKind::Usage, "--shard: " + std::string(why));
}

Result<Shard> shard_of_array(const Environment& environment) {
  const std::optional<TaskArray> array = slurm_array(environment);
  if (!array)
    return unusable(
        "auto: this is no task of a Slurm job array (SLURM_ARRAY_TASK_ID and _COUNT); elsewhere "
        "I/N or auto/N");
  if (!is_whole(*array))
    return unusable(
        "auto: this job array may have some of the tasks only; auto/N says how many shares there "
        "are");
  return Shard{array->task % array->count, array->count};
}

/// The number of this task or pod.
std::optional<std::size_t> own_index(const Environment& environment, std::size_t count) {
  // Tasks from 0 to N would be one too many: the first and the last had one share.
  const bool is_from_zero = number_of(environment, "SLURM_ARRAY_TASK_MIN") == 0U;
  const std::size_t most = is_from_zero ? count - 1 : count;
  if (const auto task = number_of(environment, "SLURM_ARRAY_TASK_ID"); task && *task <= most)
    return *task % count;
  const auto pod = number_of(environment, "JOB_COMPLETION_INDEX");
  return pod && *pod < count ? pod : std::nullopt;
}

Result<Shard> shard_of_task(std::size_t count, const Environment& environment) {
  const std::optional<std::size_t> index = own_index(environment, count);
  if (index) return Shard{*index, count};
  return unusable("auto/" + std::to_string(count) +
                  ": neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX names one of the shares");
}

}  // namespace

Result<Shard> read_shard(std::string_view text, const Environment& environment) {
  if (text == "auto") return shard_of_array(environment);
  const std::size_t slash = text.find('/');
  const std::string_view share = text.substr(0, slash);
  const auto count =
      slash == std::string_view::npos ? std::nullopt : number_in(text.substr(slash + 1));
  if (count && *count > 0 && share == "auto") return shard_of_task(*count, environment);
  const std::optional<std::size_t> index = number_in(share);
  if (!count || !index || *index == 0 || *index > *count)
    return unusable(std::string(text) + ": is not I/N with I from 1 to N, e.g. 3/8, nor auto");
  return Shard{*index % *count, *count};
}

std::vector<std::size_t> share_of(const std::vector<std::string>& names, const Shard& shard) {
  std::vector<std::string> distinct = names;
  std::ranges::sort(distinct);
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::vector<std::size_t> share;
  for (std::size_t place = 0; place < names.size(); ++place) {
    const auto found = std::ranges::lower_bound(distinct, names[place]);
    const auto turn = static_cast<std::size_t>(found - distinct.begin());
    if ((turn + 1) % shard.count == shard.index) share.push_back(place);
  }
  return share;
}

}  // namespace newshole::converter
