#include "store/transaction.h"

#include "store/columns.h"

namespace newshole::store {

void Transaction::RollBack::operator()(Database* database) const {
  // SQLite rolls back by itself after some errors, and says then that there is nothing to do.
  static_cast<void>(database->execute("ROLLBACK"));
}

Transaction::Transaction(Database& database) {
  status_ = database.execute("BEGIN IMMEDIATE");
  if (status_) database_.reset(&database);
}

Status Transaction::commit() {
  if (status_) status_ = database_->execute("COMMIT");
  if (!status_) return status_;
  static_cast<void>(database_.release());
  return std::exchange(status_, fail(ErrorKind::Internal, "the transaction is over"));
}

// Another statement of the connection may have failed so that SQLite rolled back: what is run then
// is kept at once.
void Transaction::run(std::string_view sql, const Values& values) {
  if (status_ && !database_->is_in_transaction())
    status_ = fail(ErrorKind::Io, database_->name() + ": the transaction was rolled back");
  if (status_) status_ = database_->run(sql, values);
}

void Transaction::save(const SiteRecord& site) {
  static const std::string kSave = upsert("sites", "name", names_of(kSiteColumns.subspan(1)));
  run(kSave, values_of(site, kSiteColumns));
}

void Transaction::save(std::string_view site, const Section& section) {
  run("INSERT INTO sections (site, folder, title) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      {site, section.folder, section.title});
}

void Transaction::save(std::string_view site, const Listing& listing) {
  save_answer(site, listing);
  run("DELETE FROM listed_links WHERE site = ? AND page = ?", {site, listing.page});
  if (listing.validators == fetch::Validators{} && listing.rest.count() == 0) return;
  std::int64_t position = 0;
  for (const Listing::Link& link : listing.links) {
    run("INSERT INTO listed_links (site, page, position, url, headline) VALUES (?, ?, ?, ?, ?)",
        {site, listing.page, position++, link.url, link.headline});
  }
}

void Transaction::save_answer(std::string_view site, const Listing& listing) {
  static const std::string kSave =
      upsert("front_pages", "site, url", names_of(kListingColumns.subspan(1)));
  Values values = values_of(listing, kListingColumns);
  values.insert(values.begin(), site);
  run(kSave, values);
}

void Transaction::save(std::string_view site, const StoryRecord& story) {
  static const std::string kSave =
      upsert("stories", "site, url", names_of(kStoryColumns.subspan(1)) + ", newest, ordered");
  Values values = values_of(story, kStoryColumns);
  values.insert(values.begin(), site);
  values.push_back(value_of(archive_day(story)));
  values.push_back(value_of(order_time(story)));
  run(kSave, values);
}

void Transaction::save_look(std::string_view site, const StoryRecord& story) {
  run("UPDATE stories SET last_fetched = ?, etag = ?, last_modified = ?, gone = ? "
      "WHERE site = ? AND url = ?",
      {value_of(story.last_fetched), story.validators.etag, story.validators.last_modified,
       value_of(story.gone), site, story.url});
}

void Transaction::save_article(std::string_view site, std::string_view url,
                               std::string_view article) {
  static const std::string kSave = upsert("articles", "site, url", "article");
  run(kSave, {site, url, Blob{article}});
}

void Transaction::save_sketch(std::string_view site, std::string_view url,
                              std::string_view sketch) {
  static const std::string kSave = upsert("sketches", "site, url", "sketch");
  if (sketch.empty()) return run("DELETE FROM sketches WHERE site = ? AND url = ?", {site, url});
  run(kSave, {site, url, Blob{sketch}});
  run("DELETE FROM sketches WHERE rowid <= (SELECT MAX(rowid) FROM sketches) - ?", {kSketchesKept});
}

void Transaction::save(std::string_view site, const Correction& correction) {
  static const std::string kSave =
      upsert("corrections", "site, url, time", names_of(kCorrectionColumns.subspan(2)));
  Values values = values_of(correction, kCorrectionColumns);
  values.insert(values.begin(), site);
  run(kSave, values);
}

void Transaction::drop_takedown(std::string_view site, std::string_view url) {
  run("DELETE FROM corrections WHERE site = ? AND url = ? AND kind = ?",
      {site, url, value_of(Correction::Kind::TakenDown)});
}

void Transaction::remove_story(std::string_view site, std::string_view url) {
  run("DELETE FROM corrections WHERE site = ? AND url = ?", {site, url});
  run("DELETE FROM articles WHERE site = ? AND url = ?", {site, url});
  save_sketch(site, url, {});
  run("DELETE FROM stories WHERE site = ? AND url = ?", {site, url});
}

void Transaction::remove_site(std::string_view site) {
  for (const char* sql :
       {"DELETE FROM sections WHERE site = ?", "DELETE FROM front_pages WHERE site = ?",
        "DELETE FROM listed_links WHERE site = ?", "DELETE FROM omitted WHERE site = ?",
        "DELETE FROM failures WHERE site = ?", "DELETE FROM sites WHERE name = ?"})
    run(sql, {site});
}

void Transaction::forget_links(std::string_view site, std::string_view url) {
  run("DELETE FROM listed_links WHERE site = ? AND url = ?", {site, url});
  // "Not modified" would say nothing of a page that lists nothing.
  run("UPDATE front_pages SET etag = '', last_modified = '' WHERE site = ? AND NOT EXISTS "
      "(SELECT 1 FROM listed_links AS l "
      "WHERE l.site = front_pages.site AND l.page = front_pages.url)",
      {site});
}

void Transaction::set_front_page(std::string_view site, std::span<const std::string> urls) {
  run("UPDATE stories SET position = NULL WHERE site = ? AND position IS NOT NULL", {site});
  run("UPDATE failures SET position = NULL WHERE site = ? AND position IS NOT NULL", {site});
  std::int64_t position = 0;
  for (const std::string& url : urls) {
    run("UPDATE stories SET position = ? WHERE site = ? AND url = ?", {position, site, url});
    run("UPDATE failures SET position = ? WHERE site = ? AND kind = 0 AND subject = ?",
        {position, site, url});
    ++position;
  }
}

void Transaction::save(std::string_view site, const FailureRecord& failure) {
  static const std::string kSave =
      upsert("failures", "site, kind, subject", names_of(kFailureColumns.subspan(2)));
  Values values = values_of(failure, kFailureColumns);
  values.insert(values.begin(), site);
  run(kSave, values);
}

void Transaction::drop_failure(std::string_view site, const FailureRecord& failure) {
  run("DELETE FROM failures WHERE site = ? AND kind = ? AND subject = ?",
      {site, value_of(failure.of), failure.subject});
}

void Transaction::add_omitted(std::string_view site, std::string_view url) {
  run("INSERT INTO omitted (site, url) VALUES (?, ?) ON CONFLICT DO NOTHING", {site, url});
}

void Transaction::drop_omitted(std::string_view site, std::string_view url) {
  run("DELETE FROM omitted WHERE site = ? AND url = ?", {site, url});
}

void Transaction::add_pending_removal(std::string_view path) {
  run("INSERT INTO doomed_files (path) VALUES (?) ON CONFLICT DO NOTHING", {path});
}

void Transaction::drop_pending_removal(std::string_view path) {
  run("DELETE FROM doomed_files WHERE path = ?", {path});
}

void Transaction::note_indexed(const StoryKey& story) {
  run("DELETE FROM unindexed WHERE site = ? AND url = ?", {story.site, story.url});
}

void Transaction::note_all_indexed() {
  run("DELETE FROM unindexed", {});
}

void Transaction::save(const IndexMark& mark) {
  static const std::string kSave = upsert("search_index", "id", names_of(kMarkColumns));
  Values values = values_of(mark, kMarkColumns);
  values.insert(values.begin(), std::int64_t{1});
  run(kSave, values);
}

void Transaction::forget_index() {
  run("DELETE FROM search_index", {});
}

}  // namespace newshole::store
