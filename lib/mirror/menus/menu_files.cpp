#include "mirror/menus/menu_files.h"

#include <algorithm>

#include "pages/own_file.h"

namespace newshole::mirror {

bool MenuFiles::has_menu(const EditionSetter& setter, std::string_view folder) const {
  return publisher().has_own_file(pages::menu_path(*setter.edition, folder));
}

bool MenuFiles::have_menu(std::string_view folder) const {
  return std::ranges::all_of(editions,
                             [&](const EditionSetter& setter) { return has_menu(setter, folder); });
}

Status MenuFiles::put_menu(EditionSetter& setter, std::string_view folder,
                           const gopher::Outline& menu) const {
  const std::string path = pages::menu_path(*setter.edition, folder);
  if (folder.empty() && all.keeps(path)) return {};
  return all.put(name(), path, setter.press.bytes(menu)).and_then([&] {
    return remove_other_dialect(setter, folder);
  });
}

Status MenuFiles::put_first_menu(EditionSetter& setter, std::string_view folder,
                                 const gopher::Outline& menu) const {
  return publisher()
      .put(pages::menu_path(*setter.edition, folder), setter.press.bytes(menu))
      .and_then([&](const Put& /*put*/) { return remove_other_dialect(setter, folder); });
}

Status MenuFiles::remove_menu(const EditionSetter& setter, std::string_view folder) const {
  return remove_if_there(pages::menu_path(*setter.edition, folder));
}

Status MenuFiles::remove_other_dialect(const EditionSetter& setter, std::string_view folder) const {
  if (!replaces_other_dialects_) return transaction.status();
  const std::string path = pages::other_menu_path(*setter.edition, folder);
  if (folder.empty() && pages::is_foreign(all.config.root / path)) return transaction.status();
  return remove_if_there(path);
}

Status MenuFiles::remove_if_there(const std::string& path) const {
  if (publisher().has_file(path)) transaction.add_pending_removal(path);
  return transaction.status();
}

}  // namespace newshole::mirror
