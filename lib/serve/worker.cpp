#include "serve/worker.h"

#include <string>
#include <system_error>
#include <utility>

namespace newshole::serve {

Result<std::unique_ptr<WorkerThread>> WorkerThread::create() {
  std::unique_ptr<WorkerThread> worker(new WorkerThread());
  try {
    worker->thread_ = std::thread([self = worker.get()] { self->run(); });
  } catch (const std::system_error& error) {
    return fail(ErrorKind::Internal, std::string("no thread for work: ") + error.what());
  }
  return worker;
}

WorkerThread::~WorkerThread() {
  {
    const std::scoped_lock lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void WorkerThread::post(Task task) {
  {
    const std::scoped_lock lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void WorkerThread::run() {
  while (const Task task = next()) task();
}

/// Empty at the end.
Worker::Task WorkerThread::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_ending_ || !tasks_.empty(); });
  if (is_ending_) return {};
  Task task = std::move(tasks_.front());
  tasks_.pop_front();
  return task;
}

}  // namespace newshole::serve
