#include "mirror/site_refresh.h"

#include <algorithm>
#include <iterator>

#include "mirror/menus/correction_menus.h"
#include "mirror/stages/failures.h"
#include "mirror/stages/front_pages.h"
#include "mirror/stages/known_stories.h"
#include "mirror/stages/recovery.h"
#include "mirror/stages/story_corrections.h"
#include "mirror/stages/story_maker.h"
#include "mirror/stages/taken_down.h"
#include "pages/section_menus.h"
#include "press/story_parts.h"

namespace newshole::mirror {
namespace {

bool lists_the_same(std::span<const store::StoryRecord> before,
                    std::span<const store::StoryRecord> now) {
  return std::equal(before.begin(), before.end(), now.begin(), now.end(),
                    [](const store::StoryRecord& a, const store::StoryRecord& b) {
                      return a.url == b.url && a.headline == b.headline &&
                             a.path.empty() == b.path.empty();
                    });
}

std::vector<std::string> urls_of(std::span<const store::StoryRecord> stories) {
  std::vector<std::string> urls;
  for (const store::StoryRecord& story : stories) urls.push_back(story.url);
  return urls;
}

/// A story that the mirror cannot have, as its front page shows it.
store::StoryRecord on_the_web(const extract::Story& story) {
  return {.url = story.url.text, .path = "", .headline = story.headline, .section = ""};
}

bool has_a_story(const store::StoryRecords& front) {
  return std::ranges::any_of(front,
                             [](const store::StoryRecord& story) { return !story.path.empty(); });
}

std::optional<UtcTime> last_success(const std::optional<store::SiteRecord>& site) {
  if (!site || site->last_success == UtcTime{}) return std::nullopt;
  return site->last_success;
}

/// `cause` is that of the first.
Error not_fetched(const std::string& cause, std::size_t deferred, std::size_t planned) {
  return {ErrorKind::Stopped, cause + "; " + std::to_string(deferred) + " of " +
                                  std::to_string(planned) + " stories are left for the next run"};
}

/// A page may say "noarchive", or lead to what was taken down: where that counts, it is looked at.
bool takes_whole_texts(const config::Config& config, const site::SiteProfile& profile,
                       const TakenDown& taken_down) {
  return press::takes_whole_texts(&profile) && taken_down.keys().empty() &&
         config.noarchive != config::NoArchive::Omit;
}

using Of = store::FailureRecord::Of;

/// The order of the stages.
class SiteRefresh {
 public:
  SiteRefresh(const Run& run, OpenMirror& mirror, const site::SiteProfile& profile,
              SiteReport& report)
      : run_(run),
        taken_down_(*run.takedowns, profile),
        rules_{config::fingerprints_of(run.options.config, profile),
               site::hosts_of_pages(profile),
               run.options.config.noarchive,
               {},
               takes_whole_texts(run.options.config, profile, taken_down_),
               [this](const url::Url& target) { return taken_down_.may_follow(target); },
               profile.pause},
        forms_([&mirror](const std::string& path) { return mirror.publisher.has_file(path); },
               rules_.current.layout),
        transaction_(mirror.state.begin()),
        site_{profile, mirror, run.editions(), forms_, transaction_},
        menus_(site_),
        writer_(site_, menus_),
        failures_(site_, run.now, run.is_dry() ? Memory::Ignored : Memory::Heeded),
        corrections_(site_, menus_, writer_, run.now),
        report_(report) {}

  SiteRefresh(SiteRefresh&&) = delete;

  Status run() {
    if (!transaction_.status()) return transaction_.status();
    if (Status status = failures_.recall(); !status) return status;
    Result<Remembered> before = recall(site_.state(), site_.profile);
    if (!before) return tl::unexpected(before.error());
    report_.last_success = last_success(before->site);
    const SiteAfter after = refresh_or_rebuild(*std::move(before));
    if (!after) return tl::unexpected(after.error());
    const Status status = transaction_.commit();
    if (status) report_.last_success = last_success(*after);
    return status;
  }

 private:
  /// The site as the state has it now; nothing: it has never been mirrored.
  using SiteAfter = Result<std::optional<store::SiteRecord>>;

  SiteAfter refresh_or_rebuild(Remembered before) {
    if (Status status = know_stories(before); !status) return tl::unexpected(status.error());
    if (run_.options.task == Task::TakeDown && !must_publish_) return before.site;
    if (!before.site || !menus_.has_archive()) menus_.touch_all();
    if (must_publish_) {
      Result<Remembered> now = recall(site_.state(), site_.profile).and_then([&](Remembered it) {
        return it.site ? Result<Remembered>(std::move(it)) : adopted(std::move(it));
      });
      if (!now) return tl::unexpected(now.error());
      before = *std::move(now);
    }
    return run_.options.task == Task::Rebuild ? rebuild(before) : refresh(std::move(before));
  }

