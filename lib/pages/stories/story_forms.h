#pragma once
// Which files a story has in an edition: its text, its menu, or both.
//
// A story that was made with today's layout has those of its edition's view. Any other may still
// have those of a former view: nobody could set it anew, as its article is not known, or something
// stood in the way. Then its files are looked for.

#include "pages/menus.h"

namespace newshole::pages {

[[nodiscard]] bool has_text_view(const config::Edition& edition);
[[nodiscard]] bool has_menu_view(const config::Edition& edition);

/// The files of a story in an edition, relative to the mirror's root, and those that it would have
/// in another view or dialect.
struct StoryFiles {
  std::vector<std::string> own;
  std::vector<std::string> others;
};
[[nodiscard]] StoryFiles story_files(const config::Edition& edition, const std::string& story_path);

class StoryForms {
 public:
  /// Whether a file stands at a path relative to the mirror's root.
  using HasFile = std::function<bool(const std::string& path)>;

  /// `layout` is today's; nothing: no story's is known, and files are looked for.
  StoryForms(HasFile has_file, std::optional<std::uint64_t> layout)
      : has_file_(std::move(has_file)), layout_(layout) {}

  /// Whether the story's files are those of today's layout.
  [[nodiscard]] bool is_current(const store::StoryRecord& story) const {
    return story.layout == layout_;
  }

  /// The form that menus of the edition name.
  [[nodiscard]] StoryForm form_of(const config::Edition& edition,
                                  const store::StoryRecord& story) const;

  /// The story as menus of the edition name it.
  [[nodiscard]] StoryItem item_of(const EditionScope& scope,
                                  const store::StoryRecord& story) const {
    return story_item(scope, story, form_of(scope.edition, story));
  }

  /// Whether the edition has a text file of the story.
  [[nodiscard]] bool has_text(const config::Edition& edition,
                              const store::StoryRecord& story) const;

  /// Whether a file of a current story is gone, or all files of another one.
  [[nodiscard]] bool is_missing(const config::Edition& edition,
                                const store::StoryRecord& story) const;

 private:
  HasFile has_file_;
  std::optional<std::uint64_t> layout_;
};

}  // namespace newshole::pages
