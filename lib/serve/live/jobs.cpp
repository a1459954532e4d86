#include "serve/live/jobs.h"

#include <algorithm>
#include <utility>

namespace newshole::serve {

std::string address_to_fetch(const LiveTarget& target) {
  return url::without_fragment(target.url).text;
}

LiveJobs::Joined LiveJobs::join(LiveAsker& asker) {
  const std::string address = address_to_fetch(asker.target);
  const std::scoped_lock lock(mutex_);
  if (is_closed_) return Waits();
  if (auto page = cache_.find(asker.target.url.text, clock_->tick())) return page;
  const auto known = jobs_.find(address);
  const bool is_first = known == jobs_.end();
  if (is_first && !has_room_for(asker.target.url)) {
    return Error{ErrorKind::Busy, "too many pages are being read, try again later"};
  }
  if (!is_first && known->second.askers.size() >= limits_.max_askers_per_page) {
    return Error{ErrorKind::Busy, "too many wait for this page, try again later"};
  }
  Job& job = jobs_[address];
  job.host = asker.target.url.host;
  job.askers.push_back(std::move(asker));
  if (!is_first) return Waits();
  const auto whole = cache_.find(address, clock_->tick());
  if (whole && whole->source) return whole->source;
  return IsFirst();
}

bool LiveJobs::has_room_for(const url::Url& url) const {
  const auto of_host = std::count_if(jobs_.begin(), jobs_.end(),
                                     [&](const auto& job) { return job.second.host == url.host; });
  return jobs_.size() < limits_.max_pages &&
         static_cast<std::size_t>(of_host) < limits_.max_pages_per_host;
}

std::optional<LiveTarget> LiveJobs::unmade(const std::string& address, const Pages& made) const {
  const std::scoped_lock lock(mutex_);
  const auto job = jobs_.find(address);
  if (job == jobs_.end()) return std::nullopt;
  for (const LiveAsker& asker : job->second.askers) {
    if (!made.contains(asker.target.url.text)) return asker.target;
  }
  return std::nullopt;
}

bool LiveJobs::finish(const std::string& address, const Pages& made) {
  const std::scoped_lock replies(replying_);
  std::vector<LiveAsker> askers;
  {
    const std::scoped_lock lock(mutex_);
    keep(made);
    const auto job = jobs_.find(address);
    if (job == jobs_.end()) return true;
    for (const LiveAsker& asker : job->second.askers) {
      if (!made.contains(asker.target.url.text)) return false;
    }
    askers = std::move(job->second.askers);
    jobs_.erase(job);
  }
  for (const LiveAsker& asker : askers) {
    asker.reply(to_answer(*made.at(asker.target.url.text), asker.form, asker.here));
  }
  return true;
}

void LiveJobs::keep(const Pages& made) {
  const Tick now = clock_->tick();
  for (const auto& [url, page] : made) {
    const bool is_good = page->outcome == Outcome::Menu;
    cache_.put(url, page, now + (is_good ? limits_.fresh : limits_.fresh_failure));
  }
}

void LiveJobs::close() {
  const std::scoped_lock no_reply(replying_);
  std::map<std::string, Job> dropped;
  const std::scoped_lock lock(mutex_);
  is_closed_ = true;
  dropped.swap(jobs_);
}

std::size_t LiveJobs::cached_bytes() const {
  const std::scoped_lock lock(mutex_);
  return cache_.bytes();
}

}  // namespace newshole::serve
