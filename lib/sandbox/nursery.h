#pragma once
// The process that workers come from. It has one thread and sees no stranger's byte, so that it can
// fork at any time, whatever the threads of the program hold. Internal to this module.

#include <sys/types.h>

#include "sandbox/workers.h"

namespace newshole::sandbox {

/// Asks for a worker, or for how the worker of that process ended.
struct NurseryRequest {
  pid_t ended = 0;  ///< 0: fork
};

/// A worker's process, with one end of its socket beside the bytes; or the status of waitpid; -1:
/// there is none.
struct NurseryReply {
  int value = -1;
};

/// How a worker ends by itself.
enum class WorkerExit { Done = 0, Failed = 3, OutOfMemory = 4 };

/// A worker and the other end of its socket.
struct NewWorker {
  Descriptor socket;
  pid_t process = -1;  ///< -1: the system gives none
};

/// Forks a worker, which calls `in_worker` with its end of the socket first.
[[nodiscard]] NewWorker fork_worker(const Work& work, const Limits& limits,
                                    const std::function<void(int socket)>& in_worker);

/// In a process that is not the program any more: of what is open it keeps only the socket, a
/// signal that is meant for the program does not end it, a fault does, and it ends where its parent
/// is killed.
void leave_the_program(int socket);

/// Waits until the process has ended. The status of waitpid; -1: it is no child of this one.
[[nodiscard]] int wait_for_end(pid_t process);

/// The life of the nursery: serves `socket` until the other end is closed.
[[noreturn]] void run_nursery(int socket, const Work& work, const Limits& limits);

/// The same on another number where it has that of a standard stream, which the caller has closed.
[[nodiscard]] Descriptor above_streams(Descriptor descriptor);

/// Sends bytes and a descriptor, or receives them. -1: nothing was sent, there is nothing.
bool send_with_descriptor(int socket, const NurseryReply& reply, int descriptor);
[[nodiscard]] Descriptor receive_with_descriptor(int socket, NurseryReply& reply);

}  // namespace newshole::sandbox