  // Recovers the stories of a mirror whose state was lost, or is of before there was one, and
  // removes those that were taken down.
  Status know_stories(const Remembered& before) {
    const std::size_t others = site_.all.report.taken_down.size();
    Status status = before.site ? Status() : recover_stories(site_, taken_down_, run_.now);
    is_state_lost_ = !before.site;
    if (status) status = remove_taken_down(site_, writer_, taken_down_);
    must_publish_ = site_.all.report.taken_down.size() > others;
    if (must_publish_) menus_.touch_front_page();
    return status;
  }

  // A mirror whose state was lost, so that nobody knows its front page: the newest stories stand on
  // it until a run has seen the site's.
  Result<Remembered> adopted(Remembered before) {
    auto newest = site_.state().newest(site_.name(), pages::kSectionStories);
    if (!newest) return tl::unexpected(newest.error());
    before.front = *std::move(newest);
    before.site = store::SiteRecord{.name = site_.name(),
                                    .title = site_.profile.title,
                                    .last_change = run_.now,
                                    .layout = rules_.current.menu_layout,
                                    .last_news = last_news(before, before.front)};
    transaction_.save(*before.site);
    transaction_.set_front_page(site_.name(), urls_of(before.front));
    return before;
  }

  SiteAfter refresh(Remembered before) {
    const bool is_stale = before.site && before.site->layout != rules_.current.menu_layout;
    if (is_stale) {
      menus_.touch_all();
      const Status rebuilt = rebuild_stories(Stories::Stale);
      if (!rebuilt) return tl::unexpected(rebuilt.error());
      auto front = site_.state().front_page(site_.name());
      if (!front) return tl::unexpected(front.error());
      before.front = *std::move(front);
    }
    if (run_.options.task == Task::TakeDown) return publish_known(before);
    if (lacks_texts(before.front)) forget_answers(before.listings);
    FrontPages pages = list_stories(
        site_.profile, before,
        {run_.turns(rules_.current.rules), story_limit(), &taken_down_, before.front.size()},
        run_.fetcher, run_.tools.front());
    note_failures(pages);
    for (std::string& text : pages.notices)
      site_.all.report.notices.push_back({site_.name(), std::move(text)});
    save_answers(pages.listings, before.listings);
    report_.listed = pages.stories.size();
    report_.front_page_failed = pages.stories.empty() && pages.taken_down == 0;
    misfit_ = pages.misfit;
    if (!pages.stories.empty()) return refresh_listed(std::move(pages), before);
    return is_stale || must_publish_ ? publish_known(before) : before.site;
  }

  // One that is gone for good and not asked for is no better for that.
  void note_failures(const FrontPages& pages) {
    std::set<std::string> failing;
    for (const Failure& failure : pages.failures) {
      failing.insert(failure.subject);
      failures_.add({.of = Of::FrontPage, .subject = failure.subject}, failure.error);
    }
    for (const store::Listing& page : pages.listings) {
      if (page.ended) failing.insert(page.page);
    }
    failures_.drop_others(Of::FrontPage, failing);
  }

  // What a folder has of a page says nothing of when to ask its site again.
  void save_answers(std::vector<store::Listing>& pages, const std::vector<store::Listing>& before) {
    for (std::size_t i = 0; i < pages.size(); ++i) {
      if (run_.options.source == PageSource::Folder) pages[i].answered.reset();
      if (pages[i] == before[i]) continue;
      if (pages[i].links == before[i].links) {
        transaction_.save_answer(site_.name(), pages[i]);
      } else {
        transaction_.save(site_.name(), pages[i]);
      }
    }
  }

  // The next request is for the whole page.
  static void forget_answers(std::vector<store::Listing>& pages) {
    for (store::Listing& page : pages) page.rules = 0;
  }

  // Only its feed has the text of such a story again.
  [[nodiscard]] bool lacks_texts(const store::StoryRecords& front) const {
    return std::ranges::any_of(front, [this](const store::StoryRecord& story) {
      return extract::is_of_feed(story.origin) &&
             std::ranges::any_of(run_.options.config.editions, [&](const config::Edition& edition) {
               return forms_.is_missing(edition, story);
             });
    });
  }

  [[nodiscard]] std::size_t story_limit() const {
    const std::size_t of_site = site_.profile.story_limit.value_or(run_.options.config.story_limit);
    return run_.options.story_limit.value_or(of_site);
  }

