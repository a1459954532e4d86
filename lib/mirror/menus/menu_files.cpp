#include "mirror/menus/menu_files.h"

#include <algorithm>

namespace newshole::mirror {

bool MenuFiles::has_menu(const EditionSetter& setter, std::string_view folder) const {
  return mirror_.publisher().has_own_file(pages::menu_path(*setter.edition, folder));
}

bool MenuFiles::have_menu(std::string_view folder) const {
  return std::ranges::all_of(editions(),
                             [&](const EditionSetter& setter) { return has_menu(setter, folder); });
}

Status MenuFiles::put_menu(EditionSetter& setter, std::string_view folder,
                           const gopher::Outline& menu) const {
  const Status status =
      put_file(pages::menu_path(*setter.edition, folder), setter.press.bytes(menu));
  if (!status) return status;
  remove_other_dialect(setter, folder);
  return mirror_.transaction->status();
}

Status MenuFiles::put_first_menu(EditionSetter& setter, std::string_view folder,
                                 const gopher::Outline& menu) const {
  const Result<Put> put =
      mirror_.publisher().put(pages::menu_path(*setter.edition, folder), setter.press.bytes(menu));
  if (!put) return tl::unexpected(put.error());
  remove_other_dialect(setter, folder);
  return mirror_.transaction->status();
}

Status MenuFiles::put_file(const std::string& path, std::string_view bytes) const {
  return mirror_.all->output->put(site(), path, bytes);
}

Status MenuFiles::remove_menu(const EditionSetter& setter, std::string_view folder) const {
  remove_if_there(pages::menu_path(*setter.edition, folder));
  return mirror_.transaction->status();
}

void MenuFiles::remove_other_dialect(const EditionSetter& setter, std::string_view folder) const {
  if (replaces_other_dialects_) remove_if_there(pages::other_menu_path(*setter.edition, folder));
}

void MenuFiles::remove_if_there(const std::string& path) const {
  if (mirror_.publisher().has_file(path)) mirror_.transaction->add_pending_removal(path);
}

Status MenuFiles::publish() {
  return mirror_.all->output->publish_once(reported_);
}

}  // namespace newshole::mirror
