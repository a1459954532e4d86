#pragma once
// What failed in the runs before: so that it is told once and tried less and less. Internal to this
// module.
//
// Remembered are stories, front pages and settings, whatever the cause but the disk's and a stop:
// these are told in each run.

#include <map>

#include "mirror/open_mirror.h"
#include "mirror/stages/story.h"

namespace newshole::mirror {

/// A cause as a word: "http-status-404", "timeout".
[[nodiscard]] std::string cause_word(const Error& error);

/// Whether the operator is told of a failure: if it is new, if its cause was not told before, and
/// once more when it has lasted a day. Pure.
[[nodiscard]] bool is_news(const store::FailureRecord& known, std::string_view cause, UtcTime now);

/// Whether a story that failed is tried again in this run: as often as a story that was first seen
/// when it first failed is looked at again (plan.h), and then once a week. At once where the story
/// has another headline now, or is read by other rules. Pure.
[[nodiscard]] Retry retry_of(const store::FailureRecord& known, const Listed& listed,
                             const Rules& rules, UtcTime now);

/// How many of a site's listed stories fail: no more than a fifth, or more, so that rather the site
/// is at fault than a story.
enum class Share { Few, Many };
[[nodiscard]] Share share_of(const SiteReport& site);

/// Whether a run minds what earlier ones have told.
enum class Memory {
  Heeded,
  Ignored  ///< somebody looks on, and is told all
};

/// The failures of a site.
class SiteFailures {
 public:
  /// Without any.
  SiteFailures(const SiteMirror& mirror, UtcTime now, Memory memory)
      : mirror_(&mirror), now_(now), memory_(memory) {}
  SiteFailures(SiteFailures&&) = delete;

  /// Reads those of the state. Errors: Io.
  [[nodiscard]] Status recall();

  /// As it is known; null: it did not fail.
  [[nodiscard]] const store::FailureRecord* find(store::FailureRecord::Of of,
                                                 const std::string& subject) const;

  /// Reports a failure and notes it. Of `failure` the kind, the subject, the headline and the rules
  /// are taken.
  void add(store::FailureRecord failure, const Error& error);
  /// Whether readers are to be led to the web for a story that the mirror does not have: once it
  /// has failed for two hours; before that, where few fail, if it is not expected to come.
  [[nodiscard]] bool leads_to_web(const std::string& url, Share share) const;
  /// It is well, or nobody asks for it any more.
  void drop(store::FailureRecord::Of of, const std::string& subject);
  /// Drops all of a kind but these.
  void drop_others(store::FailureRecord::Of of, const std::set<std::string>& subjects);

 private:
  using Key = std::pair<store::FailureRecord::Of, std::string>;
  [[nodiscard]] Gravity gravity_of(const store::FailureRecord* known,
                                   const store::FailureRecord& failure,
                                   const std::string& cause) const;

  const SiteMirror* mirror_;
  UtcTime now_;
  Memory memory_;
  std::map<Key, store::FailureRecord> known_;
  std::set<std::string> hopeless_;  // URLs of stories that failed for good in this run
};

/// Makes what is Minor for the site Serious, if many of its stories fail.
void weigh(const SiteReport& site, std::vector<Failure>& failures);

}  // namespace newshole::mirror
