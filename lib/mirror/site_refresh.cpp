#include "mirror/site_refresh.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>

#include "base/fingerprint.h"
#include "extract/stored_article.h"
#include "mirror/plan.h"
#include "mirror/recovery.h"
#include "pages/story_path.h"
#include "text/charset/output_charset.h"

namespace newshole::mirror {
namespace {

// Raised when a new version sets pages in another way, so that old ones are made anew.
constexpr std::string_view kLayoutVersion = "2";
// The same for what it reads out of pages.
constexpr std::string_view kRulesVersion = "1";

void add_edition(Fingerprinter& layout, const config::Edition& edition) {
  layout.add(edition.name);
  layout.add(text::name_of(edition.charset));
  layout.add(edition.width);
  layout.add(edition.menu_width);
  layout.add(static_cast<std::int64_t>(edition.menu_measure));
  layout.add(static_cast<std::int64_t>(edition.dialect));
  layout.add(static_cast<std::int64_t>(edition.links));
  layout.add(static_cast<std::int64_t>(edition.article_view));
}

std::uint64_t layout_of(const config::Config& config, const site::SiteProfile& profile) {
  Fingerprinter layout;
  layout.add(kLayoutVersion);
  layout.add(config.host);
  layout.add(config.port);
  layout.add(config.selector_prefix);
  for (const config::Edition& edition : config.editions) add_edition(layout, edition);
  layout.add(profile.title);
  layout.add(profile.tagline);
  layout.add(profile.web);
  for (const std::string& line : profile.banner) layout.add(line);
  for (const std::string& line : profile.narrow_banner) layout.add(line);
  return layout.value();
}

// Of what only the front page shows besides: no story is set anew for it.
std::uint64_t menu_layout_of(const config::Config& config, std::uint64_t layout) {
  Fingerprinter menus;
  menus.add(static_cast<std::int64_t>(layout));
  menus.add(static_cast<std::int64_t>(config.search.kind));
  menus.add(config.search.script);
  return menus.value();
}

std::uint64_t rules_of(const site::SiteProfile& profile) {
  Fingerprinter rules;
  rules.add(kRulesVersion);
  rules.add(static_cast<std::int64_t>(profile.revision));
  return rules.value();
}

// A page that answers, but holds less than this part of the text that was there, is more likely a
// fault than the story (PROMISES: N8).
bool has_shrunk(std::int64_t words_before, std::int64_t words) {
  return words * 10 < words_before * 3;
}

bool says_gone(const Error& error) {
  constexpr long kNotFound = 404;
  constexpr long kGone = 410;
  return error.kind == ErrorKind::HttpStatus &&
         (error.status == kNotFound || error.status == kGone);
}

bool is_same_list(std::span<const store::StoryRecord> before,
                  std::span<const store::StoryRecord> now) {
  return std::equal(before.begin(), before.end(), now.begin(), now.end(),
                    [](const store::StoryRecord& a, const store::StoryRecord& b) {
                      return a.url == b.url && a.headline == b.headline;
                    });
}

// Whether menus name the story otherwise, or others do.
bool is_named_otherwise(const store::StoryRecord& before, const store::StoryRecord& now) {
  return before.headline != now.headline || before.section != now.section ||
         before.path != now.path || before.layout != now.layout ||
         store::archive_day(before) != store::archive_day(now);
}

// The clock may have been wrong when the story came, or may be so now: it was not seen after now,
// nor, once the day has come that the site gives it, before that.
UtcTime first_seen_by(const store::StoryRecord& story, UtcTime now) {
  const UtcTime day = story.date ? UtcTime(*story.date) : UtcTime::min();
  const UtcTime seen = std::min(story.first_seen, std::max(now, day));
  return now < day ? seen : std::max(seen, day);
}

store::Listing listing_of(const fetch::Page& page, const std::string& url,
                          const std::vector<extract::Story>& stories) {
  store::Listing listing{.page = url, .validators = page.validators};
  if (page.validators == fetch::Validators{}) return listing;
  for (const extract::Story& story : stories) {
    listing.links.push_back({story.url.text, story.headline});
  }
  return listing;
}

Run with_forms(Run run, const pages::StoryForms& forms) {
  run.forms = &forms;
  return run;
}

/// The first of `total` requests that has no answer yet, told of each answer once.
class FirstMissing {
 public:
  explicit FirstMissing(std::size_t total) : is_here_(total, false) {}

