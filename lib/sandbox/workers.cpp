#include "sandbox/workers.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <utility>

#include "sandbox/nursery.h"

namespace newshole::sandbox {
namespace {

using std::chrono::milliseconds;

/// Reads and writes a worker's socket until a moment.
class Line {
 public:
  Line(int socket, const Clock& clock, milliseconds time)
      : socket_(socket), clock_(&clock), end_(clock.tick() + time) {}

  [[nodiscard]] bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      if (!wait_for(POLLOUT)) return false;
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno != EINTR && errno != EAGAIN) return false;
      bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(sent, 0)));
    }
    return true;
  }

  [[nodiscard]] bool receive(char* bytes, std::size_t size) {
    while (size > 0) {
      if (!wait_for(POLLIN)) return false;
      const ssize_t got = ::recv(socket_, bytes, size, MSG_DONTWAIT);
      if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) return false;
      const auto more = static_cast<std::size_t>(std::max<ssize_t>(got, 0));
      bytes += more;
      size -= more;
    }
    return true;
  }

  [[nodiscard]] bool is_over() const { return is_over_; }

 private:
  bool wait_for(short event) {
    while (true) {
      const auto left = std::chrono::ceil<milliseconds>(end_ - clock_->tick());
      is_over_ = left.count() <= 0;
      if (is_over_) return false;
      pollfd socket{socket_, event, 0};
      if (::poll(&socket, 1, static_cast<int>(left.count())) > 0) return true;
    }
  }

  int socket_;
  const Clock* clock_;
  Tick end_;
  bool is_over_ = false;
};

std::string_view bytes_of(const std::uint64_t& number) {
  return {reinterpret_cast<const char*>(&number), sizeof number};
}

std::string cause_of(int status, const Limits& limits) {
  const std::string megabytes = std::to_string(limits.memory >> 20) + " MB";
  if (WIFEXITED(status) && WEXITSTATUS(status) == static_cast<int>(WorkerExit::OutOfMemory))
    return "it needs more than " + megabytes + " of memory";
  if (!WIFSIGNALED(status)) return "reading it failed";
  switch (WTERMSIG(status)) {
    case SIGXCPU:
      return "it takes more than " + std::to_string(limits.processor_time.count()) + " s to read";
    case SIGSYS:
      return "reading it asked the system for what no page needs";
    default:
      return "reading it failed (signal " + std::to_string(WTERMSIG(status)) + ")";
  }
}

constexpr std::string_view kTooSlow = "it takes too long to read";

}  // namespace

struct Workers::Worker {
  Descriptor socket;
  pid_t process = -1;
  std::optional<Walls> walls = {};  // nothing: it has not said
};

Workers::Workers(const Limits& limits, const Clock& clock) : limits_(limits), clock_(&clock) {}

Result<std::unique_ptr<Workers>> Workers::start(const Work& work, const Limits& limits,
                                                const Clock& clock, Requests requests) {
  std::unique_ptr<Workers> workers(new Workers(limits, clock));
  const bool is_started =
      requests == Requests::One ? workers->start_worker(work) : workers->start_nursery(work);
  if (is_started) return workers;
  return io_error("the process that reads pages", "cannot start", errno, ErrorKind::Internal);
}

bool Workers::start_nursery(const Work& work) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) return false;
  nursery_ = above_streams(Descriptor(ends[0]));
  const Descriptor nurserys = above_streams(Descriptor(ends[1]));
  process_ = ::fork();
  if (process_ == 0) {
    nursery_.reset();
    run_nursery(nurserys.get(), work, limits_);
  }
  return process_ > 0;
}

bool Workers::start_worker(const Work& work) {
  NewWorker worker = sandbox::fork_worker(work, limits_, [&work](int socket) {
    leave_the_program(socket);
    if (work.prepare) work.prepare();
  });
  process_ = worker.process;
  idle_.push_back(std::make_unique<Worker>(Worker{std::move(worker.socket), worker.process}));
  return process_ > 0;
}

Workers::~Workers() {
  idle_.clear();
  nursery_.reset();
  if (process_ > 0) static_cast<void>(wait_for_end(process_));
}

Result<std::string> Workers::answer(std::string_view request) {
  auto worker = take();
  if (!worker) return tl::unexpected(worker.error());
  Line line((*worker)->socket.get(), *clock_, limits_.wall_time);
  std::uint64_t size = request.size();
  std::string answer;
  bool is_answered = line.send(bytes_of(size)) && line.send(request) &&
                     line.receive(reinterpret_cast<char*>(&size), sizeof size);
  const bool is_too_large = is_answered && size > limits_.answer;
  if (is_answered && !is_too_large) {
    answer.resize(size);
    is_answered = line.receive(answer.data(), size);
  }
  if (is_answered && !is_too_large) {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(*std::move(worker));
    return answer;
  }
  const std::string cause = end(*std::move(worker));
  if (is_too_large) return fail(ErrorKind::TooComplex, "it becomes too large a text");
  return fail(ErrorKind::TooComplex, line.is_over() ? std::string(kTooSlow) : cause);
}

Result<Walls> Workers::walls() {
  auto worker = take();
  if (!worker) return tl::unexpected(worker.error());
  const Walls walls = *(*worker)->walls;
  const std::scoped_lock lock(mutex_);
  idle_.push_back(*std::move(worker));
  return walls;
}

Result<std::unique_ptr<Workers::Worker>> Workers::take() {
  const std::scoped_lock lock(mutex_);
  if (idle_.empty()) idle_.push_back(fork_worker());
  std::unique_ptr<Worker> worker = std::move(idle_.back());
  idle_.pop_back();
  if (worker->walls) return worker;
  // The first that it says.
  std::array<char, 2> walls{};
  Line line(worker->socket.get(), *clock_, limits_.wall_time);
  if (!worker->socket.is_open() || !line.receive(walls.data(), walls.size()))
    return fail(ErrorKind::Internal, "no process that reads pages can be started");
  worker->walls = {.system_calls = walls[0] != 0, .files = walls[1] != 0};
  return worker;
}

NurseryReply Workers::ask_nursery(const NurseryRequest& request, Descriptor& socket) {
  NurseryReply reply;
  if (::send(nursery_.get(), &request, sizeof request, MSG_NOSIGNAL) ==
      static_cast<ssize_t>(sizeof request))
    socket = receive_with_descriptor(nursery_.get(), reply);
  return reply;
}

std::unique_ptr<Workers::Worker> Workers::fork_worker() {
  auto worker = std::make_unique<Worker>();
  worker->process = ask_nursery({}, worker->socket).value;
  return worker;
}

// Nobody else can have its number until who forked it has waited for it.
std::string Workers::end(std::unique_ptr<Worker> worker) {
  ::kill(worker->process, SIGKILL);
  worker->socket.reset();
  const std::scoped_lock lock(mutex_);
  Descriptor none;
  const int status = nursery_.is_open() ? ask_nursery({worker->process}, none).value
                                        : wait_for_end(std::exchange(process_, -1));
  return cause_of(status, limits_);
}

}  // namespace newshole::sandbox
