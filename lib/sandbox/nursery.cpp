#include "sandbox/nursery.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "sandbox/walls.h"

namespace newshole::sandbox {
namespace {

[[noreturn]] void end(WorkerExit status) {
  ::_exit(static_cast<int>(status));
}

/// A worker may write to whatever is open.
void close_others(int socket) {
  const auto kept = static_cast<unsigned>(socket);
  constexpr unsigned kFirst = STDERR_FILENO + 1;
  if (kept > kFirst) ::close_range(kFirst, kept - 1, 0);
  ::close_range(kept + 1, ~0U, 0);
}

bool read_all(int socket, char* bytes, std::size_t size) {
  return read_fully(socket, bytes, size) == static_cast<ssize_t>(size);
}

std::string answer_of(const Work& work, std::string_view request) {
  try {
    return work.answer(request);
  } catch (const std::bad_alloc&) {
    end(WorkerExit::OutOfMemory);
  } catch (...) {
    end(WorkerExit::Failed);
  }
}

[[noreturn]] void run_worker(int socket, const Work& work, const Limits& limits) {
  std::set_new_handler([] { end(WorkerExit::OutOfMemory); });
  const Walls walls = lock_in(limits);
  const std::array<char, 2> granted = {static_cast<char>(walls.system_calls),
                                       static_cast<char>(walls.files)};
  if (write_fully(socket, {granted.data(), granted.size()}) != 0) end(WorkerExit::Failed);
  for (std::uint64_t size = 0; read_all(socket, reinterpret_cast<char*>(&size), sizeof size);) {
    limit_processor_time(limits);
    std::string request(size, '\0');
    if (!read_all(socket, request.data(), size)) break;
    const std::string answer = answer_of(work, request);
    size = answer.size();
    if (write_fully(socket, {reinterpret_cast<const char*>(&size), sizeof size}) != 0) break;
    if (write_fully(socket, answer) != 0) break;
  }
  end(WorkerExit::Done);
}

/// A message of `reply` with room for one descriptor; it refers to what it is given.
struct Message {
  explicit Message(NurseryReply& reply) : part{&reply, sizeof reply} {
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = room.data();
    header.msg_controllen = room.size();
  }
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;

  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> room{};
  iovec part;
  msghdr header{};
};

void serve(int socket, pid_t ended, const Work& work, const Limits& limits) {
  if (ended != 0) {
    send_with_descriptor(socket, {wait_for_end(ended)}, -1);
    return;
  }
  const NewWorker worker = fork_worker(work, limits, [socket](int) { ::close(socket); });
  send_with_descriptor(socket, {worker.process}, worker.socket.get());
}

}  // namespace

void leave_the_program(int socket) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE})
    static_cast<void>(std::signal(number, SIG_IGN));
  // The program's handlers would speak for it.
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
    static_cast<void>(std::signal(number, SIG_DFL));
  close_others(socket);
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere < 0) return;
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (stream != STDERR_FILENO || !kIsSanitized) ::dup2(nowhere, stream);
  }
  ::close(nowhere);
}

Descriptor above_streams(Descriptor descriptor) {
  if (descriptor.get() > STDERR_FILENO) return descriptor;
  return Descriptor(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

NewWorker fork_worker(const Work& work, const Limits& limits,
                      const std::function<void(int socket)>& in_worker) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return {};
  Descriptor owners = above_streams(Descriptor(ends[0]));
  const Descriptor workers = above_streams(Descriptor(ends[1]));
  const pid_t process = ::fork();
  if (process == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    owners.reset();
    in_worker(workers.get());
    run_worker(workers.get(), work, limits);
  }
  return {std::move(owners), process};
}

int wait_for_end(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return status;
}

bool send_with_descriptor(int socket, const NurseryReply& reply, int descriptor) {
  NurseryReply copy = reply;
  Message message(copy);
  if (descriptor < 0) {
    message.header.msg_controllen = 0;
  } else {
    cmsghdr* passed = CMSG_FIRSTHDR(&message.header);
    passed->cmsg_level = SOL_SOCKET;
    passed->cmsg_type = SCM_RIGHTS;
    passed->cmsg_len = CMSG_LEN(sizeof descriptor);
    std::memcpy(CMSG_DATA(passed), &descriptor, sizeof descriptor);
  }
  return ::sendmsg(socket, &message.header, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof copy);
}

Descriptor receive_with_descriptor(int socket, NurseryReply& reply) {
  Message message(reply);
  ssize_t got = 0;
  do {
    got = ::recvmsg(socket, &message.header, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(sizeof reply)) reply.value = -1;
  const cmsghdr* passed = CMSG_FIRSTHDR(&message.header);
  if (got < 0 || passed == nullptr || passed->cmsg_type != SCM_RIGHTS) return {};
  int descriptor = -1;
  std::memcpy(&descriptor, CMSG_DATA(passed), sizeof descriptor);
  return above_streams(Descriptor(descriptor));
}

void run_nursery(int socket, const Work& work, const Limits& limits) {
  leave_the_program(socket);
  if (work.prepare) work.prepare();
  NurseryRequest request;
  while (read_all(socket, reinterpret_cast<char*>(&request), sizeof request))
    serve(socket, request.ended, work, limits);
  // Workers end with their sockets, which the program has closed by now.
  while (::wait(nullptr) > 0) continue;
  end(WorkerExit::Done);
}

}  // namespace newshole::sandbox
