#pragma once
// The effects of a refresh on one story of a site: its files, its record in the state, and which
// menus have to be made. Internal to this module.

#include "mirror/menus/site_menus.h"
#include "mirror/stages/decision.h"

namespace newshole::mirror {

/// Both that it is made with must outlive it.
class StoryWriter {
 public:
  StoryWriter(const SiteMirror& mirror, SiteMenus& menus) : mirror_(mirror), menus_(&menus) {}

  /// Stages the story's files in all editions; `texts` are Printed::files, and get their feet.
  /// Staged if one file is,
  /// Refused if something stands in the way of one. Errors: Io.
  [[nodiscard]] Result<Put> put(const StoryToSet& story, const std::vector<std::string>& texts);

  /// Carries out a decision that is final (`settled`). `printed` is that of a new text.
  void apply(const Decision& decision, const Listed& listed, const Printed& printed);

  /// Saves a record of a story that menus name by other facts now.
  void save_renamed(const store::StoryRecord& before, const store::StoryRecord& after);

  /// Saves a record whose files were set again, as `layout` has it, from the article that the state
  /// has.
  void save_rebuilt(const store::StoryRecord& before, std::uint64_t layout);

  /// Removes a story from the state and its menus; its files are removed once no menu names them.
  void remove(const store::StoryRecord& story);

  /// The first error so far, of the transaction or of reading the state.
  [[nodiscard]] const Status& status() const {
    return status_ ? mirror_.transaction.status() : status_;
  }

 private:
  void save(const Decision& decision, const Listed& listed, const Printed& printed);
  void remove_corrections(const store::StoryRecord& story);
  void remove_known(const store::StoryRecord& story);
  void keep_files(const std::string& path);
  void remove_former_files(const store::StoryRecord& before);

  SiteMirror mirror_;
  SiteMenus* menus_;
  Status status_;  // of reading the state
};

}  // namespace newshole::mirror