  SiteAfter refresh_listed(FrontPages pages, const Remembered& before) {
    for (extract::Story& story : stories_of_failed_pages(pages, before)) {
      pages.known.insert(story.url.text);
      pages.stories.push_back(std::move(story));
    }
    auto listed = look_up(pages, before, site_);
    if (!listed) return tl::unexpected(listed.error());
    if (Status status = know_sections(); !status) return tl::unexpected(status.error());
    if (Status status = mend_clock(*listed); !status) return tl::unexpected(status.error());
    if (Status status = leave_out_omitted(*listed); !status) return tl::unexpected(status.error());
    recall_failures(*listed, pages);
    const Result<store::StoryRecords> front = make_stories(*listed, pages, before.front);
    if (!front) return tl::unexpected(front.error());
    if (has_unused_texts_) {
      const std::vector<store::Listing> saved = pages.listings;
      forget_answers(pages.listings);
      save_answers(pages.listings, saved);
    }
    report_.front_page_failed = !has_a_story(*front);
    if (has_a_story(*front)) return publish_front_page(*front, before);
    return must_publish_ && before.site ? publish_known(before) : before.site;
  }

  SiteAfter publish_front_page(const store::StoryRecords& front, const Remembered& before) {
    const bool is_same_list = lists_the_same(before.front, front);
    const bool is_changed = !before.site || !is_same_list || has_news(report_);
    if (is_changed) menus_.touch_front_page();
    const store::SiteRecord site{.name = site_.name(),
                                 .title = site_.profile.title,
                                 .last_change = is_changed ? run_.now : before.site->last_change,
                                 .layout = rules_.current.menu_layout,
                                 .rules = rules_.current.rules,
                                 .last_success = run_.now,
                                 .misfit_told = misfit_told(before),
                                 .last_news = last_news(before, front)};
    if (!is_same_list) transaction_.set_front_page(site_.name(), urls_of(front));
    if (before.site != site) transaction_.save(site);
    return remove_unlisted(site_, writer_)
        .and_then([&](std::size_t unlisted) {
          report_.removed = unlisted;
          return remove_old_stories(site_, writer_, {run_.now, run_.options.removal, failures_});
        })
        .and_then([&](std::size_t old) {
          report_.removed += old;
          return publish_menus(front, site);
        })
        .transform([&] { return std::optional(site); });
  }

  // Of a mirror whose state was lost, when the last of its stories came.
  [[nodiscard]] UtcTime last_news(const Remembered& before,
                                  std::span<const store::StoryRecord> front) const {
    if (has_come_) return run_.now;
    if (before.site) return before.site->last_news;
    UtcTime last{};
    for (const store::StoryRecord& story : front)
      if (!story.path.empty()) last = std::max(last, story.first_seen);
    return last;
  }

  // Says that the profile does not fit, at most once a day, and gives when that was said.
  std::optional<UtcTime> misfit_told(const Remembered& before) {
    const auto told = before.site ? before.site->misfit_told : std::nullopt;
    if (!misfit_.is_any() || !is_to_be_told(told, run_.now)) return told;
    for (std::string& line : in_words(misfit_))
      site_.all.report.notices.push_back({site_.name(), std::move(line)});
    return run_.now;
  }

  SiteAfter rebuild(const Remembered& before) {
    if (!before.site) {
      site_.fail(site_.name(), {ErrorKind::NotFound, "nothing is known of this site yet"});
      return before.site;
    }
    menus_.touch_all();
    return rebuild_stories(Stories::All).and_then([&] { return publish_known(before); });
  }

  // The front page as it was, but for what was removed, as today's configuration has it.
  SiteAfter publish_known(const Remembered& before) {
    const auto front = site_.state().front_page(site_.name());
    if (!front) return tl::unexpected(front.error());
    if (front->empty() && !must_publish_) return before.site;
    store::SiteRecord site = *before.site;
    site.title = site_.profile.title;
    site.layout = rules_.current.menu_layout;
    if (site != *before.site) transaction_.save(site);
    return publish_menus(*front, site).transform([&] { return std::optional(site); });
  }

  Status rebuild_stories(Stories which) {
    return mirror::rebuild_stories(site_, writer_, rules_.current.layout, which)
        .transform([&](std::size_t rebuilt) { report_.rebuilt = rebuilt; });
  }

  Status know_sections() {
    return site_.state().sections(site_.name()).map([&](const std::vector<store::Section>& known) {
      for (const store::Section& section : known) rules_.sections.insert(section.folder);
    });
  }

