#include "mirror/menus/correction_pages.h"

#include <algorithm>

#include "mirror/menus/correction_menus.h"

namespace newshole::mirror {
namespace {

using pages::CorrectionsPage;
using std::chrono::year_month;
using store::Correction;
using store::Corrections;
using MaybeStory = std::optional<store::StoryRecord>;

/// A correction, and its story as it is now.
struct Entry {
  Correction correction;
  store::StoryRecord story;
};

// A correction goes with its story; one without is not shown.
Result<std::vector<Entry>> entries_of(const MenuFiles& files, Corrections corrections) {
  std::vector<Entry> entries;
  for (Correction& each : corrections) {
    Result<MaybeStory> story = files.state().story(files.name(), each.url);
    if (!story) return tl::unexpected(story.error());
    if (*story) entries.push_back({std::move(each), **std::move(story)});
  }
  return entries;
}

bool has_text(const SiteMirror& mirror, const Correction& correction) {
  return std::ranges::all_of(mirror.editions, [&](const EditionSetter& setter) {
    return mirror.publisher().has_file(pages::path_in(*setter.edition, correction.path));
  });
}

Status put_missing_pages(const MenuFiles& files, const std::vector<Entry>& entries) {
  return try_each(entries, [&](const Entry& each) -> Status {
    if (each.correction.path.empty() || has_text(files, each.correction)) return {};
    return put_correction_page(files, each.correction, each.story).transform([](const Put&) {});
  });
}

pages::StoryItem target_of(const MenuFiles& files, const EditionSetter& setter,
                           const Entry& entry) {
  const pages::SiteScope scope = files.scope_of(setter);
  if (entry.correction.path.empty()) return files.forms.item_of(scope, entry.story);
  return {gopher::ItemType::Text, pages::selector_of(scope, entry.correction.path),
          entry.correction.headline};
}

std::vector<pages::CorrectionItem> items_for(const MenuFiles& files, const EditionSetter& setter,
                                             const std::vector<Entry>& entries) {
  std::vector<pages::CorrectionItem> items;
  for (const Entry& each : entries)
    items.push_back({each.correction, target_of(files, setter, each)});
  return items;
}

UtcTime start_of(year_month month) {
  return std::chrono::sys_days(month / 1);
}

store::CorrectionLog::Part all_in(year_month month) {
  return {.first = start_of(month), .end = start_of(month + std::chrono::months(1))};
}

year_month month_of(UtcTime time) {
  return pages::month_of(std::chrono::floor<std::chrono::days>(time));
}

}  // namespace

Status CorrectionPages::put_all() {
  const auto newest = log().newest(files_.name(), pages::kCorrections);
  if (!newest) return tl::unexpected(newest.error());
  const auto behind = page_behind(*newest);
  if (!behind) return tl::unexpected(behind.error());
  const auto months = months_to_write(*behind);
  if (!months) return tl::unexpected(months.error());
  const Status status =
      try_each(*months, [&](const auto& month) { return put_month(month.first, month.second); });
  return status ? put_newest(*newest, *behind) : status;
}

Status CorrectionPages::put_newest(const Corrections& newest, const Older& behind) {
  const auto entries = entries_of(files_, newest);
  if (!entries) return tl::unexpected(entries.error());
  const std::string folder = pages::corrections_folder(files_.name());
  if (Status status = put_missing_pages(files_, *entries); !status) return status;
  return try_each(files_.editions, [&](EditionSetter& setter) {
    if (entries->empty()) return files_.remove_menu(setter, folder);
    return files_.put_menu(setter, folder,
                           pages::corrections_menu(files_.scope_of(setter),
                                                   items_for(files_, setter, *entries), behind));
  });
}

Result<CorrectionPages::Older> CorrectionPages::page_behind(const Corrections& newest) const {
  if (newest.size() < static_cast<std::size_t>(pages::kCorrections)) return Older();
  const year_month last = month_of(newest.back().time);
  const auto in_menu = std::ranges::count_if(
      newest, [&](const Correction& each) { return month_of(each.time) == last; });
  const auto all = count(last);
  if (!all) return tl::unexpected(all.error());
  if (*all == in_menu) return page_before(last);
  return Older({last, pages::pages_of_corrections(*all - in_menu)});
}

Result<CorrectionPages::Older> CorrectionPages::page_before(year_month month) const {
  const auto beside = log().beside(files_.name(), start_of(month));
  if (!beside) return tl::unexpected(beside.error());
  if (!beside->before) return Older();
  const year_month older = month_of(*beside->before);
  return count(older).transform([older](std::int64_t corrections) {
    return Older({older, pages::pages_of_corrections(corrections)});
  });
}

Result<CorrectionPages::Months> CorrectionPages::months_to_write(const Older& newest) const {
  Months months;
  if (!stale_.all) months = stale_.corrections;
  std::erase_if(months, [&](const auto& month) {
    const bool is_behind = newest && month.first <= newest->month;
    return !is_behind && !has_page({month.first, 1});
  });
  for (Older page = newest; page && (stale_.all || !has_page(*page));) {
    months[page->month] = start_of(page->month);
    Result<Older> older = page_before(page->month);
    if (!older) return tl::unexpected(older.error());
    page = *older;
  }
  return months;
}

Status CorrectionPages::put_month(year_month month, UtcTime first) {
  const auto corrections = count(month);
  store::CorrectionLog::Part part = all_in(month);
  part.end = first;
  const auto before = log().count_in(files_.name(), part);
  const Result<Older> older = page_before(month);
  if (!corrections || !before)
    return tl::unexpected(corrections ? before.error() : corrections.error());
  if (!older) return tl::unexpected(older.error());
  const std::int64_t last = pages::pages_of_corrections(*corrections);
  for (CorrectionsPage page{month, *before / pages::kCorrections + 1}; page.number <= last;
       ++page.number) {
    const Older next = page.number == 1 ? *older : Older({month, page.number - 1});
    if (Status status = put_page(page, next); !status) return status;
  }
  if (Status removed = remove_pages({month, last + 1}); !removed) return removed;
  return put_page_above(month);
}

// The first page of the next month leads to the last of this one, which may be another now.
Status CorrectionPages::put_page_above(year_month month) {
  const auto beside = log().beside(files_.name(), start_of(month + std::chrono::months(1)));
  if (!beside) return tl::unexpected(beside.error());
  if (!beside->after) return {};
  const CorrectionsPage above{month_of(*beside->after), 1};
  if (!has_page(above)) return {};
  const Result<Older> older = page_before(above.month);
  return older ? put_page(above, *older) : tl::unexpected(older.error());
}

Status CorrectionPages::put_page(const CorrectionsPage& page, const Older& older) {
  store::CorrectionLog::Part part = all_in(page.month);
  part.skipped = (page.number - 1) * pages::kCorrections;
  part.limit = pages::kCorrections;
  auto corrections = log().part(files_.name(), part);
  if (!corrections) return tl::unexpected(corrections.error());
  std::ranges::reverse(*corrections);
  const auto entries = entries_of(files_, *std::move(corrections));
  if (!entries) return tl::unexpected(entries.error());
  if (Status status = put_missing_pages(files_, *entries); !status) return status;
  const std::string folder = pages::corrections_folder(files_.name(), page);
  const Status status = try_each(files_.editions, [&](EditionSetter& setter) {
    // A mirror whose state was lost removes all that it finds.
    files_.transaction.drop_pending_removal(pages::menu_path(*setter.edition, folder));
    return files_.put_menu(
        setter, folder,
        pages::corrections_page_menu(files_.scope_of(setter), page,
                                     items_for(files_, setter, *entries), older));
  });
  return status && ++staged_ % kMenusInBatch == 0 ? files_.publish() : status;
}

Status CorrectionPages::remove_pages(CorrectionsPage first) const {
  for (; has_page(first); ++first.number) {
    const Status status = try_each(files_.editions, [&](const EditionSetter& setter) {
      return files_.remove_menu(setter, pages::corrections_folder(files_.name(), first));
    });
    if (!status) return status;
  }
  return {};
}

bool CorrectionPages::has_page(const CorrectionsPage& page) const {
  return files_.have_menu(pages::corrections_folder(files_.name(), page));
}

Result<std::int64_t> CorrectionPages::count(year_month month) const {
  return log().count_in(files_.name(), all_in(month));
}

}  // namespace newshole::mirror
