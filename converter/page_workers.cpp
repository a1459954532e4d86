#include "page_workers.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "process/messages.h"

namespace newshole::converter {
namespace {

// The next page needs what the last one freed. Given back to the system and asked for again, a page
// of memory at a time, it costs a fifth of a mirror's run.
void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int kMost = 4 << 20;
  constexpr int kMostOfOne = 1 << 20;
  ::mallopt(M_TRIM_THRESHOLD, kMost);
  ::mallopt(M_MMAP_THRESHOLD, kMostOfOne);
#endif
}

// Seccomp is the wall that counts: without Landlock it keeps a worker from files, too.
Status check(sandbox::Workers& workers) {
  const Result<sandbox::Walls> walls = workers.walls();
  if (!walls) return tl::unexpected(walls.error());
  if (walls->system_calls) return {};
  return fail(ErrorKind::Internal, "this kernel does not filter system calls");
}

}  // namespace

Result<std::unique_ptr<sandbox::Workers>> start_page_workers(config::Sandbox wanted,
                                                             const sandbox::Work& work,
                                                             const Clock& clock,
                                                             const sandbox::Limits& limits,
                                                             sandbox::Requests requests) {
  if (wanted == config::Sandbox::Off) return nullptr;
  keep_freed_memory();
  auto workers = sandbox::Workers::start(work, limits, clock, requests);
  const Status status = workers.and_then([](const auto& started) { return check(*started); });
  if (status) return workers;
  if (wanted == config::Sandbox::Required)
    return fail(ErrorKind::Config,
                "the configuration requires a sandbox: " + status.error().message);
  complain("pages are read without a sandbox: " + status.error().message);
  return workers ? std::move(workers) : nullptr;
}

std::string describe_walls() {
  const SystemClock clock;
  const sandbox::Limits limits;
  const auto workers =
      sandbox::Workers::start({[] {}, [](auto) { return std::string(); }}, limits, clock);
  const auto walls = workers.and_then([](const auto& started) { return started->walls(); });
  const auto is_on = [](bool wall) { return wall ? "yes" : "no"; };
  const sandbox::Walls granted = walls.value_or(sandbox::Walls{});
  return std::string("pages are read in a process of their own: ") + is_on(walls.has_value()) +
         "\n  system calls are filtered (seccomp): " + is_on(granted.system_calls) +
         "\n  files are closed to it (Landlock): " + is_on(granted.files) + "\n  a page has " +
         std::to_string(limits.processor_time.count()) + " s of processor time and " +
         std::to_string(limits.memory >> 20) + " MB of memory";
}

}  // namespace newshole::converter
