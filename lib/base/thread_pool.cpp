#include "base/thread_pool.h"

#include <system_error>

namespace newshole {

ThreadPool::ThreadPool(std::size_t most_threads, StartThread start)
    : most_threads_(most_threads), start_(std::move(start)) {
  // So that no allocation can fail once a thread runs.
  threads_.reserve(most_threads);
}

void ThreadPool::post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (is_closed_) return;
    if (tasks_.size() >= idle_) start_another();
    if (!threads_.empty()) {
      tasks_.push_back(std::move(task));
      changed_.notify_one();
      return;
    }
  }
  const std::lock_guard one_at_a_time(by_caller_);
  task(0);
}

std::size_t ThreadPool::waiting() const {
  const std::lock_guard lock(mutex_);
  return tasks_.size();
}

void ThreadPool::close() {
  std::deque<Task> dropped;
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    dropped.swap(tasks_);
  }
  dropped.clear();
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void ThreadPool::start_another() {
  if (threads_.size() >= most_threads_) return;
  try {
    threads_.push_back(start_([this, thread = threads_.size()] { work(thread); }));
  } catch (const std::system_error&) {
    most_threads_ = threads_.size();
  }
}

void ThreadPool::work(std::size_t thread) {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    changed_.wait(lock, [this] { return is_closed_ || !tasks_.empty(); });
    --idle_;
    if (is_closed_) return;
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task(thread);
    task = {};
    lock.lock();
  }
}

}  // namespace newshole
