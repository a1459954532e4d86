#include "pages/stories/story_forms.h"

#include <algorithm>

#include "pages/stories/story_path.h"

namespace newshole::pages {

bool has_text_view(const config::Edition& edition) {
  return edition.article_view != config::ArticleView::Menu;
}

bool has_menu_view(const config::Edition& edition) {
  return edition.article_view != config::ArticleView::Text;
}

StoryFiles story_files(const config::Edition& edition, const std::string& story_path) {
  StoryFiles files;
  (has_text_view(edition) ? files.own : files.others).push_back(path_in(edition, story_path));
  (has_menu_view(edition) ? files.own : files.others)
      .push_back(story_menu_path(edition, story_path));
  files.others.push_back(other_menu_path(edition, story_folder(story_path)));
  return files;
}

StoryForm StoryForms::form_of(const config::Edition& edition,
                              const store::StoryRecord& story) const {
  const StoryForm own = form_in(edition);
  if (is_current(story) || story.path.empty()) return own;
  const std::string text = path_in(edition, story.path);
  const std::string menu = story_menu_path(edition, story.path);
  const bool is_there = has_file_(own == StoryForm::Text ? text : menu);
  if (is_there || !has_file_(own == StoryForm::Text ? menu : text)) return own;
  return own == StoryForm::Text ? StoryForm::Menu : StoryForm::Text;
}

bool StoryForms::has_text(const config::Edition& edition, const store::StoryRecord& story) const {
  if (is_current(story)) return has_text_view(edition);
  return has_file_(path_in(edition, story.path));
}

bool StoryForms::is_missing(const config::Edition& edition, const store::StoryRecord& story) const {
  const StoryFiles files = story_files(edition, story.path);
  if (is_current(story)) return !std::ranges::all_of(files.own, has_file_);
  return std::ranges::none_of(files.own, has_file_) &&
         std::ranges::none_of(files.others, has_file_);
}

}  // namespace newshole::pages
