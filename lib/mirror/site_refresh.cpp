#include "mirror/site_refresh.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "mirror/stages/fetch_stories.h"
#include "mirror/stages/look_up.h"
#include "mirror/stages/plan.h"
#include "mirror/stages/recovery.h"
#include "mirror/stages/retention.h"
#include "mirror/stages/story_maker.h"

namespace newshole::mirror {
namespace {

bool lists_the_same(std::span<const store::StoryRecord> before,
                    std::span<const store::StoryRecord> now) {
  return std::equal(before.begin(), before.end(), now.begin(), now.end(),
                    [](const store::StoryRecord& a, const store::StoryRecord& b) {
                      return a.url == b.url && a.headline == b.headline;
                    });
}

std::vector<std::string> urls_of(std::span<const store::StoryRecord> stories) {
  std::vector<std::string> urls;
  for (const store::StoryRecord& story : stories) urls.push_back(story.url);
  return urls;
}

std::optional<UtcTime> last_success(const std::optional<store::SiteRecord>& site) {
  if (!site || site->last_success == UtcTime{}) return std::nullopt;
  return site->last_success;
}

pages::StoryForms forms_of(const Publisher& publisher, std::uint64_t layout) {
  return {[&publisher](const std::string& path) { return publisher.has_file(path); }, layout};
}

Error not_fetched(std::size_t deferred, std::size_t planned) {
  return {ErrorKind::Stopped, "asked to stop; " + std::to_string(deferred) + " of " +
                                  std::to_string(planned) + " stories were not fetched"};
}

}  // namespace

SiteRefresh::SiteRefresh(const RefreshOptions& options, const Source& source, OpenMirror& mirror,
                         const site::SiteProfile& profile, SiteReport& report)
    : options_(&options),
      source_(source),
      profile_(&profile),
      rules_{config::fingerprints_of(options.config, profile), profile.hosts},
      forms_(forms_of(mirror.output->publisher(), rules_.current.layout)),
      transaction_(mirror.state->begin()),
      site_{&profile, &mirror, &source.editions(), &forms_, &transaction_},
      menus_(site_),
      writer_(site_, menus_),
      report_(&report) {}

Status SiteRefresh::run() {
  if (!transaction_.status()) return transaction_.status();
  Result<Remembered> before = recall(site_.state(), *profile_);
  if (!before) return tl::unexpected(before.error());
  report_->last_success = last_success(before->site);
  const SiteAfter after = refresh_or_rebuild(*std::move(before));
  if (!after) return tl::unexpected(after.error());
  const Status status = transaction_.commit();
  if (status) report_->last_success = last_success(*after);
  return status;
}

SiteRefresh::SiteAfter SiteRefresh::refresh_or_rebuild(Remembered before) {
  if (!before.site) {
    // A mirror whose state was lost, or is of before there was one, still has its files.
    const Status recovered = recover_stories(site_, source_.now);
    if (!recovered) return tl::unexpected(recovered.error());
  }
  if (!before.site || !menus_.has_archive()) menus_.touch_all();
  return options_->task == Task::Rebuild ? rebuild(before) : refresh(std::move(before));
}

SiteRefresh::SiteAfter SiteRefresh::refresh(Remembered before) {
  const bool is_stale = before.site && before.site->layout != rules_.current.menu_layout;
  if (is_stale) {
    menus_.touch_all();
    const Status rebuilt = rebuild_stories(Stories::Stale);
    if (!rebuilt) return tl::unexpected(rebuilt.error());
    auto front = site_.state().front_page(profile_->name);
    if (!front) return tl::unexpected(front.error());
    before.front = *std::move(front);
  }
  FrontPages pages =
      list_stories(*profile_, before, {rules_.current.rules, options_->config.story_limit},
                   *source_.fetcher, source_.reader());
  for (const Failure& failure : pages.failures) site_.all->output->fail(failure);
  report_->listed = pages.stories.size();
  report_->front_page_failed = pages.stories.empty();
  if (!pages.stories.empty()) return refresh_listed(std::move(pages), before);
  return is_stale ? publish_known(before) : before.site;
}

SiteRefresh::SiteAfter SiteRefresh::refresh_listed(FrontPages pages, const Remembered& before) {
  save_listings(transaction_, profile_->name, pages.listings, before.listings);
  std::ranges::move(stories_of_failed_pages(pages, before), std::back_inserter(pages.stories));
  auto listed = look_up(std::move(pages.stories), before, site_);
  if (!listed) return tl::unexpected(listed.error());
  mend_clock(*listed);
  const Result<MadeStories> made = make_stories(*listed, pages);
  if (!made) return tl::unexpected(made.error());
  report_->front_page_failed = made->front.empty();
  return made->front.empty() ? before.site : publish_front_page(*made, before);
}

SiteRefresh::SiteAfter SiteRefresh::publish_front_page(const MadeStories& made,
                                                       const Remembered& before) {
  const bool is_same_list = lists_the_same(before.front, made.front);
  const bool is_changed = !before.site || !is_same_list || made.fates.have_news();
  if (is_changed) menus_.touch_front_page();
  const store::SiteRecord site{.name = profile_->name,
                               .title = profile_->title,
                               .last_change = is_changed ? source_.now : before.site->last_change,
                               .layout = rules_.current.menu_layout,
                               .rules = rules_.current.rules,
                               .last_success = source_.now};
  if (!is_same_list) transaction_.set_front_page(profile_->name, urls_of(made.front));
  if (before.site != site) transaction_.save(site);
  Status status = remove_old_stories();
  if (status) status = publish_menus(made.front, site.last_change);
  if (!status) return tl::unexpected(status.error());
  return site;
}

SiteRefresh::SiteAfter SiteRefresh::rebuild(const Remembered& before) {
  if (!before.site) {
    fail(profile_->name, {ErrorKind::NotFound, "nothing is known of this site yet"});
    return before.site;
  }
  menus_.touch_all();
  const Status rebuilt = rebuild_stories(Stories::All);
  if (!rebuilt) return tl::unexpected(rebuilt.error());
  return publish_known(before);
}

// The front page as it was, as today's configuration has it.
SiteRefresh::SiteAfter SiteRefresh::publish_known(const Remembered& before) {
  if (before.front.empty()) return before.site;
  store::SiteRecord site = *before.site;
  site.title = profile_->title;
  site.layout = rules_.current.menu_layout;
  if (site != *before.site) transaction_.save(site);
  const Status status = publish_menus(before.front, site.last_change);
  if (!status) return tl::unexpected(status.error());
  return site;
}

Status SiteRefresh::rebuild_stories(Stories which) {
  const Result<std::size_t> rebuilt =
      mirror::rebuild_stories(site_, writer_, rules_.current.layout, which);
  if (!rebuilt) return tl::unexpected(rebuilt.error());
  report_->rebuilt = *rebuilt;
  return {};
}

// Also of a story that is too old to be asked for again: it may only seem so.
void SiteRefresh::mend_clock(std::vector<Listed>& listed) {
  for (Listed& each : listed) {
    if (!each.before) continue;
    store::StoryRecord mended = *each.before;
    mended.first_seen = mended_first_seen(mended, source_.now);
    if (mended.first_seen == each.before->first_seen) continue;
    writer_.save_renamed(*each.before, mended);
    each.before = std::move(mended);
  }
}

Result<SiteRefresh::MadeStories> SiteRefresh::make_stories(const std::vector<Listed>& listed,
                                                           const FrontPages& pages) {
  const Plan planned = plan(listed, rules_, source_.now);
  report_->fetched = planned.stories;
  site_.all->output->progress().listed(profile_->name, report_->listed, planned.stories);
  std::vector<std::optional<store::StoryRecord>> records;
  for (const Listed& each : listed) records.push_back(each.before);
  MadeStories made;
  Status status;
  StoryMaker maker(*profile_, *source_.tools, source_.now, [&](std::size_t index, Made story) {
    if (!status) return;
    Result<Decision> decision = carry_out(listed[index], story);
    if (!decision) {
      status = tl::unexpected(decision.error());
      return;
    }
    made.fates.add(decision->fate);
    records[index] = std::move(decision->after);
  });
  fetch_stories(planned, pages.answers, *source_.fetcher, site_.all->output->progress(), maker);
  maker.finish();
  made.fates.report_to(*report_);
  if (const std::size_t deferred = made.fates.of(Fate::Deferred); deferred > 0) {
    fail(profile_->name, not_fetched(deferred, planned.stories));
  }
  if (status) status = site_.all->output->publish();
  if (!status) return tl::unexpected(status.error());
  for (std::optional<store::StoryRecord>& record : records) {
    if (record) made.front.push_back(*std::move(record));
  }
  return made;
}

Result<Decision> SiteRefresh::carry_out(const Listed& listed, const Made& made) {
  const Printed& printed = made.printed;
  report_->unknown_characters += printed.unknown_characters;
  Decision decision = decide(listed, made.outcome, rules_, source_.now);
  if (decision.save == Save::Text) {
    const Result<Put> put =
        writer_.put({listed.path, printed.article, decision.after->text_changed}, printed.files);
    if (!put) return tl::unexpected(put.error());
    decision = settled(std::move(decision), listed, *put);
  }
  if (decision.failure) fail(listed.story.url.text, *decision.failure);
  writer_.apply(decision, listed, printed);
  if (!writer_.status()) return tl::unexpected(writer_.status().error());
  return decision;
}

// Age is counted from the newest story, not by the clock, which may be wrong.
Status SiteRefresh::remove_old_stories() {
  const int days = options_->config.keep_days;
  if (days == 0) return {};
  const auto newest = site_.state().newest(profile_->name, 1);
  if (!newest) return tl::unexpected(newest.error());
  if (newest->empty()) return {};
  const Result<Retention> done = mirror::remove_old_stories(
      site_.state(), writer_, profile_->name, first_day_to_keep(newest->front(), days, source_.now),
      options_->removal);
  if (!done) return tl::unexpected(done.error());
  report_->removed = done->removed;
  if (done->refused) fail(profile_->name, *done->refused);
  return {};
}

Status SiteRefresh::publish_menus(std::span<const store::StoryRecord> front, UtcTime last_change) {
  const Status status = menus_.publish(front, last_change);
  report_->unknown_characters += menus_.unknown_characters();
  return status;
}

void SiteRefresh::fail(const std::string& subject, const Error& error) {
  site_.all->output->fail({profile_->name, subject, error});
}

}  // namespace newshole::mirror
