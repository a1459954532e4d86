// Runs a program and interferes with it where it touches files below given folders.
//
//   interfere --below FOLDER... [--reads] [--trace FILE] [--capture FOLDER]
//             [--kill N | --cut N | --shorten N | --fail N ERRNO] [--for-good NAME,NAME...]
//             -- PROGRAM ARGUMENT...
//
// System calls that change such files are counted from 1, in the order in which they begin; with
// --reads also those that open, read or look at them. The program is killed before the Nth is done
// (--kill), when half of its bytes are written (--cut); the Nth writes half of its bytes
// (--shorten) or fails (--fail), with --for-good all later ones of these names too. --trace gets a
// line for each call: number, name, path, second path, result, between tabs; --capture a copy of
// what each rename moves, named by its number.
//
// The exit status is the program's, or 128 and the signal that ended it.

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Registers = user_regs_struct;
using Word = unsigned long long;

/// How a call names the file that it touches.
enum class Subject { Path, PathAt, Descriptor, TwoPaths, TwoPathsAt };
enum class Effect { Changes, Reads, Open };

struct CallKind {
  long number;
  const char* name;
  Subject subject;
  Effect effect;
};

constexpr auto kCalls = std::to_array<CallKind>({
    {SYS_open, "open", Subject::Path, Effect::Open},
    {SYS_openat, "open", Subject::PathAt, Effect::Open},
    {SYS_creat, "create", Subject::Path, Effect::Changes},
    {SYS_write, "write", Subject::Descriptor, Effect::Changes},
    {SYS_writev, "writev", Subject::Descriptor, Effect::Changes},
    {SYS_pwrite64, "pwrite", Subject::Descriptor, Effect::Changes},
    {SYS_pwritev, "pwritev", Subject::Descriptor, Effect::Changes},
    {SYS_rename, "rename", Subject::TwoPaths, Effect::Changes},
    {SYS_renameat, "rename", Subject::TwoPathsAt, Effect::Changes},
    {SYS_renameat2, "rename", Subject::TwoPathsAt, Effect::Changes},
    {SYS_link, "link", Subject::TwoPaths, Effect::Changes},
    {SYS_linkat, "link", Subject::TwoPathsAt, Effect::Changes},
    {SYS_unlink, "unlink", Subject::Path, Effect::Changes},
    {SYS_unlinkat, "unlink", Subject::PathAt, Effect::Changes},
    {SYS_rmdir, "rmdir", Subject::Path, Effect::Changes},
    {SYS_mkdir, "mkdir", Subject::Path, Effect::Changes},
    {SYS_mkdirat, "mkdir", Subject::PathAt, Effect::Changes},
    {SYS_truncate, "truncate", Subject::Path, Effect::Changes},
    {SYS_ftruncate, "truncate", Subject::Descriptor, Effect::Changes},
    {SYS_fallocate, "fallocate", Subject::Descriptor, Effect::Changes},
    {SYS_chmod, "chmod", Subject::Path, Effect::Changes},
    {SYS_fchmod, "chmod", Subject::Descriptor, Effect::Changes},
    {SYS_fchmodat, "chmod", Subject::PathAt, Effect::Changes},
    {SYS_fchown, "chown", Subject::Descriptor, Effect::Changes},
    {SYS_fchownat, "chown", Subject::PathAt, Effect::Changes},
    {SYS_utimensat, "utimens", Subject::PathAt, Effect::Changes},
    {SYS_fsync, "fsync", Subject::Descriptor, Effect::Changes},
    {SYS_fdatasync, "fsync", Subject::Descriptor, Effect::Changes},
    {SYS_syncfs, "syncfs", Subject::Descriptor, Effect::Changes},
    {SYS_sync_file_range, "sync_file_range", Subject::Descriptor, Effect::Changes},
    {SYS_read, "read", Subject::Descriptor, Effect::Reads},
    {SYS_pread64, "pread", Subject::Descriptor, Effect::Reads},
    {SYS_getdents64, "getdents", Subject::Descriptor, Effect::Reads},
    {SYS_stat, "stat", Subject::Path, Effect::Reads},
    {SYS_lstat, "stat", Subject::Path, Effect::Reads},
    {SYS_fstat, "stat", Subject::Descriptor, Effect::Reads},
    {SYS_newfstatat, "stat", Subject::PathAt, Effect::Reads},
    {SYS_access, "access", Subject::Path, Effect::Reads},
    {SYS_flock, "flock", Subject::Descriptor, Effect::Reads},
    {SYS_fcntl, "fcntl", Subject::Descriptor, Effect::Reads},
});

