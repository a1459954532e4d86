#include "process/privileges.h"

#include <algorithm>
#include <cstdlib>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/ascii.h"

namespace newshole::converter {
namespace {

constexpr int kFirstHandedOver = 3;
constexpr int kMostHandedOver = 64;

int number_in(const char* variable) {
  const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): no thread yet
  if (value == nullptr) return 0;
  return ascii::number<int>(value).value_or(0);
}

Status refuse(std::string message) {
  return fail(ErrorKind::Usage, std::move(message));
}

// The groups first: a user who is not root cannot drop them.
bool become(const passwd& account) {
  return ::initgroups(account.pw_name, account.pw_gid) == 0 && ::setgid(account.pw_gid) == 0 &&
         ::setuid(account.pw_uid) == 0;
}

Status become_user(const std::string& user, const LogFile& log) {
  const passwd* account = ::getpwnam(user.c_str());  // NOLINT(concurrency-mt-unsafe): one thread
  if (account == nullptr) return refuse("--user: " + user + ": no such user");
  if (account->pw_uid == 0)
    return refuse("--user: " + user + ": is root, as whom nothing is served");
  if (::geteuid() == account->pw_uid) return {};
  if (::geteuid() != 0) return refuse("--user: " + user + ": only root can become another user");
  log.give_to(account->pw_uid, account->pw_gid);
  if (!become(*account) || ::setuid(0) == 0) {
    return refuse("--user: " + user + ": cannot become that user");
  }
  return {};
}

}  // namespace

std::vector<int> handed_over_sockets() {
  const bool is_for_us = number_in("LISTEN_PID") == ::getpid();
  const int count = number_in("LISTEN_FDS");
  for (const char* variable : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) {
    ::unsetenv(variable);  // NOLINT(concurrency-mt-unsafe): no thread yet
  }
  std::vector<int> sockets;
  for (int i = 0; is_for_us && i < count && i < kMostHandedOver; ++i)
    sockets.push_back(kFirstHandedOver + i);
  return sockets;
}

Status drop_privileges(const std::optional<std::string>& user, const LogFile& log) {
  const bool is_root = ::geteuid() == 0 || ::getuid() == 0;
  if (user || is_root) {
    if (Status status = become_user(user.value_or("nobody"), log); !status) return status;
  }
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refuse("serve: cannot be confined");
  return {};
}

std::size_t raise_open_files(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  return static_cast<std::size_t>(std::min<rlim_t>(wanted, limit.rlim_cur));
}

}  // namespace newshole::converter