  /// The total if none is missing any more.
  std::size_t after(std::size_t index) {
    is_here_[index] = true;
    while (first_ < is_here_.size() && is_here_[first_]) ++first_;
    return first_;
  }

 private:
  std::vector<bool> is_here_;
  std::size_t first_ = 0;
};

}  // namespace

SiteRefresh::SiteRefresh(const Run& run, const site::SiteProfile& profile)
    : layout_(layout_of(run.options->config, profile)),
      forms_([publisher =
                  run.publisher](const std::string& path) { return publisher->has_file(path); },
             layout_),
      run_(with_forms(run, forms_)),
      profile_(&profile),
      menus_(run_, profile),
      menu_layout_(menu_layout_of(run.options->config, layout_)),
      rules_(rules_of(profile)) {
  report_.site = profile.name;
}

Status SiteRefresh::refresh() {
  return timed(&SiteRefresh::refresh_site);
}

Status SiteRefresh::rebuild() {
  return timed(&SiteRefresh::rebuild_site);
}

Status SiteRefresh::timed(Status (SiteRefresh::*part)()) {
  const Tick began = run_.clock->tick();
  const fetch::Traffic before = run_.fetcher->traffic();
  run_.progress->began(profile_->name);
  Status status = run_.transaction->status();
  if (status) status = recall();
  if (status && !site_before_) status = recover();
  if (status && !menus_.has_archive()) menus_.touch_all();
  if (status) status = (this->*part)();
  if (status) status = run_.transaction->commit();
  if (status) status = update_index(run_);
  run_.fresh->clear();
  if (status) status = remove_pending(run_);
  report_.ended_early = !status;
  const UtcTime before_now = site_before_ ? site_before_->last_success : UtcTime{};
  const UtcTime last_success = status ? site_now_.last_success : before_now;
  if (last_success != UtcTime{}) report_.last_success = last_success;
  report_.seconds = std::chrono::duration<double>(run_.clock->tick() - began).count();
  report_.traffic = run_.fetcher->traffic().since(before);
  run_.report->sites.push_back(std::move(report_));
  return status;
}

// A mirror whose state was lost, or is of before there was one, still has its files.
Status SiteRefresh::recover() {
  menus_.touch_all();
  return recover_stories(run_, *profile_);
}

Status SiteRefresh::refresh_site() {
  const bool is_stale = site_before_ && site_before_->layout != menu_layout_;
  Status status = is_stale ? rebuild_stories(Stories::Stale) : Status{};
  if (status && is_stale) status = recall_front_page();
  if (is_stale) menus_.touch_all();
  if (status) status = list_stories();
  if (status && !report_.front_page_failed) return refresh_listed();
  return status && is_stale ? publish_what_is_known() : status;
}

Status SiteRefresh::rebuild_site() {
  if (!site_before_) {
    report_failure(profile_->name, {ErrorKind::NotFound, "nothing is known of this site yet"});
    return {};
  }
  menus_.touch_all();
  Status status = rebuild_stories(Stories::All);
  return status ? publish_what_is_known() : status;
}

// In batches, so that an archive of any size takes the same memory.
Status SiteRefresh::rebuild_stories(Stories which) {
  constexpr int kBatch = 200;
  std::string last;
  while (true) {
    auto stories = run_.state->stories_after(profile_->name, last, kBatch);
    if (!stories) return tl::unexpected(stories.error());
    if (stories->empty()) return {};
    last = stories->back().url;
    for (store::StoryRecord& record : *stories) {
      if (which == Stories::Stale && record.layout == layout_) continue;
      if (Status status = rebuild_story(record); !status) return status;
    }
    if (Status status = publish_staged(run_); !status) return status;
  }
}

Status SiteRefresh::rebuild_story(store::StoryRecord& record) {
  const Result<std::string> stored = run_.state->article(profile_->name, record.url);
  if (!stored) return tl::unexpected(stored.error());
  // A state of an older version has none: the story stays as it is.
  if (stored->empty()) return {};
  const Result<extract::Article> article = extract::from_stored(*stored);
  if (!article) {
    report_failure(record.url, article.error());
    return {};
  }
  const SetStory set = set_story(*article, *profile_, record.text_changed, *run_.editions);
  const Result<Put> done = put_story({record.path, *article, record.text_changed}, set.files);
  if (!done) return tl::unexpected(done.error());
  if (done->outcome == Put::Outcome::Refused) {
    report_failure(record.path, {ErrorKind::Io, done->obstacle});
    return {};
  }
  ++report_.rebuilt;
  remove_former_files(record);
  record.layout = layout_;
  run_.transaction->save(profile_->name, record);
  return run_.transaction->status();
}

// The menus as they were, in today's form.
Status SiteRefresh::publish_what_is_known() {
  if (front_before_.empty()) return {};
  store::SiteRecord site = *site_before_;
  site.title = profile_->title;
  site.layout = menu_layout_;
  if (site != *site_before_) run_.transaction->save(site);
  const Status& status = run_.transaction->status();
  return status ? menus_.publish(front_before_, site.last_change) : status;
}

Status SiteRefresh::refresh_listed() {
  Status status = look_up_entries();
  if (status) status = fetch_stories();
  if (status) status = publish_staged(run_);
  if (!status) return status;
  std::erase_if(entries_, [](const Entry& entry) { return !entry.record; });
  if (entries_.empty()) {
    report_.front_page_failed = true;
    return {};
  }
  save_front_page();
  status = remove_old_stories();
  if (status) status = run_.transaction->status();
  return status ? publish_menus() : status;
}

void SiteRefresh::report_failure(const std::string& subject, const Error& error) {
  run_.report->failures.push_back({profile_->name, subject, error});
}

Status SiteRefresh::recall_front_page() {
  Result<std::vector<store::StoryRecord>> front = run_.state->front_page(profile_->name);
  if (!front) return tl::unexpected(front.error());
  front_before_ = *std::move(front);
  return {};
}

Status SiteRefresh::recall() {
  if (Status status = recall_front_page(); !status) return status;
  Result<std::optional<store::SiteRecord>> site = run_.state->site(profile_->name);
  if (!site) return tl::unexpected(site.error());
  site_before_ = *std::move(site);
  if (site_before_) site_now_ = *site_before_;
  for (const url::Url& page : profile_->front_pages) {
    Result<store::Listing> listing = run_.state->listing(profile_->name, page.text);
    if (!listing) return tl::unexpected(listing.error());
    listings_before_.push_back(*std::move(listing));
  }
  listings_ = listings_before_;
  return {};
}

Status SiteRefresh::list_stories() {
  const std::vector<fetch::Request> requests = front_page_requests();
  pages_.resize(requests.size());
  run_.fetcher->fetch_all(requests, [this](std::size_t index, Result<fetch::Answer> answer) {
    take_front_page(index, std::move(answer));
  });
  merge_pages();
  report_.front_page_failed = entries_.empty();
  report_.listed = entries_.size();
  if (report_.front_page_failed) return {};
  save_listings();
  return keep_stories_of_failed_pages();
}

// A listing that was read by other rules than today's is asked for anew.
std::vector<fetch::Request> SiteRefresh::front_page_requests() const {
  const bool are_same_rules = site_before_ && site_before_->rules == rules_;
  std::vector<fetch::Request> requests;
  for (std::size_t i = 0; i < profile_->front_pages.size(); ++i) {
    fetch::Request& request = requests.emplace_back();
    request.url = profile_->front_pages[i];
    if (are_same_rules) request.validators = listings_before_[i].validators;
  }
  return requests;
}

void SiteRefresh::merge_pages() {
  std::unordered_set<std::string> seen;
  for (std::vector<extract::Story>& page : pages_) {
    for (extract::Story& story : page) {
      if (seen.insert(story.url.text).second) entries_.emplace_back().story = std::move(story);
    }
  }
}

void SiteRefresh::take_front_page(std::size_t index, Result<fetch::Answer> answer) {
  Result<std::vector<extract::Story>> stories =
      std::move(answer).and_then([&](const fetch::Answer& it) {
        keep_at_hand(index, it);
        const auto* page = std::get_if<fetch::Page>(&it);
        return page == nullptr ? recalled_stories(listings_before_[index])
                               : read_front_page(index, *page);
      });
  if (!stories) {
    report_failure(profile_->front_pages[index].text, stories.error());
    return;
  }
  const std::size_t limit = run_.options->config.story_limit;
  if (limit != 0 && stories->size() > limit) {
    stories->erase(stories->begin() + static_cast<std::ptrdiff_t>(limit), stories->end());
  }
  pages_[index] = *std::move(stories);
}

void SiteRefresh::keep_at_hand(std::size_t index, const fetch::Answer& answer) {
  if (profile_->stories.items.empty()) return;
  const auto* page = std::get_if<fetch::Page>(&answer);
  const url::Url& url = page == nullptr ? profile_->front_pages[index] : page->url;
  pages_at_hand_.insert_or_assign(site::canonical_story_url(url, *profile_).value_or(url).text,
                                  answer);
}

Result<std::vector<extract::Story>> SiteRefresh::read_front_page(std::size_t index,
                                                                 const fetch::Page& page) {
  Result<std::vector<extract::Story>> stories = run_.reader->stories(page, *profile_);
  if (stories) {
    listings_[index] = listing_of(page, profile_->front_pages[index].text, *stories);
  }
  return stories;
}

Result<std::vector<extract::Story>> SiteRefresh::recalled_stories(
    const store::Listing& listing) const {
  std::vector<extract::Story> stories;
  for (const store::Listing::Link& link : listing.links) {
    Result<url::Url> url = url::parse_url(link.url);
    if (!url) continue;
    const auto facts = site::story_path_facts(*url, *profile_);
    if (!facts) continue;
    stories.push_back({*std::move(url), link.headline, facts->section, facts->date});
  }
  if (!stories.empty()) return stories;
  return fail(ErrorKind::NotArticle, "not modified, but nobody knows what it listed");
}

void SiteRefresh::save_listings() {
  for (std::size_t i = 0; i < listings_.size(); ++i) {
    if (listings_[i] != listings_before_[i]) run_.transaction->save(profile_->name, listings_[i]);
  }
}

// Nobody knows which stories a page listed that did not come, so none leaves the menu today.
Status SiteRefresh::keep_stories_of_failed_pages() {
  if (std::none_of(pages_.begin(), pages_.end(), [](const auto& page) { return page.empty(); })) {
    return {};
  }
  std::unordered_set<std::string> listed;
  for (const Entry& entry : entries_) listed.insert(entry.story.url.text);
  for (const store::StoryRecord& story : front_before_) {
    Result<url::Url> url = url::parse_url(story.url);
    if (listed.contains(story.url) || !url) continue;
    entries_.emplace_back().story = {.url = *std::move(url), .headline = story.headline};
  }
  return {};
}

Status SiteRefresh::look_up_entries() {
  std::unordered_map<std::string_view, const store::StoryRecord*> front;
  for (const store::StoryRecord& story : front_before_) front.emplace(story.url, &story);
  for (Entry& entry : entries_) {
    if (const auto known = front.find(entry.story.url.text); known != front.end()) {
      entry.record = *known->second;
    } else {
      auto record = run_.state->story(profile_->name, entry.story.url.text);
      if (!record) return tl::unexpected(record.error());
      entry.record = *std::move(record);
    }
    entry.is_file_missing =
        entry.record && std::ranges::any_of(*run_.editions, [&](const EditionSetter& setter) {
          return forms_.is_missing(*setter.edition, *entry.record);
        });
    set_clock_right(entry);
  }
  return run_.transaction->status();
}

// Also of a story that is too old to be asked for again: it may only seem so.
void SiteRefresh::set_clock_right(Entry& entry) {
  if (!entry.record) return;
  const store::StoryRecord before = *entry.record;
  entry.record->first_seen = first_seen_by(before, run_.now);
  if (entry.record->first_seen == before.first_seen) return;
  menus_.touch(before);
  menus_.touch(*entry.record);
  run_.transaction->save(profile_->name, *entry.record);
}

// What was made otherwise than it would be today is made anew, whatever the site says of it.
bool SiteRefresh::is_up_to_date(const Entry& entry) const {
  return entry.record && !entry.is_file_missing && entry.record->layout == layout_ &&
         entry.record->rules == rules_;
}

std::vector<std::size_t> SiteRefresh::entries_to_fetch() const {
  std::vector<ListedStory> stories;
  for (const Entry& entry : entries_) {
    ListedStory& story = stories.emplace_back();
    story.headline = entry.story.headline;
    if (!is_up_to_date(entry)) continue;
    story.known =
        KnownStory{entry.record->headline, entry.record->first_seen, entry.record->last_fetched};
  }
  return stories_to_fetch(stories, run_.now);
}

fetch::Request SiteRefresh::request_for(const Entry& entry) const {
  fetch::Request request{.url = entry.story.url, .validators = {}, .hosts = profile_->hosts};
  if (is_up_to_date(entry)) request.validators = entry.record->validators;
  return request;
}

// One page may hold several stories, and is asked for once.
std::vector<SiteRefresh::PageOfStories> SiteRefresh::pages_of(
    const std::vector<std::size_t>& indices) const {
  std::vector<PageOfStories> pages;
  std::unordered_map<std::string, std::size_t> places;
  for (const std::size_t index : indices) {
    const std::string page = url::without_fragment(entries_[index].story.url).text;
    const auto [place, is_new] = places.emplace(page, pages.size());
    if (is_new) {
      pages.push_back({request_for(entries_[index]), {}});
      pages.back().request.url = url::without_fragment(entries_[index].story.url);
    } else {
      // What did not change since one of them was made may be news to another.
      pages[place->second].request.validators = {};
    }
    pages[place->second].entries.push_back(index);
  }
  return pages;
}

KnownText SiteRefresh::known_text(const Entry& entry) const {
  if (!entry.record) return {};
  return {entry.record->content, entry.record->text_changed, is_settled(entry)};
}

// The same text would change nothing: neither a file, nor what is kept, nor what menus say of it.
bool SiteRefresh::is_settled(const Entry& entry) const {
  if (!is_up_to_date(entry)) return false;
  const store::StoryRecord& record = *entry.record;
  const extract::Story& listed = entry.story;
  return !record.held && !record.gone && record.headline == listed.headline &&
         record.path == pages::story_path(listed.url, *profile_) &&
         (!listed.section || pages::section_name(*listed.section) == record.section) &&
         (!listed.date || std::chrono::sys_days(*listed.date) == record.date);
}

void SiteRefresh::make_stories(const PageOfStories& page, const Result<fetch::Answer>& answer,
                               StoryMaker& maker) const {
  for (const std::size_t index : page.entries) {
    Result<fetch::Answer> own = answer;
    if (auto* held = own ? std::get_if<fetch::Page>(&*own) : nullptr) {
      held->url = entries_[index].story.url;
    }
    maker.add(index, std::move(own), known_text(entries_[index]));
  }
}

// That a page did not change is news enough for what was made of it.
bool SiteRefresh::is_enough(const fetch::Answer& answer, const PageOfStories& page) const {
  return std::holds_alternative<fetch::Page>(answer) ||
         std::ranges::all_of(page.entries, [this](std::size_t index) {
           const Entry& entry = entries_[index];
           return is_up_to_date(entry) && entry.record->last_fetched && !entry.record->held;
         });
}

// Front pages that hold whole stories are here already.
std::vector<SiteRefresh::PageOfStories> SiteRefresh::make_stories_at_hand(
    std::vector<PageOfStories> pages, StoryMaker& maker) const {
  std::vector<PageOfStories> rest;
  for (PageOfStories& page : pages) {
    const auto held = pages_at_hand_.find(page.request.url.text);
    if (held == pages_at_hand_.end() || !is_enough(held->second, page)) {
      rest.push_back(std::move(page));
    } else {
      make_stories(page, held->second, maker);
    }
  }
  return rest;
}

void SiteRefresh::ask_for(const std::vector<PageOfStories>& pages, StoryMaker& maker) {
  std::vector<fetch::Request> requests;
  requests.reserve(pages.size());
  for (const PageOfStories& page : pages) requests.push_back(page.request);
  FirstMissing first_missing(requests.size());
  run_.fetcher->fetch_all(requests, [&](std::size_t index, Result<fetch::Answer> answer) {
    const std::size_t next = first_missing.after(index);
    run_.progress->fetched({requests[index].url.text,
                            next < requests.size() ? requests[next].url.text : std::string_view(),
                            run_.fetcher->traffic().bytes_on_the_wire});
    // A page that is one story needs no copy.
    if (!holds_items(pages[index])) {
      const std::size_t entry = pages[index].entries.front();
      return maker.add(entry, std::move(answer), known_text(entries_[entry]));
    }
    make_stories(pages[index], answer, maker);
  });
}

Status SiteRefresh::fetch_stories() {
  const std::vector<std::size_t> indices = entries_to_fetch();
  report_.fetched = indices.size();
  run_.progress->listed(profile_->name, report_.listed, indices.size());
  Status status;
  StoryMaker maker(*profile_, *run_.story_tools, run_.now,
                   [&](std::size_t index, const StoryMaker::Outcome& outcome) {
                     if (status) status = take_story(entries_[index], outcome);
                   });
  ask_for(make_stories_at_hand(pages_of(indices), maker), maker);
  maker.finish();
  if (passed_over_ > 0) {
    report_failure(
        profile_->name,
        {ErrorKind::Stopped, "asked to stop; " + std::to_string(passed_over_) + " of " +
                                 std::to_string(indices.size()) + " stories were not fetched"});
  }
  return status;
}

Status SiteRefresh::take_story(Entry& entry, const StoryMaker::Outcome& outcome) {
  if (!outcome && outcome.error().kind == ErrorKind::Stopped) return pass_over(entry);
  if (!outcome) {
    const bool is_kept = says_gone(outcome.error()) && entry.record && !entry.is_file_missing;
    return is_kept ? note_gone(entry) : keep_old_story(entry, outcome.error());
  }
  if (const auto* story = std::get_if<MadeStory>(&*outcome)) return take_made(entry, *story);
  const auto* same = std::get_if<SameText>(&*outcome);
  return same == nullptr ? take_not_modified(entry) : take_same_text(entry, same->validators);
}

// A menu that names a story shows the headline that is listed now.
void SiteRefresh::retitle(Entry& entry) {
  if (entry.record->headline != entry.story.headline) menus_.touch(*entry.record);
  entry.record->headline = entry.story.headline;
}

Status SiteRefresh::take_not_modified(Entry& entry) {
  if (!is_up_to_date(entry)) {
    return keep_old_story(entry, {ErrorKind::NotArticle, "not modified, but there is no copy"});
  }
  const bool is_titled_anew = entry.record->headline != entry.story.headline;
  retitle(entry);
  entry.record->last_fetched = run_.now;
  entry.record->gone.reset();
  ++report_.unchanged;
  if (is_titled_anew) {
    run_.transaction->save(profile_->name, *entry.record);
  } else {
    run_.transaction->save_look(profile_->name, *entry.record);
  }
  return run_.transaction->status();
}

Status SiteRefresh::take_same_text(Entry& entry, const fetch::Validators& validators) {
  ++report_.unchanged;
  entry.record->last_fetched = run_.now;
  entry.record->validators = validators;
  run_.transaction->save_look(profile_->name, *entry.record);
  return run_.transaction->status();
}

// What the site took down stays here as it was.
Status SiteRefresh::note_gone(Entry& entry) {
  retitle(entry);
  ++report_.gone;
  entry.record->last_fetched = run_.now;
  if (!entry.record->gone) entry.record->gone = run_.now;
  run_.transaction->save(profile_->name, *entry.record);
  return run_.transaction->status();
}

Status SiteRefresh::hold(Entry& entry, const MadeStory& story) {
  ++report_.held;
  entry.record->held = run_.now;
  return keep_old_story(
      entry, {ErrorKind::NotArticle, "its text shrank from " + std::to_string(entry.record->words) +
                                         " words to " + std::to_string(story.words) +
                                         "; held for one run"});
}

Status SiteRefresh::take_made(Entry& entry, const MadeStory& story) {
  report_.unknown_characters += story.unknown_characters;
  if (entry.record && !entry.is_file_missing && !entry.record->held &&
      has_shrunk(entry.record->words, story.words)) {
    return hold(entry, story);
  }
  const std::string path = pages::story_path(entry.story.url, *profile_);
  const Result<Put> put = put_story({path, story.article, story.text_changed}, story.files);
  if (!put) return tl::unexpected(put.error());
  if (put->outcome == Put::Outcome::Refused) {
    return keep_old_story(entry, {ErrorKind::Io, put->obstacle});
  }
  return save_story(entry, story, *put);
}

// Staged as soon as one edition's file is, refused as soon as something stands in the way of one.
Result<Put> SiteRefresh::put_texts(const std::string& path,
                                   const std::vector<std::string>& files) const {
  Put all;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const config::Edition& edition = *(*run_.editions)[i].edition;
    if (!pages::has_text_view(edition)) continue;
    Result<Put> put = run_.publisher->put(pages::path_in(edition, path), files[i]);
    if (!put) return tl::unexpected(put.error());
    if (put->outcome == Put::Outcome::Refused) return put;
    if (put->outcome == Put::Outcome::Staged) all = *std::move(put);
  }
  return all;
}