enum class Fault { None, Kill, Cut, Shorten, Fail };

struct Plan {
  std::vector<std::string> below;
  std::string trace;
  std::string capture;
  bool has_reads = false;
  Fault fault = Fault::None;
  std::size_t at = 0;
  int error = 0;
  std::vector<std::string> for_good;
  char** command = nullptr;
};

/// A call that has begun.
struct Call {
  std::size_t number = 0;  // 0: not one of those that count
  std::string name;
  std::string first;
  std::string second;
  bool kill_when_done = false;
};

[[noreturn]] void give_up(const std::string& what) {
  std::perror(("interfere: " + what).c_str());
  std::exit(125);
}

std::size_t number_of(std::string_view text) {
  std::size_t number = 0;
  std::from_chars(text.begin(), text.end(), number);
  return number;
}

std::vector<std::string> names_of(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    names.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return names;
}

Fault fault_of(std::string_view option) {
  if (option == "--kill") return Fault::Kill;
  if (option == "--cut") return Fault::Cut;
  if (option == "--shorten") return Fault::Shorten;
  return option == "--fail" ? Fault::Fail : Fault::None;
}

Plan parse(int argc, char** argv) {
  Plan plan;
  const std::span<char*> words(argv, static_cast<std::size_t>(argc));
  std::size_t next = 1;
  const auto value = [&]() -> const char* {
    if (++next >= words.size()) give_up("usage");
    return words[next];
  };
  for (; next < words.size() && words[next] != std::string_view("--"); ++next) {
    const std::string_view option = words[next];
    if (option == "--below") {
      plan.below.emplace_back(value());
    } else if (option == "--trace") {
      plan.trace = value();
    } else if (option == "--capture") {
      plan.capture = value();
    } else if (option == "--for-good") {
      plan.for_good = names_of(value());
    } else if (option == "--reads") {
      plan.has_reads = true;
    } else {
      plan.fault = fault_of(option);
      plan.at = number_of(value());
      if (plan.fault == Fault::Fail) plan.error = static_cast<int>(number_of(value()));
    }
  }
  if (next + 1 >= words.size()) give_up("no program");
  plan.command = &words[next + 1];
  return plan;
}

constexpr std::uint32_t kMakesFile = O_CREAT | O_TRUNC;

std::uint32_t place_of_flags(const CallKind& kind) {
  const std::size_t argument = kind.number == SYS_open ? 1 : 2;
  return static_cast<std::uint32_t>(offsetof(seccomp_data, args) + argument * sizeof(Word));
}

/// Stops at one kind of call; of those that open only where a file may be made, unless reads count.
void add_stop(std::vector<sock_filter>& filter, const CallKind& kind, const Plan& plan) {
  if (kind.effect == Effect::Reads && !plan.has_reads) return;
  const bool looks_at_flags = kind.effect == Effect::Open && !plan.has_reads;
  const auto number = static_cast<std::uint32_t>(kind.number);
  const std::uint8_t beyond = looks_at_flags ? 4 : 1;
  filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, beyond));
  if (looks_at_flags) {
    filter.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, place_of_flags(kind)));
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, kMakesFile, 1, 0));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  }
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE));
}

/// Only calls that may count stop the program: it runs at its own speed otherwise.
void stop_at_calls(const Plan& plan) {
  std::vector<sock_filter> filter = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
  for (const CallKind& kind : kCalls) add_stop(filter, kind, plan);
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  const sock_fprog program = {static_cast<unsigned short>(filter.size()), filter.data()};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    give_up("seccomp");
  }
}

