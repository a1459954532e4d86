#pragma once
// The menu files of one site, in all editions. Internal to this module.

#include "mirror/open_mirror.h"
#include "pages/stories/story_list.h"

namespace newshole::mirror {

/// Files that are staged at most before they are published, whatever the archive's size.
inline constexpr std::size_t kMenusInBatch = 256;

/// Folders are relative to the edition's.
class MenuFiles : public SiteMirror {
 public:
  explicit MenuFiles(const SiteMirror& mirror) : SiteMirror(mirror) {}

  /// The site's sections by their names for people; empty until they are known.
  pages::SectionNames sections;

  /// Whether the edition has the menu of `folder`, and something of others does not stand there.
  [[nodiscard]] bool has_menu(const EditionSetter& setter, std::string_view folder) const;
  /// Whether each edition has it.
  [[nodiscard]] bool have_menu(std::string_view folder) const;

  /// All menus are written again: the menu files of an edition's former dialect go, since a server
  /// would take them for the menus.
  void replace_other_dialects() { replaces_other_dialects_ = true; }

  /// Stages the menu of `folder`. One that cannot stand there is a failure in the report; the
  /// operator's own greeting at the root stays. Errors: Io.
  [[nodiscard]] Status put_menu(EditionSetter& setter, std::string_view folder,
                                const gopher::Outline& menu) const;
  /// Stages the menu of `folder` in a form that a whole one follows, which reports what stands in
  /// the way.
  [[nodiscard]] Status put_first_menu(EditionSetter& setter, std::string_view folder,
                                      const gopher::Outline& menu) const;

  /// Adds the menu of `folder` to the pending removals, if it is there.
  [[nodiscard]] Status remove_menu(const EditionSetter& setter, std::string_view folder) const;

  /// Publishes what is staged and adds it to the report. A file that is published in two forms is
  /// reported once.
  [[nodiscard]] Status publish() { return all.publish_once(reported_); }
  /// A file that is reported by the caller.
  void set_reported(const std::string& path) { reported_.insert(path); }

 private:
  Status remove_other_dialect(const EditionSetter& setter, std::string_view folder) const;
  Status remove_if_there(const std::string& path) const;

  bool replaces_other_dialects_ = false;
  std::set<std::string> reported_;
};

}  // namespace newshole::mirror