// Texts first, for menus name them.
Result<Put> SiteRefresh::put_story(const StoryToSet& story, const std::vector<std::string>& texts) {
  Result<Put> text = put_texts(story.path, texts);
  if (!text || text->outcome == Put::Outcome::Refused) return text;
  Result<Put> menu = menus_.put_first(story);
  return menu && menu->outcome == Put::Outcome::Unchanged ? text : menu;
}

// The files of another view or dialect; what today's form needs must not be removed after all.
void SiteRefresh::remove_former_files(const store::StoryRecord& before) const {
  if (forms_.is_current(before)) return;
  for (const EditionSetter& setter : *run_.editions) {
    const pages::StoryFiles files = pages::story_files(*setter.edition, before.path);
    for (const std::string& path : files.own) run_.transaction->drop_pending_removal(path);
    for (const std::string& path : files.others) {
      if (run_.publisher->has_file(path)) run_.transaction->add_pending_removal(path);
    }
  }
}

// As if it had not been listed yet: the next run will see to it.
Status SiteRefresh::pass_over(Entry& entry) {
  ++passed_over_;
  if (entry.is_file_missing) remove(entry);
  return run_.transaction->status();
}

void SiteRefresh::remove(Entry& entry) {
  menus_.touch(*entry.record);
  entry.record.reset();
  run_.transaction->remove_story(profile_->name, entry.story.url.text);
}

