#include "search/indexed_story.h"

#include <optional>
#include <string_view>
#include <utility>

#include "base/join.h"
#include "pages/menus.h"
#include "pages/own_file.h"
#include "text/clean.h"
#include "text/utf8.h"

namespace newshole::search {
namespace {

// Not within a character.
void cut(std::string& text) {
  if (text.size() <= kMostIndexedText) return;
  std::size_t end = kMostIndexedText;
  while (end > 0 && text::is_continuation(text[end])) --end;
  text.resize(end);
}

std::string byline_of(const extract::Article& article) {
  return article.byline ? text::as_printed(*article.byline) : joined(article.authors, ", ");
}

// The site may have listed a story under another headline than its page has.
std::string body_of(const extract::Article& article, const std::string& headline) {
  std::string body;
  if (article.headline != headline) body = text::as_printed(article.headline) + "\n";
  for (const extract::Block& block : article.blocks) {
    if (body.size() > kMostIndexedText) break;
    body += text::as_printed(block.text) + "\n";
  }
  return body;
}

std::string text_of_file(const UpdateSources& sources, const std::string& path) {
  const std::string text = pages::text_of_own_file(
      sources.root / pages::path_in(*sources.edition, path), kMostIndexedText);
  return std::string(pages::article_in(text).value_or(""));
}

}  // namespace

Result<IndexedStory> indexed_story(const UpdateSources& sources, const std::string& site,
                                   const SectionTitles& sections,
                                   const store::StoryRecord& record) {
  IndexedStory story{
      .path = record.path, .headline = record.headline, .day = store::archive_day(record)};
  const auto section = sections.find(record.section);
  if (section != sections.end()) story.section = section->second;
  const auto article = store::article_of(*sources.state, *sources.fresh, site, record.url);
  if (!article) return tl::unexpected(article.error());
  if (*article) {
    story.byline = byline_of(**article);
    story.body = body_of(**article, record.headline);
  } else {
    story.body = text_of_file(sources, record.path);
  }
  cut(story.body);
  return story;
}

}  // namespace newshole::search
