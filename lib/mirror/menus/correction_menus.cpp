#include "mirror/menus/correction_menus.h"

#include <algorithm>

#include "pages/changes/corrections.h"
#include "pages/digest.h"
#include "pages/own_file.h"

namespace newshole::mirror {
namespace {

using store::Correction;

void remove_pages_in(const SiteMirror& mirror, const std::string& folder,
                     std::string_view heading) {
  const std::filesystem::path root = mirror.all.config.root;
  std::error_code error;
  std::filesystem::recursive_directory_iterator file(root / folder, error);
  for (; !error && file != std::filesystem::recursive_directory_iterator(); file.increment(error)) {
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(file->symlink_status(unknown))) continue;
    const bool is_text = file->path().extension() == ".txt";
    // The menu of all is removed where it is written, or not.
    const bool is_page_of_list = file.depth() > 0 && pages::dialect_of(file->path()).has_value();
    const bool is_own = is_text ? pages::has_own_heading(file->path(), heading) : is_page_of_list;
    if (is_own) {
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