// The menu shows the headline that is listed now; what hangs on it is tried again in the next run.
Status SiteRefresh::keep_old_story(Entry& entry, const Error& error) {
  report_failure(entry.story.url.text, error);
  if (!entry.record) return {};
  if (entry.is_file_missing) {
    remove(entry);
    return run_.transaction->status();
  }
  menus_.touch(*entry.record);
  entry.record->headline = entry.story.headline;
  entry.record->last_fetched.reset();
  run_.transaction->save(profile_->name, *entry.record);
  return run_.transaction->status();
}

store::StoryRecord SiteRefresh::new_record(const Entry& entry, const MadeStory& story) const {
  store::StoryRecord record = entry.record.value_or(store::StoryRecord{
      .url = entry.story.url.text, .first_seen = run_.now, .last_changed = run_.now});
  record.path = pages::story_path(entry.story.url, *profile_);
  record.headline = entry.story.headline;
  record.content = story.content;
  record.last_fetched = run_.now;
  record.layout = layout_;
  record.rules = rules_;
  record.validators = story.validators;
  record.text_changed = story.text_changed;
  record.gone.reset();
  record.held.reset();
  record.words = story.words;
  if (entry.story.date) {
    record.date = std::chrono::sys_days(*entry.story.date);
  } else if (story.article.published) {
    record.date = std::chrono::floor<std::chrono::days>(*story.article.published);
  }
  record.first_seen = first_seen_by(record, run_.now);
  return record;
}

