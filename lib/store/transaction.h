#pragma once
// All that is written to a mirror's state.

#include <span>

#include "store/database.h"
#include "store/records.h"

namespace newshole::store {

inline constexpr std::int64_t kSketchesKept = 10'000;

/// Changes of the state that are kept together or not at all. The first error is kept, and nothing
/// is written after it: writes give nothing, `commit` says how all of them went. Without a commit
/// they are rolled back. State::begin gives one; it must not outlive its State, which has one
/// transaction at a time.
class Transaction {
 public:
  explicit Transaction(Database& database);

  /// Returns when the changes are on the disk. Nothing can be written afterwards. Errors: Io.
  [[nodiscard]] Status commit();
  /// The first error so far.
  [[nodiscard]] const Status& status() const { return status_; }

  void save(const SiteRecord& site);
  void save(std::string_view site, const Section& section);
  /// Replaces the listing of the same page. The links of one that neither has validators nor asks
  /// for a rest are not kept.
  void save(std::string_view site, const Listing& listing);
  /// Of a saved listing all but the links, at a fraction of the cost.
  void save_answer(std::string_view site, const Listing& listing);

  void save(std::string_view site, const StoryRecord& story);
  /// Of a saved story only `last_fetched`, `validators` and `gone`, at a fraction of the cost.
  void save_look(std::string_view site, const StoryRecord& story);
  /// `article` as extract::to_stored gives it.
  void save_article(std::string_view site, std::string_view url, std::string_view article);
  /// `sketch` as extract::to_bytes gives it; empty: the text has none. The last kSketchesKept of
  /// all sites are kept.
  void save_sketch(std::string_view site, std::string_view url, std::string_view sketch);
  void save(std::string_view site, const Correction& correction);
  /// The story is there again on its site.
  void drop_takedown(std::string_view site, std::string_view url);

  /// The story, its article, its sketch and its corrections.
  void remove_story(std::string_view site, std::string_view url);
  /// The site and all that is known of it but its stories.
  void remove_site(std::string_view site);
  /// No front page is remembered to list the story.
  void forget_links(std::string_view site, std::string_view url);
  /// The URLs of saved stories and of failed ones, in the front page's order.
  void set_front_page(std::string_view site, std::span<const std::string> urls);

  void save(std::string_view site, const FailureRecord& failure);
  void drop_failure(std::string_view site, const FailureRecord& failure);

  /// The front page lists the story, and the mirror is not to have it.
  void add_omitted(std::string_view site, std::string_view url);
  void drop_omitted(std::string_view site, std::string_view url);

  /// The file, relative to the root, is to be removed: no menu will name it any more.
  void add_pending_removal(std::string_view path);
  /// The file was removed, or is to stay.
  void drop_pending_removal(std::string_view path);

  /// The search index has the story as it is.
  void note_indexed(const StoryKey& story);
  void note_all_indexed();
  void save(const IndexMark& mark);
  /// The next update builds the search index anew.
  void forget_index();

 private:
  struct RollBack {
    void operator()(Database* database) const;
  };
  void run(std::string_view sql, const Values& values);

  std::unique_ptr<Database, RollBack> database_;  // null: committed
  Status status_;
};

}  // namespace newshole::store
