#include "mirror/menus/correction_menus.h"

#include <algorithm>

#include "pages/corrections.h"
#include "pages/digest.h"
#include "pages/own_file.h"

namespace newshole::mirror {
namespace {

using store::Correction;
using MaybeStory = std::optional<store::StoryRecord>;

/// A correction, and its story as it is now.
struct Entry {
  Correction correction;
  store::StoryRecord story;
};

// A correction goes with its story; one without is not shown.
Result<std::vector<Entry>> newest_entries(const MenuFiles& files) {
  auto newest = files.state().corrections().newest(files.name(), pages::kCorrections);
  if (!newest) return tl::unexpected(newest.error());
  std::vector<Entry> entries;
  for (Correction& each : *newest) {
    Result<MaybeStory> story = files.state().story(files.name(), each.url);
    if (!story) return tl::unexpected(story.error());
    if (*story) entries.push_back({std::move(each), **std::move(story)});
  }
  return entries;
}

bool has_page(const SiteMirror& mirror, const Correction& correction) {
  return std::ranges::all_of(mirror.editions, [&](const EditionSetter& setter) {
    return mirror.publisher().has_file(pages::path_in(*setter.edition, correction.path));
  });
}

Status put_missing_pages(const MenuFiles& files, const std::vector<Entry>& entries) {
  return try_each(entries, [&](const Entry& each) -> Status {
    if (each.correction.path.empty() || has_page(files, each.correction)) return {};
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

void remove_pages_in(const SiteMirror& mirror, const std::string& folder,
                     std::string_view heading) {
  const std::filesystem::path root = mirror.all.config.root;
  std::error_code error;
  std::filesystem::recursive_directory_iterator file(root / folder, error);
  for (; !error && file != std::filesystem::recursive_directory_iterator(); file.increment(error)) {
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(file->symlink_status(unknown))) continue;
    const bool is_text = file->path().extension() == ".txt";
    if (is_text && pages::has_own_heading(file->path(), heading)) {
      mirror.transaction.add_pending_removal(
          file->path().lexically_relative(root).generic_string());
    }
  }
}

}  // namespace

Result<bool> has_corrections_menu(const MenuFiles& files) {
  return files.state().corrections().count(files.name(), 1).transform([&](std::int64_t count) {
    return std::ranges::all_of(files.editions, [&](const EditionSetter& setter) {
      const bool is_there = files.has_menu(setter, pages::corrections_folder(files.name()));
      return is_there == (count > 0);
    });
  });
}

Status put_corrections_menu(MenuFiles& files) {
  const auto entries = newest_entries(files);
  if (!entries) return tl::unexpected(entries.error());
  const std::string folder = pages::corrections_folder(files.name());
  if (Status status = put_missing_pages(files, *entries); !status) return status;
  return try_each(files.editions, [&](EditionSetter& setter) {
    if (entries->empty()) return files.remove_menu(setter, folder);
    std::vector<pages::CorrectionItem> items;
    for (const Entry& each : *entries)
      items.push_back({each.correction, target_of(files, setter, each)});
    return files.put_menu(setter, folder, pages::corrections_menu(files.scope_of(setter), items));
  });
}

Result<Put> put_correction_page(const SiteMirror& mirror, const Correction& correction,
                                const store::StoryRecord& story) {
  Put all;
  for (EditionSetter& setter : mirror.editions) {
    const pages::SiteScope scope = mirror.scope_of(setter);
    const std::string selector =
        pages::story_item(scope, story, pages::form_in(*setter.edition)).selector;
    Result<Put> put =
        mirror.publisher().put(pages::path_in(*setter.edition, correction.path),
                               setter.press.page(pages::correction_page(correction, selector),
                                                 {.tagline = mirror.profile.tagline}));
    if (!put || put->outcome == Put::Outcome::Refused) return put;
    if (put->outcome == Put::Outcome::Staged) all = *std::move(put);
  }
  return all;
}

void remove_correction_page(const SiteMirror& mirror, const Correction& correction) {
  if (correction.path.empty()) return;
  for (const config::Edition& edition : mirror.all.config.editions)
    mirror.transaction.add_pending_removal(pages::path_in(edition, correction.path));
}

Status remove_lost_pages(const SiteMirror& mirror) {
  for (const config::Edition& edition : mirror.all.config.editions) {
    remove_pages_in(mirror, pages::path_in(edition, pages::corrections_folder(mirror.name())),
                    pages::kCorrectionHeading);
    remove_pages_in(mirror, pages::path_in(edition, pages::digest_folder(mirror.name())),
                    pages::kDigestHeading);
  }
  return mirror.transaction.status();
}

}  // namespace newshole::mirror
