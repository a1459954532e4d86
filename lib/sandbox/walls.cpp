#include "sandbox/walls.h"

#include <array>
#include <cstdint>
#include <fstream>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace newshole::sandbox {
namespace {

// What computing, memory and the worker's socket need; threads only wake and wait. Debian's
// processors have them all, other ones what libseccomp knows of them.
constexpr std::array kAllowed = {
    SCMP_SYS(read),          SCMP_SYS(write),
    SCMP_SYS(recvfrom),      SCMP_SYS(sendto),
    SCMP_SYS(brk),           SCMP_SYS(munmap),
    SCMP_SYS(mremap),        SCMP_SYS(madvise),
    SCMP_SYS(futex),         SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(sigaltstack),   SCMP_SYS(getpid),
    SCMP_SYS(gettid),        SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
    SCMP_SYS(sched_yield),   SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),          SCMP_SYS(exit_group),
};

constexpr std::uint64_t kExecute = 4;  // PROT_EXEC

/// seccomp's functions give a negative errno.
class Filter {
 public:
  Filter() : context_(::seccomp_init(SCMP_ACT_KILL_PROCESS)) {}
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;
  ~Filter() {
    if (context_ != nullptr) ::seccomp_release(context_);
  }

  void allow(int call) {
    note(::seccomp_rule_add_array(context_, SCMP_ACT_ALLOW, call, 0, nullptr));
  }
  void allow(int call, const scmp_arg_cmp& where) {
    note(::seccomp_rule_add_array(context_, SCMP_ACT_ALLOW, call, 1, &where));
  }
  /// Whether the kernel has taken it.
  [[nodiscard]] bool load() {
    if (is_good_) note(::seccomp_load(context_));
    return is_good_;
  }

 private:
  void note(int result) { is_good_ = is_good_ && result == 0; }

  scmp_filter_ctx context_;
  bool is_good_ = context_ != nullptr;
};

bool filter_system_calls() {
  Filter filter;
  for (const int call : kAllowed) filter.allow(call);
  // Memory, but none that holds code.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
    filter.allow(call, {2, SCMP_CMP_MASKED_EQ, kExecute, 0});
  // For limit_processor_time.
  filter.allow(SCMP_SYS(prlimit64), {1, SCMP_CMP_EQ, RLIMIT_CPU, 0});
  return filter.load();
}

// All accesses that the oldest Landlock knows, and no rule that grants one.
bool close_files() {
  constexpr std::uint64_t kAllAccesses = (std::uint64_t{LANDLOCK_ACCESS_FS_MAKE_SYM} << 1) - 1;
  const landlock_ruleset_attr rules{.handled_access_fs = kAllAccesses};
  const long ruleset = ::syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
  if (ruleset < 0) return false;
  const bool is_done = ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  ::close(static_cast<int>(ruleset));
  return is_done;
}

void limit(int resource, rlim_t most) {
  rlimit now{};
  if (::getrlimit(static_cast<__rlimit_resource>(resource), &now) != 0) return;
  now.rlim_cur = std::min(most, now.rlim_max);
  if (resource != RLIMIT_CPU) now.rlim_max = now.rlim_cur;
  ::setrlimit(static_cast<__rlimit_resource>(resource), &now);
}

rlim_t bytes_of_address_space() {
  rlim_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

Walls lock_in(const Limits& limits) {
  const rlim_t now = kIsSanitized ? 0 : bytes_of_address_space();
  if (now != 0) limit(RLIMIT_AS, now + limits.memory);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return {};
  Walls walls{.files = close_files()};
  walls.system_calls = filter_system_calls();
  return walls;
}

void limit_processor_time(const Limits& limits) {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  limit(RLIMIT_CPU,
        static_cast<rlim_t>(used.tv_sec) + 1 + static_cast<rlim_t>(limits.processor_time.count()));
}

}  // namespace newshole::sandbox