[[noreturn]] void become(const Plan& plan) {
  ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
  ::raise(SIGSTOP);
  stop_at_calls(plan);
  ::execvp(plan.command[0], plan.command);
  give_up(plan.command[0]);
}

class Tracee {
 public:
  explicit Tracee(pid_t thread) : thread_(thread) {}

  [[nodiscard]] Registers registers() const {
    Registers registers{};
    ::ptrace(PTRACE_GETREGS, thread_, nullptr, &registers);
    return registers;
  }

  void set(Registers registers) const { ::ptrace(PTRACE_SETREGS, thread_, nullptr, &registers); }

  [[nodiscard]] std::string text(Word address) const {
    std::string text;
    std::array<char, 256> block{};
    while (true) {
      iovec here{block.data(), block.size() - (address & 0xFFU)};
      iovec there{reinterpret_cast<void*>(address), here.iov_len};  // NOLINT: another's memory
      const ssize_t got = ::process_vm_readv(thread_, &here, 1, &there, 1, 0);
      if (got <= 0) return text;
      const std::string_view part(block.data(), static_cast<std::size_t>(got));
      text += part.substr(0, part.find('\0'));
      if (part.find('\0') != std::string_view::npos) return text;
      address += static_cast<Word>(got);
    }
  }

  [[nodiscard]] std::string path_of(Word descriptor) const {
    const int number = static_cast<int>(descriptor);
    const std::string link = number == AT_FDCWD ? "/cwd" : "/fd/" + std::to_string(number);
    std::error_code ignored;
    return fs::read_symlink("/proc/" + std::to_string(thread_) + link, ignored).string();
  }

  [[nodiscard]] std::string path_at(Word folder, Word name) const {
    std::string path = text(name);
    if (path.starts_with('/')) return path;
    const std::string base = path_of(folder);
    return path.empty() || path == "." ? base : base + "/" + path;
  }

 private:
  pid_t thread_;
};

constexpr auto kHere = static_cast<Word>(AT_FDCWD);

void name_subjects(Call& call, Subject subject, const Tracee& tracee, const Registers& in) {
  switch (subject) {
    case Subject::Path:
      call.first = tracee.path_at(kHere, in.rdi);
      break;
    case Subject::PathAt:
      call.first = tracee.path_at(in.rdi, in.rsi);
      break;
    case Subject::Descriptor:
      call.first = tracee.path_of(in.rdi);
      break;
    case Subject::TwoPaths:
      call.first = tracee.path_at(kHere, in.rdi);
      call.second = tracee.path_at(kHere, in.rsi);
      break;
    case Subject::TwoPathsAt:
      call.first = tracee.path_at(in.rdi, in.rsi);
      call.second = tracee.path_at(in.rdx, in.r10);
      break;
  }
}

bool makes_file(const CallKind& kind, const Registers& in) {
  const Word flags = kind.number == SYS_open ? in.rsi : in.rdx;
  return (flags & kMakesFile) != 0;
}

class Interference {
 public:
  explicit Interference(Plan plan) : plan_(std::move(plan)) {
    if (!plan_.trace.empty()) trace_.open(plan_.trace);
  }

  /// True if the end of the call is to be seen.
  bool begin(pid_t process, pid_t thread) {
    const Tracee tracee(thread);
    Registers registers = tracee.registers();
    const auto* kind =
        std::ranges::find(kCalls, static_cast<long>(registers.orig_rax), &CallKind::number);
    if (kind == kCalls.end()) return false;
    Call call = call_of(*kind, tracee, registers);
    if (call.number == 0) return false;
    if (call.name == "rename" && !plan_.capture.empty()) capture(call);
    interfere(call, process, tracee, registers);
    if (plan_.trace.empty() && !call.kill_when_done) return false;
    calls_[thread] = std::move(call);
    return true;
  }

  void end(pid_t process, pid_t thread) {
    const Call call = std::move(calls_[thread]);
    calls_.erase(thread);
    const auto result = static_cast<long long>(Tracee(thread).registers().rax);
    trace_ << call.number << '\t' << call.name << '\t' << call.first << '\t' << call.second << '\t'
           << result << '\n';
    if (call.kill_when_done) ::kill(process, SIGKILL);
  }

