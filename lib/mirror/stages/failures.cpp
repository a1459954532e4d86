#include "mirror/stages/failures.h"

#include <algorithm>
#include <array>

#include "base/join.h"
#include "mirror/stages/plan.h"

namespace newshole::mirror {
namespace {

using Of = store::FailureRecord::Of;

constexpr std::chrono::hours kDayOfFailures{24};
constexpr std::chrono::hours kLongestRest{7 * 24};

// The state may have no room for it, or the operator is needed; another run begins anew.
bool is_remembered(const Error& error) {
  constexpr std::array kNever = {ErrorKind::Io, ErrorKind::Internal, ErrorKind::Stopped};
  return std::ranges::find(kNever, error.kind) == kNever.end();
}

bool was_told(const store::FailureRecord& known, std::string_view cause) {
  const auto words = split(known.told, ' ');
  return std::ranges::find(words, cause) != words.end();
}

bool has_lasted_a_day(const store::FailureRecord& known, UtcTime at) {
  return at - known.first_failed + kPunctuality >= kDayOfFailures;
}

}  // namespace

std::string cause_word(const Error& error) {
  std::string word(reason_name(error.kind));
  if (error.status != 0) word += "-" + std::to_string(error.status);
  return word;
}

bool is_news(const store::FailureRecord& known, std::string_view cause, UtcTime now) {
  if (!was_told(known, cause)) return true;
  return has_lasted_a_day(known, now) && !has_lasted_a_day(known, known.last_told);
}

Retry retry_of(const store::FailureRecord& known, const Listed& listed, const Rules& rules,
               UtcTime now) {
  if (known.headline != listed.story.headline || known.rules != rules.current.rules)
    return Retry::Due;
  if (known.last_tried > now + kPunctuality) return Retry::Due;
  const std::chrono::seconds between =
      time_between_looks(now - known.first_failed).value_or(kLongestRest);
  return now - known.last_tried + kPunctuality >= between ? Retry::Due : Retry::Resting;
}

Status SiteFailures::recall() {
  auto known = mirror_->state().failures(mirror_->name());
  if (!known) return tl::unexpected(known.error());
  for (store::FailureRecord& each : *known) {
    // A clock that was ahead.
    each.first_failed = std::min(each.first_failed, now_);
    Key key(each.of, each.subject);
    known_.emplace(std::move(key), std::move(each));
  }
  return {};
}

const store::FailureRecord* SiteFailures::find(Of of, const std::string& subject) const {
  const auto found = known_.find(Key(of, subject));
  return found == known_.end() ? nullptr : &found->second;
}

Gravity SiteFailures::gravity_of(const store::FailureRecord* known,
                                 const store::FailureRecord& failure,
                                 const std::string& cause) const {
  const bool is_known =
      memory_ == Memory::Heeded && known != nullptr && !is_news(*known, cause, now_);
  if (is_known) return Gravity::Known;
  return failure.of == Of::Story ? Gravity::Minor : Gravity::Serious;
}

void SiteFailures::add(store::FailureRecord failure, const Error& error) {
  if (!is_remembered(error)) return mirror_->fail(failure.subject, error);
  const store::FailureRecord* known = find(failure.of, failure.subject);
  const std::string cause = failure.of == Of::Setting ? failure.headline : cause_word(error);
  const Gravity gravity = gravity_of(known, failure, cause);
  std::optional<UtcTime> since;
  if (known != nullptr && known->first_failed < now_) since = known->first_failed;
  const std::string& subject = failure.of == Of::Setting ? mirror_->name() : failure.subject;
  mirror_->all.fail({mirror_->name(), subject, error, gravity, since});
  failure.cause = error.message;
  failure.told = known == nullptr ? "" : known->told;
  if (!was_told(failure, cause)) failure.told += (failure.told.empty() ? "" : " ") + cause;
  failure.first_failed = since.value_or(now_);
  failure.last_tried = now_;
  failure.last_told = gravity == Gravity::Known ? known->last_told : now_;
  if (failure.of == Of::Story && !may_succeed_later(error)) hopeless_.insert(failure.subject);
  mirror_->transaction.save(mirror_->name(), failure);
  known_.insert_or_assign(Key(failure.of, failure.subject), std::move(failure));
}

bool SiteFailures::leads_to_web(const std::string& url, Share share) const {
  constexpr std::chrono::hours kLong{2};
  const store::FailureRecord* failed = find(Of::Story, url);
  if (failed == nullptr) return false;
  if (now_ - failed->first_failed >= kLong) return true;
  return share == Share::Few && hopeless_.contains(url);
}

void SiteFailures::drop(Of of, const std::string& subject) {
  const auto found = known_.find(Key(of, subject));
  if (found == known_.end()) return;
  mirror_->transaction.drop_failure(mirror_->name(), found->second);
  known_.erase(found);
}

void SiteFailures::drop_others(Of of, const std::set<std::string>& subjects) {
  std::vector<std::string> others;
  for (const auto& [key, failure] : known_) {
    if (key.first == of && !subjects.contains(key.second)) others.push_back(key.second);
  }
  for (const std::string& subject : others) drop(of, subject);
}

Share share_of(const SiteReport& site) {
  constexpr std::size_t kFifth = 5;
  return site.failing * kFifth <= site.listed ? Share::Few : Share::Many;
}

void weigh(const SiteReport& site, std::vector<Failure>& failures) {
  if (share_of(site) == Share::Few) return;
  for (Failure& failure : failures) {
    const bool is_of_site = failure.site == site.site;
    if (is_of_site && failure.gravity == Gravity::Minor) failure.gravity = Gravity::Serious;
  }
}

}  // namespace newshole::mirror
