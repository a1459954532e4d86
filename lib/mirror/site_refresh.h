#pragma once
// One site's part of a run: its front pages, its stories, its menus.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mirror/run.h"
#include "mirror/site_menus.h"
#include "mirror/story_maker.h"
#include "pages/story_forms.h"

namespace newshole::mirror {

class SiteRefresh {
 public:
  SiteRefresh(const Run& run, const site::SiteProfile& profile);
  ~SiteRefresh() = default;
  SiteRefresh(const SiteRefresh&) = delete;
  SiteRefresh& operator=(const SiteRefresh&) = delete;
  SiteRefresh(SiteRefresh&&) = delete;
  SiteRefresh& operator=(SiteRefresh&&) = delete;

  /// Refreshes the site and adds it to the report. What goes wrong with the site or one of its
  /// stories is in the report; errors are those of the disk (Io), which end the run.
  [[nodiscard]] Status refresh();

  /// Sets all stories and menus anew from the state, without asking the site.
  [[nodiscard]] Status rebuild();

 private:
  /// A story of the front page. With a record it is, or will be, in the mirror.
  struct Entry {
    extract::Story story;
    std::optional<store::StoryRecord> record;
    bool is_file_missing = false;  ///< see StoryForms::is_missing
  };

  /// A page to ask for, and the entries whose stories it holds.
  struct PageOfStories {
    fetch::Request request;
    std::vector<std::size_t> entries;
  };

  /// Which stories are set anew.
  enum class Stories { All, Stale };

  [[nodiscard]] Status timed(Status (SiteRefresh::*part)());
  Status recover();
  Status refresh_site();
  Status rebuild_site();
  Status rebuild_stories(Stories which);
  Status rebuild_story(store::StoryRecord& record);
  Status publish_what_is_known();
  Status refresh_listed();
  Status recall();
  Status recall_front_page();
  Status list_stories();
  [[nodiscard]] std::vector<fetch::Request> front_page_requests() const;
  void merge_pages();
  void take_front_page(std::size_t index, Result<fetch::Answer> answer);
  void keep_at_hand(std::size_t index, const fetch::Answer& answer);
  Result<std::vector<extract::Story>> read_front_page(std::size_t index, const fetch::Page& page);
  [[nodiscard]] Result<std::vector<extract::Story>> recalled_stories(
      const store::Listing& listing) const;
  void save_listings();
  Status keep_stories_of_failed_pages();
  Status look_up_entries();
  void set_clock_right(Entry& entry);
  [[nodiscard]] std::vector<std::size_t> entries_to_fetch() const;
  [[nodiscard]] bool holds_items(const PageOfStories& page) const {
    return !entries_[page.entries.front()].story.url.fragment.empty();
  }
  [[nodiscard]] std::vector<PageOfStories> pages_of(const std::vector<std::size_t>& indices) const;
  [[nodiscard]] KnownText known_text(const Entry& entry) const;
  [[nodiscard]] bool is_settled(const Entry& entry) const;
  void make_stories(const PageOfStories& page, const Result<fetch::Answer>& answer,
                    StoryMaker& maker) const;
  [[nodiscard]] bool is_enough(const fetch::Answer& answer, const PageOfStories& page) const;
  [[nodiscard]] std::vector<PageOfStories> make_stories_at_hand(std::vector<PageOfStories> pages,
                                                                StoryMaker& maker) const;
  void ask_for(const std::vector<PageOfStories>& pages, StoryMaker& maker);
  Status fetch_stories();
  [[nodiscard]] bool is_up_to_date(const Entry& entry) const;
  [[nodiscard]] fetch::Request request_for(const Entry& entry) const;
  Status take_story(Entry& entry, const StoryMaker::Outcome& outcome);
  Status take_not_modified(Entry& entry);
  Status take_same_text(Entry& entry, const fetch::Validators& validators);
  Status take_made(Entry& entry, const MadeStory& story);
  Status pass_over(Entry& entry);
  void remove(Entry& entry);
  Status keep_old_story(Entry& entry, const Error& error);
  void retitle(Entry& entry);
  Status note_gone(Entry& entry);
  Status hold(Entry& entry, const MadeStory& story);
  [[nodiscard]] Result<Put> put_texts(const std::string& path,
                                      const std::vector<std::string>& files) const;
  [[nodiscard]] Result<Put> put_story(const StoryToSet& story,
                                      const std::vector<std::string>& texts);
  void remove_former_files(const store::StoryRecord& before) const;
  void touch_menus(const Entry& entry, const store::StoryRecord& now);
  Status save_story(Entry& entry, const MadeStory& story, const Put& put);
  [[nodiscard]] store::StoryRecord new_record(const Entry& entry, const MadeStory& story) const;
  void save_front_page();
  Status remove_old_stories();
  Status remove_before(std::chrono::sys_days day);
  void remove_story(const store::StoryRecord& story);
  Status publish_menus();
  void report_failure(const std::string& subject, const Error& error);

  std::uint64_t layout_ = 0;  // of stories
  pages::StoryForms forms_;   // at this address, for others ask it
  Run run_;
  const site::SiteProfile* profile_;
  SiteMenus menus_;
  SiteReport report_;
  std::vector<std::vector<extract::Story>> pages_;      // by front page; empty: it failed
  std::map<std::string, fetch::Answer> pages_at_hand_;  // front pages that hold whole stories
  std::vector<store::Listing> listings_before_;         // by front page
  std::vector<store::Listing> listings_;
  std::vector<store::StoryRecord> front_before_;
  std::optional<store::SiteRecord> site_before_;
  store::SiteRecord site_now_;
  std::uint64_t menu_layout_ = 0;
  std::uint64_t rules_ = 0;
  std::vector<Entry> entries_;
  bool has_changed_ = false;
  std::size_t passed_over_ = 0;  // stories that were not asked for before the run was to stop
};

}  // namespace newshole::mirror
