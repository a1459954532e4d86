#pragma once
// Which menus of a site have to be made, and making them, in all editions. Internal to this module.

#include <chrono>
#include <cstddef>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "mirror/site_mirror.h"
#include "mirror/story_menus.h"

namespace newshole::mirror {

class SiteMenus {
 public:
  explicit SiteMenus(const SiteMirror& mirror)
      : mirror_(mirror), profile_(mirror.profile), stories_(mirror) {}

  /// The menus that name the story, or would have to: of its section, its day and the stories
  /// beside it. To be called before the state has it otherwise.
  void touch(const store::StoryRecord& story);
  /// The front page: it lists other stories now, or says that something changed.
  void touch_front_page() { is_front_page_touched_ = true; }
  /// All of them, for instance because they look different now.
  void touch_all();
  /// True where each edition has the menu above its archive. Where one has lost it, it may have
  /// lost what was below, which nobody looks at in each run.
  [[nodiscard]] bool has_archive() const;

  /// See StoryMenus.
  void set_anew(const store::StoryRecord& story) { stories_.set_anew(story); }
  [[nodiscard]] Result<Put> put_first(const StoryToSet& story);
  [[nodiscard]] std::size_t unknown_characters() const { return stories_.unknown_characters(); }

  /// Makes the touched menus, those that are missing, the front page and the feed, and publishes
  /// them: each file behind those that it names. Where none is touched and none missing, all stay
  /// as they are. Files of menus that have no story any more become pending removals. Within a
  /// transaction of the state. Errors: Io.
  [[nodiscard]] Status publish(std::span<const store::StoryRecord> front_page, UtcTime last_change);

 private:
  /// Places of the archive.
  struct Touched {
    std::set<std::chrono::sys_days> days;
    std::set<std::chrono::year_month> months;
    std::set<std::chrono::year> years;
  };

  /// First: menus that are not there yet, naming only what is. Whole: all that are touched.
  enum class Form { First, Whole };

  Status for_each_edition(const std::function<Status(EditionSetter& setter)>& part) const;
  [[nodiscard]] bool is_touched() const;
  [[nodiscard]] bool are_all_there(const std::vector<store::Section>& sections) const;
  [[nodiscard]] bool is_set_up(const EditionSetter& setter,
                               const std::vector<store::Section>& sections) const;
  Status put_first_front_page(EditionSetter& setter, std::span<const store::StoryRecord> stories,
                              UtcTime last_change);
  Status put_sections(const std::vector<store::Section>& sections);
  void remove_empty_sections(const std::vector<store::Section>& sections) const;
  Status touch_every_day();
  Status touch_neighbours();
  void touch_periods();
  Status put_new_archive(EditionSetter& setter);
  Status put_new_days(EditionSetter& setter);
  Status put_archive(EditionSetter& setter);
  Status put_days(EditionSetter& setter);
  Status put_months(EditionSetter& setter, Form form);
  Status put_years(EditionSetter& setter, Form form);
  Status put_root(EditionSetter& setter);
  Status put_feeds();
  Status put_front_pages(std::span<const store::StoryRecord> stories,
                         const std::vector<store::Section>& sections, UtcTime last_change);
  /// Publishes what is staged; a file that comes in two forms is reported once.
  Status publish_files();
  Status put_menu(EditionSetter& setter, const std::string& folder, const gopher::Menu& menu);
  [[nodiscard]] Status remove_menu(const EditionSetter& setter, const std::string& folder) const;
  void remove_if_there(const std::string& path) const;
  [[nodiscard]] bool has_menu(const EditionSetter& setter, const std::string& folder) const;
  [[nodiscard]] std::vector<store::ArchivePeriod> named(
      const EditionSetter& setter, Form form, std::vector<store::ArchivePeriod> periods,
      std::string (*folder)(std::string_view site, std::chrono::sys_days day)) const;

  SiteMirror mirror_;
  const site::SiteProfile* profile_;
  StoryMenus stories_;
  std::set<std::string> sections_;
  Touched touched_;
  std::set<std::string> reported_;
  bool is_front_page_touched_ = false;
  bool is_all_touched_ = false;
};

}  // namespace newshole::mirror