  // Also of a story that is too old to be asked for again: it may only seem so.
  Status mend_clock(std::vector<Listed>& listed) {
    return try_each(listed, [this](Listed& each) -> Status {
      if (!each.before) return {};
      store::StoryRecord mended = *each.before;
      mended.first_seen = mended_first_seen(mended, run_.now);
      if (mended.first_seen == each.before->first_seen) return {};
      const bool stays = store::archive_day(mended) == store::archive_day(*each.before);
      writer_.save_renamed(*each.before, mended);
      each.before = std::move(mended);
      return stays ? Status() : set_again(*each.before);
    });
  }

  // Its text leads to its day.
  Status set_again(store::StoryRecord& story) {
    return rebuild_story(site_, writer_, rules_.current.layout, story)
        .transform([&](std::size_t rebuilt) {
          if (rebuilt > 0) story.layout = rules_.current.layout;
        });
  }

  // Those that an earlier run omitted are not asked for again while they are listed.
  Status leave_out_omitted(std::vector<Listed>& listed) {
    auto omitted = site_.state().omitted(site_.name());
    if (!omitted) return tl::unexpected(omitted.error());
    const bool are_omitted = rules_.no_archive == config::NoArchive::Omit;
    std::erase_if(listed, [&](const Listed& each) {
      const std::string& url = each.story.url.text;
      const bool is_kept = each.before && each.before->no_archive;
      if (!are_omitted || (!is_kept && !omitted->contains(url))) return false;
      if (is_kept) transaction_.add_omitted(site_.name(), url);
      if (is_kept) remove(*each.before);
      omitted->erase(url);
      return true;
    });
    for (const std::string& url : *omitted) transaction_.drop_omitted(site_.name(), url);
    return transaction_.status();
  }

  void remove(const store::StoryRecord& story) {
    writer_.remove(story);
    must_publish_ = true;
  }

  // Those that are not listed any more are forgotten, unless a front page that failed lists them.
  void recall_failures(std::vector<Listed>& listed, const FrontPages& pages) {
    std::set<std::string> urls;
    for (Listed& each : listed) {
      const std::string& url = each.story.url.text;
      urls.insert(url);
      const store::FailureRecord* failed = failures_.find(Of::Story, url);
      // Menus name the copy, so that one whose file is gone cannot wait.
      const bool is_missing = each.before && each.files == Files::Missing;
      if (failed == nullptr || is_missing || run_.turns(0).visit == Visit::Now) continue;
      each.retry = retry_of(*failed, each, rules_, run_.now);
      if (each.retry == Retry::Resting) ++report_.failing;
    }
    if (pages.failures.empty() && pages.ended == 0) failures_.drop_others(Of::Story, urls);
  }

  // Of stories that the mirror does not have those that failed. One that was linked stays so.
  void add_web_links(const std::vector<Listed>& listed, const store::StoryRecords& front_before,
                     std::vector<std::optional<store::StoryRecord>>& records) const {
    std::set<std::string_view> linked;
    for (const store::StoryRecord& story : front_before) {
      if (story.path.empty()) linked.insert(story.url);
    }
    for (std::size_t i = 0; i < listed.size(); ++i) {
      const std::string& url = listed[i].story.url.text;
      if (records[i] || failures_.find(Of::Story, url) == nullptr) continue;
      if (linked.contains(url) || failures_.leads_to_web(url, share_of(report_)))
        records[i] = on_the_web(listed[i].story);
    }
  }

  Result<store::StoryRecords> make_stories(const std::vector<Listed>& listed,
                                           const FrontPages& pages,
                                           const store::StoryRecords& front_before) {
    const Plan planned = plan(listed, rules_, run_.now);
    report_.fetched = planned.stories - planned.texts;
    site_.all.progress.listed(site_.name(), report_.listed, report_.fetched);
    std::vector<std::optional<store::StoryRecord>> records;
    for (const Listed& each : listed) records.push_back(each.before);
    std::size_t deferred = 0;
    std::string cause;
    Status status;
    StoryMaker maker(site_.profile, run_.tools, run_.time(), [&](std::size_t index, Made story) {
      if (!status) return;
      Result<Decision> decision = carry_out(listed[index], story);
      if (!decision) {
        status = tl::unexpected(decision.error());
        return;
      }
      // A page that was taken for no story was not read without the profile.
      const bool is_refused = decision->fate == Fate::Kept || decision->fate == Fate::Absent;
      if (!is_refused) note_misfit(story.outcome);
      count(decision->fate, report_);
      if (decision->fate == Fate::Deferred && ++deferred == 1)
        cause = story.outcome.error().message;
      const bool has_text = !listed[index].text.html.empty();
      has_unused_texts_ = has_unused_texts_ || (has_text && decision->fate == Fate::Deferred);
      records[index] = std::move(decision->after);
    });
    fetch_stories(planned, pages.answers, run_.fetcher, site_.all.progress, maker);
    maker.finish();
    add_web_links(listed, front_before, records);
    weigh(report_, site_.all.report.failures);
    if (deferred > 0) site_.fail(site_.name(), not_fetched(cause, deferred, planned.stories));
    if (status) status = site_.all.publish();
    if (!status) return tl::unexpected(status.error());
    store::StoryRecords front;
    for (std::optional<store::StoryRecord>& record : records) {
      if (record) front.push_back(*std::move(record));
    }
    return front;
  }