// The story's own menu, and those that name it.
void SiteRefresh::touch_menus(const Entry& entry, const store::StoryRecord& now) {
  const bool is_set_alike = entry.record && !entry.is_file_missing &&
                            entry.record->content == now.content &&
                            entry.record->layout == now.layout;
  if (!is_set_alike) menus_.set_anew(now);
  if (entry.record && !is_named_otherwise(*entry.record, now)) return;
  if (entry.record) menus_.touch(*entry.record);
  menus_.touch(now);
}

Status SiteRefresh::save_story(Entry& entry, const MadeStory& story, const Put& put) {
  store::StoryRecord record = new_record(entry, story);
  const std::string section = entry.story.section.value_or(story.article.section.value_or(""));
  if (!section.empty()) record.section = pages::section_name(section);
  const bool is_new = !entry.record && put.outcome == Put::Outcome::Staged;
  // Of a story that only its file tells of nobody knows what it said.
  const bool is_known = entry.record && entry.record->content != 0;
  const bool is_changed = is_known && entry.record->content != record.content;
  if (is_new) {
    ++report_.added;
  } else if (is_changed) {
    ++report_.changed;
  } else {
    ++report_.unchanged;
  }
  if (is_new || is_changed) record.last_changed = run_.now;
  has_changed_ = has_changed_ || is_new || is_changed;
  touch_menus(entry, record);
  if (entry.record) remove_former_files(*entry.record);
  entry.record = record;
  run_.transaction->save(profile_->name, record);
  run_.transaction->save_article(profile_->name, record.url, story.stored);
  run_.fresh->keep(profile_->name, record.url, story.article);
  if (!section.empty())
    run_.transaction->save(profile_->name, store::Section{record.section, section});
  return run_.transaction->status();
}

