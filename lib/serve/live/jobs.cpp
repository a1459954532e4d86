#include "serve/live/jobs.h"

#include <algorithm>
#include <utility>

namespace newshole::serve {

LiveJobs::LiveJobs(const LiveLimits& limits, const Clock& clock)
    : limits_(limits),
      clock_(&clock),
      cache_(limits.cache_bytes),
      queue_({limits.max_at_work, limits.max_pages, limits.max_pages_per_address}),
      of_address_(limits.of_address),
      of_site_(limits.of_site) {}

LiveJobs::Joined LiveJobs::join(LiveAsker& asker) {
  // A server never gets a fragment.
  const url::Url url = url::without_fragment(asker.target.url);
  const std::scoped_lock lock(mutex_);
  if (is_closed_) return Waits();
  const Tick now = clock_->tick();
  if (auto page = cache_.find(asker.target.url.text, now)) return page;
  const auto known = jobs_.find(url.text);
  if (known != jobs_.end()) {
    Job& job = known->second;
    if (job.askers.size() >= limits_.max_askers_per_page)
      return Error{ErrorKind::Busy, "too many wait for this page, try again later"};
    wait_for(job, std::move(asker));
    return Waits();
  }
  const auto whole = cache_.find(url.text, now);
  const Fetched fetched = whole ? whole->source : nullptr;
  if (const Status admitted = admit(asker, fetched); !admitted) return admitted.error();
  wait_for(jobs_.emplace(url.text, Job{url, fetched, now}).first->second, std::move(asker));
  return Waits();
}

// Of several networks whose clients wait for a page, the first that has a turn has it read.
void LiveJobs::wait_for(Job& job, LiveAsker asker) {
  const std::string& network = asker.client.network;
  const bool has_line = std::ranges::any_of(
      job.askers, [&](const LiveAsker& each) { return each.client.network == network; });
  const bool may_line_up = queue_.room_for(network) == FairQueue<std::string>::Room::Free;
  if (!job.network && !has_line && may_line_up) queue_.push(network, job.url.text);
  job.askers.push_back(std::move(asker));
}

Status LiveJobs::admit(const LiveAsker& asker, const Fetched& fetched) {
  using Room = FairQueue<std::string>::Room;
  const std::string& network = asker.client.network;
  const std::string& host = asker.target.url.host;
  const Room room = queue_.room_for(network);
  if (room == Room::Full || jobs_of(host) >= limits_.max_pages_per_host)
    return fail(ErrorKind::Busy, "too many pages are being read, try again later");
  if (room == Room::FullOfNetwork)
    return fail(ErrorKind::Busy, "too many pages for your address, try again later");
  if (fetched) return {};
  const Tick now = clock_->tick();
  // The client's first: a client that is refused must not use up what others may ask of the site.
  if (!of_address_.take(network, now))
    return fail(ErrorKind::Busy, "too many pages for your address, try again later");
  if (!of_site_.take(host, now))
    return fail(ErrorKind::Busy, "this site is asked for too many pages, try again later");
  return {};
}

std::size_t LiveJobs::jobs_of(const std::string& host) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(jobs_, [&](const auto& job) { return job.second.url.host == host; }));
}

std::optional<LiveJobs::Turn> LiveJobs::next() {
  const std::scoped_lock lock(mutex_);
  while (const auto turn = queue_.next()) {
    const auto job = jobs_.find(turn->work);
    if (job != jobs_.end() && !job->second.network) {
      job->second.network = turn->network;
      return Turn{job->second.url, job->second.fetched, job->second.since};
    }
    queue_.finish(turn->network);
  }
  return std::nullopt;
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
    if (job->second.network) queue_.finish(*job->second.network);
    jobs_.erase(job);
  }
  for (const LiveAsker& asker : askers) {
    asker.reply(to_answer(*made.at(asker.target.url.text), asker.form, asker.client.here));
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