  void note_misfit(const Outcome& outcome) {
    if (!outcome) return;
    std::visit(
        [this](const auto& text) {
          if constexpr (requires { text.overruled; }) {
            if (text.overruled) misfit_.add_text(*text.overruled);
          }
        },
        *outcome);
  }

  Result<Decision> carry_out(const Listed& listed, Made& made) {
    Printed& printed = made.printed;
    report_.unknown_characters += printed.unknown_characters;
    Decision decision = decide(listed, made.outcome, rules_, run_.now);
    if (decision.save == Save::Text) {
      const Result<Put> put = corrections_.put(listed, decision, printed);
      if (!put) return tl::unexpected(put.error());
      decision = settled(std::move(decision), listed, *put);
    }
    const Status marked = corrections_.mark(listed, decision);
    if (!marked) return tl::unexpected(marked.error());
    note_failure(listed, decision);
    tell_news(listed, decision.fate);
    if (decision.fate == Fate::Omitted)
      transaction_.add_omitted(site_.name(), listed.story.url.text);
    must_publish_ = must_publish_ || decision.save == Save::Removal;
    // Its files may be those of a run that was killed.
    has_come_ = has_come_ || (!listed.before && decision.after);
    writer_.apply(decision, listed, printed);
    if (!writer_.status()) return tl::unexpected(writer_.status().error());
    return decision;
  }

  void tell_news(const Listed& listed, Fate fate) {
    static const std::map<Fate, Event> kEvents = {
        {Fate::Added, Event::Added}, {Fate::Changed, Event::Changed}, {Fate::Gone, Event::Gone}};
    const auto event = kEvents.find(fate);
    const bool was_gone = listed.before && listed.before->gone;
    if (event == kEvents.end() || (fate == Fate::Gone && was_gone)) return;
    if (fate == Fate::Gone) ++report_.newly_gone;
    site_.all.progress.heard(
        {site_.name(), event->second, listed.story.headline, listed.story.url.text});
  }

  void note_failure(const Listed& listed, const Decision& decision) {
    const std::string& url = listed.story.url.text;
    if (!decision.failure && decision.fate == Fate::Deferred) return;
    if (!decision.failure || decision.fate == Fate::Held) failures_.drop(Of::Story, url);
    if (!decision.failure) return;
    ++report_.failing;
    if (decision.fate == Fate::Held)
      return site_.all.fail({site_.name(), url, *decision.failure, Gravity::Minor});
    failures_.add(
        {.subject = url, .headline = listed.story.headline, .rules = rules_.current.rules},
        *decision.failure);
  }

  Status publish_menus(std::span<const store::StoryRecord> front, const store::SiteRecord& site) {
    // Menus that are written now name none of the pages that nobody knows.
    Status status = is_state_lost_ ? remove_lost_pages(site_) : Status();
    if (status) status = menus_.publish({front, site.last_change, site.last_news});
    report_.unknown_characters += menus_.stories().unknown_characters();
    return status;
  }

  const Run& run_;
  TakenDown taken_down_;
  Rules rules_;
  pages::StoryForms forms_;
  store::Transaction transaction_;
  SiteMirror site_;
  SiteMenus menus_;
  StoryWriter writer_;
  SiteFailures failures_;
  StoryCorrections corrections_;
  SiteReport& report_;
  Misfit misfit_;
  bool has_unused_texts_ = false;  // of feeds, of stories that the mirror does not have
  bool has_come_ = false;          // a story
  bool is_state_lost_ = false;     // or there has been none
  bool must_publish_ = false;      // menus on the disk name what was removed
};

}  // namespace

Status refresh_site(const Run& run, OpenMirror& mirror, const site::SiteProfile& profile,
                    SiteReport& report) {
  return SiteRefresh(run, mirror, profile, report).run();
}

}  // namespace newshole::mirror