void SiteRefresh::save_front_page() {
  std::vector<std::string> urls;
  std::vector<store::StoryRecord> stories;
  for (const Entry& entry : entries_) {
    urls.push_back(entry.record->url);
    stories.push_back(*entry.record);
  }
  const bool is_same = is_same_list(front_before_, stories);
  if (!site_before_ || !is_same || has_changed_) menus_.touch_front_page();
  store::SiteRecord site{profile_->name, profile_->title, run_.now, menu_layout_, rules_, run_.now};
  if (site_before_ && is_same && !has_changed_) site.last_change = site_before_->last_change;
  if (!is_same) run_.transaction->set_front_page(profile_->name, urls);
  if (site_before_ != site) run_.transaction->save(site);
  site_now_ = std::move(site);
}

// Age is counted from the newest story, not by the clock, which may be wrong.
Status SiteRefresh::remove_old_stories() {
  const int days = run_.options->config.keep_days;
  if (days == 0) return {};
  const auto newest = run_.state->newest(profile_->name, 1);
  if (!newest) return tl::unexpected(newest.error());
  if (newest->empty()) return {};
  const std::chrono::sys_days today = std::chrono::floor<std::chrono::days>(run_.now);
  const auto limit = std::min(store::archive_day(newest->front()), today) - std::chrono::days(days);
  const auto old = run_.state->archive().count_before(profile_->name, limit);
  const auto all = run_.state->archive().count_stories(profile_->name);
  if (!old || !all) return tl::unexpected(old ? all.error() : old.error());
  if (*old * 2 > *all && run_.options->removal == Removal::Careful) {
    report_failure(profile_->name,
                   {ErrorKind::Config, std::to_string(*old) + " of " + std::to_string(*all) +
                                           " stories are older than keep_days; more than half goes "
                                           "only with --force"});
    return {};
  }
  return *old == 0 ? Status{} : remove_before(limit);
}

