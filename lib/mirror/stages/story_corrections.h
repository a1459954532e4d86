#pragma once
// The effects of a change that a site made to a story which stood in the mirror: the correction in
// the state, its page, and the marks at the story's head. Internal to this module.

#include "mirror/stages/story_writer.h"

namespace newshole::mirror {

/// All that it is made with must outlive it. It has setters of its own, made when they are first
/// needed: those of the run are at work in other threads.
class StoryCorrections {
 public:
  StoryCorrections(const SiteMirror& mirror, SiteMenus& menus, StoryWriter& writer, UtcTime now)
      : mirror_{mirror.profile, mirror.all, setters_, mirror.forms, mirror.transaction},
        menus_(&menus),
        writer_(&writer),
        now_(now) {}
  StoryCorrections(StoryCorrections&&) = delete;

  /// Stages the files of a new text (Save::Text) with the marks that it has now, behind the page of
  /// the correction that it is, if it is one: where words differ from those that the mirror has,
  /// read in the same way. `decision` has then when the text last changed. As StoryWriter::put.
  [[nodiscard]] Result<Put> put(const Listed& listed, Decision& decision, Printed& printed);

  /// A story that its site took down, or has again, is set anew from the article that the state
  /// has, and its menu is stale. Nothing for any other decision. Errors: Io.
  [[nodiscard]] Status mark(const Listed& listed, Decision& decision);

 private:
  using MaybeCorrection = std::optional<store::Correction>;
  Result<MaybeCorrection> correction_of(const Listed& listed, const Decision& decision,
                                        const extract::Article& article);
  Status put_page(store::Correction& correction, const store::StoryRecord& story);
  Result<std::string> free_path(const std::string& story_path);
  Status prepare_setters();
  Status note_fate(const store::StoryRecord& before, const store::StoryRecord& after);

  std::vector<EditionSetter> setters_;
  SiteMirror mirror_;
  SiteMenus* menus_;
  StoryWriter* writer_;
  UtcTime now_;
};

/// Stages the pages of a story's corrections again, as today's configuration has them. Errors: Io.
[[nodiscard]] Status put_correction_pages(const SiteMirror& mirror,
                                          const store::StoryRecord& story);

}  // namespace newshole::mirror