  [[nodiscard]] bool is_in_call(pid_t thread) const { return calls_.contains(thread); }
  [[nodiscard]] const Plan& plan() const { return plan_; }

 private:
  Call call_of(const CallKind& kind, const Tracee& tracee, const Registers& in) {
    Call call;
    call.name = kind.name;
    bool counts = kind.effect == Effect::Changes || plan_.has_reads;
    if (kind.effect == Effect::Open && makes_file(kind, in)) {
      call.name = "create";
      counts = true;
    }
    if (!counts) return call;
    name_subjects(call, kind.subject, tracee, in);
    if (is_below(call.first) || is_below(call.second)) call.number = ++count_;
    return call;
  }

  [[nodiscard]] bool is_below(std::string_view path) const {
    return std::ranges::any_of(plan_.below, [&](const std::string& folder) {
      return path.starts_with(folder) &&
             (path.size() == folder.size() || path[folder.size()] == '/');
    });
  }

  void capture(const Call& call) const {
    std::error_code ignored;
    fs::copy_file(call.first, plan_.capture + "/" + std::to_string(call.number), ignored);
  }

  void interfere(Call& call, pid_t process, const Tracee& tracee, Registers registers) const {
    const bool is_later = call.number > plan_.at &&
                          std::ranges::find(plan_.for_good, call.name) != plan_.for_good.end();
    if (call.number != plan_.at && !is_later) return;
    switch (plan_.fault) {
      case Fault::None:
        break;
      case Fault::Kill:
        ::kill(process, SIGKILL);
        break;
      case Fault::Cut:
        call.kill_when_done = true;
        [[fallthrough]];
      case Fault::Shorten:
        registers.rdx = std::max<Word>(1, registers.rdx / 2);
        tracee.set(registers);
        break;
      case Fault::Fail:
        registers.orig_rax = static_cast<Word>(-1);
        registers.rax = static_cast<Word>(-plan_.error);
        tracee.set(registers);
        break;
    }
  }

  Plan plan_;
  std::ofstream trace_;
  std::size_t count_ = 0;
  std::map<pid_t, Call> calls_;
};

constexpr long kOptions = PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP |
                          PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                          PTRACE_O_TRACEEXEC;
constexpr int kSyscallStop = SIGTRAP | 0x80;

void go_on(pid_t thread, bool until_end_of_call, int signal) {
  ::ptrace(until_end_of_call ? PTRACE_SYSCALL : PTRACE_CONT, thread, nullptr, signal);
}

/// What a thread that has stopped is to do next.
void answer_stop(Interference& interference, pid_t process, pid_t thread, int status) {
  const int event = status >> 16;
  const int signal = WSTOPSIG(status);
  if (event == PTRACE_EVENT_SECCOMP) {
    go_on(thread, interference.begin(process, thread), 0);
  } else if (signal == kSyscallStop) {
    if (interference.is_in_call(thread)) interference.end(process, thread);
    go_on(thread, false, 0);
  } else {
    // A new thread begins with a SIGSTOP that nobody sent.
    go_on(thread, interference.is_in_call(thread), event != 0 || signal == SIGSTOP ? 0 : signal);
  }
}

int follow(Interference& interference, pid_t process) {
  int status = 0;
  if (::waitpid(process, &status, 0) != process || !WIFSTOPPED(status)) give_up("start");
  if (::ptrace(PTRACE_SETOPTIONS, process, nullptr, kOptions) != 0) give_up("ptrace");
  go_on(process, false, 0);
  int result = 125;
  while (true) {
    const pid_t thread = ::waitpid(-1, &status, __WALL);
    if (thread < 0 && errno == ECHILD) return result;
    if (WIFSTOPPED(status)) {
      answer_stop(interference, process, thread, status);
    } else if (thread == process) {
      result = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  Interference interference(parse(argc, argv));
  const pid_t process = ::fork();
  if (process < 0) give_up("fork");
  if (process == 0) become(interference.plan());
  return follow(interference, process);
}