Status SiteRefresh::remove_before(std::chrono::sys_days day) {
  constexpr int kBatch = 500;
  while (true) {
    const auto stories = run_.state->archive().stories_before(profile_->name, day, kBatch);
    if (!stories) return tl::unexpected(stories.error());
    if (stories->empty()) return {};
    for (const store::StoryRecord& story : *stories) remove_story(story);
    if (!run_.transaction->status()) return run_.transaction->status();
  }
}

void SiteRefresh::remove_story(const store::StoryRecord& story) {
  menus_.touch(story);
  ++report_.removed;
  run_.transaction->remove_story(profile_->name, story.url);
  for (const EditionSetter& setter : *run_.editions) {
    pages::StoryFiles files = pages::story_files(*setter.edition, story.path);
    if (!forms_.is_current(story)) std::ranges::move(files.others, std::back_inserter(files.own));
    for (const std::string& path : files.own) run_.transaction->add_pending_removal(path);
  }
}

Status SiteRefresh::publish_menus() {
  std::vector<store::StoryRecord> stories;
  for (Entry& entry : entries_) stories.push_back(*std::move(entry.record));
  Status status = menus_.publish(stories, site_now_.last_change);
  report_.unknown_characters += menus_.unknown_characters();
  return status;
}

}  // namespace newshole::mirror
