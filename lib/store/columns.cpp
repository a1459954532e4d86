#include "store/columns.h"

#include <algorithm>
#include <array>

#include "base/join.h"

namespace newshole::store {
namespace {

/// `Field`: a pointer to a member, or what gives a reference to the field of a record.
template <typename Record, auto Field>
constexpr Column<Record> column(std::string_view name) {
  return {name, [](const Record& record) { return value_of(std::invoke(Field, record)); },
          [](const Row& row, int at, Record& record) {
            store::read(row, at, std::invoke(Field, record));
          }};
}

constexpr auto kEtag = [](auto& record) -> auto& {
  return record.validators.etag;
};
constexpr auto kLastModified = [](auto& record) -> auto& {
  return record.validators.last_modified;
};

constexpr std::array kOfStory = {
    column<StoryRecord, &StoryRecord::url>("url"),
    column<StoryRecord, &StoryRecord::path>("path"),
    column<StoryRecord, &StoryRecord::headline>("headline"),
    column<StoryRecord, &StoryRecord::section>("section"),
    column<StoryRecord, &StoryRecord::date>("date"),
    column<StoryRecord, &StoryRecord::content>("content"),
    column<StoryRecord, &StoryRecord::first_seen>("first_seen"),
    column<StoryRecord, &StoryRecord::last_fetched>("last_fetched"),
    column<StoryRecord, &StoryRecord::last_changed>("last_changed"),
    column<StoryRecord, &StoryRecord::layout>("layout"),
    column<StoryRecord, kEtag>("etag"),
    column<StoryRecord, kLastModified>("last_modified"),
    column<StoryRecord, &StoryRecord::rules>("rules"),
    column<StoryRecord, &StoryRecord::text_changed>("text_changed"),
    column<StoryRecord, &StoryRecord::gone>("gone"),
    column<StoryRecord, &StoryRecord::held>("held"),
    column<StoryRecord, &StoryRecord::words>("words"),
    column<StoryRecord, &StoryRecord::no_archive>("no_archive"),
    column<StoryRecord, &StoryRecord::origin>("origin"),
    column<StoryRecord, &StoryRecord::content_elsewhere>("content_elsewhere"),
    column<StoryRecord, &StoryRecord::instant>("instant"),
};

constexpr std::array kOfSite = {
    column<SiteRecord, &SiteRecord::name>("name"),
    column<SiteRecord, &SiteRecord::title>("title"),
    column<SiteRecord, &SiteRecord::last_change>("last_change"),
    column<SiteRecord, &SiteRecord::layout>("layout"),
    column<SiteRecord, &SiteRecord::rules>("rules"),
    column<SiteRecord, &SiteRecord::last_success>("last_success"),
    column<SiteRecord, &SiteRecord::misfit_told>("misfit_told"),
    column<SiteRecord, &SiteRecord::last_news>("last_news"),
};

constexpr std::array kOfListing = {
    column<Listing, &Listing::page>("url"),
    column<Listing, kEtag>("etag"),
    column<Listing, kLastModified>("last_modified"),
    column<Listing, &Listing::rules>("rules"),
    column<Listing, &Listing::answered>("answered"),
    column<Listing, &Listing::read>("read"),
    column<Listing, &Listing::rest>("rest"),
    column<Listing, &Listing::redirect>("redirect"),
    column<Listing, &Listing::redirect_since>("redirect_since"),
    column<Listing, &Listing::moved_to>("moved_to"),
    column<Listing, &Listing::ended>("ended"),
};

constexpr std::array kOfFailure = {
    column<FailureRecord, &FailureRecord::of>("kind"),
    column<FailureRecord, &FailureRecord::subject>("subject"),
    column<FailureRecord, &FailureRecord::headline>("headline"),
    column<FailureRecord, &FailureRecord::cause>("cause"),
    column<FailureRecord, &FailureRecord::told>("told"),
    column<FailureRecord, &FailureRecord::first_failed>("first_failed"),
    column<FailureRecord, &FailureRecord::last_tried>("last_tried"),
    column<FailureRecord, &FailureRecord::last_told>("last_told"),
    column<FailureRecord, &FailureRecord::rules>("rules"),
};

constexpr std::array kOfCorrection = {
    column<Correction, &Correction::url>("url"),
    column<Correction, &Correction::time>("time"),
    column<Correction, &Correction::kind>("kind"),
    column<Correction, &Correction::path>("path"),
    column<Correction, &Correction::headline>("headline"),
    column<Correction, &Correction::difference>("difference"),
};

constexpr std::array kOfMark = {
    column<IndexMark, &IndexMark::generation>("generation"),
    column<IndexMark, &IndexMark::serial>("serial"),
    column<IndexMark, &IndexMark::size>("size"),
    column<IndexMark, &IndexMark::modified>("modified"),
};

}  // namespace

constexpr std::span<const Column<StoryRecord>> kStoryColumns(kOfStory);
constexpr std::span<const Column<SiteRecord>> kSiteColumns(kOfSite);
constexpr std::span<const Column<Listing>> kListingColumns(kOfListing);
constexpr std::span<const Column<FailureRecord>> kFailureColumns(kOfFailure);
constexpr std::span<const Column<Correction>> kCorrectionColumns(kOfCorrection);
constexpr std::span<const Column<IndexMark>> kMarkColumns(kOfMark);

std::string upsert(std::string_view table, const std::string& key, const std::string& others) {
  const std::string all = key + ", " + others;
  std::string marks = "?";
  for (auto more = std::ranges::count(all, ','); more > 0; --more) marks += ", ?";
  std::string updates;
  for (std::string_view name : split(others, ',')) {
    if (name.starts_with(' ')) name.remove_prefix(1);
    updates.append(updates.empty() ? "" : ", ").append(name).append(" = excluded.").append(name);
  }
  return "INSERT INTO " + std::string(table) + " (" + all + ") VALUES (" + marks +
         ") ON CONFLICT (" + key + ") DO UPDATE SET " + updates;
}

std::chrono::sys_days archive_day(const StoryRecord& story) {
  const auto seen = std::chrono::floor<std::chrono::days>(story.first_seen);
  return story.date ? std::min(*story.date, seen) : seen;
}

UtcTime order_time(const StoryRecord& story) {
  return std::min(story.instant.value_or(story.first_seen), story.first_seen);
}

Result<StoryRecords> stories_where(Database& database, std::string_view which,
                                   const Values& values) {
  static const std::string kSelect = "SELECT " + names_of(kStoryColumns) + " FROM stories ";
  return database.rows(kSelect + std::string(which), values,
                       [](const Row& row) { return record_of(row, kStoryColumns); });
}

}  // namespace newshole::store
