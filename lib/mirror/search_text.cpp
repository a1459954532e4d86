#include "mirror/search_text.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "pages/own_file.h"
#include "text/clean.h"

namespace newshole::mirror {
namespace {

// Not within a character.
void cut(std::string& text) {
  if (text.size() <= search::kMostIndexedText) return;
  std::size_t end = search::kMostIndexedText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
}

std::string byline_of(const extract::Article& article) {
  if (article.byline) return text::as_printed(*article.byline);
  std::string names;
  for (const std::string& name : article.authors) names += (names.empty() ? "" : ", ") + name;
  return names;
}

// The site may have listed a story under another headline than its page has.
std::string body_of(const extract::Article& article, const std::string& headline) {
  std::string body;
  if (article.headline != headline) body = text::as_printed(article.headline) + "\n";
  for (const extract::Block& block : article.blocks) {
    if (body.size() > search::kMostIndexedText) break;
    body += text::as_printed(block.text) + "\n";
  }
  return body;
}

std::string text_of_file(const Run& run, const std::string& path) {
  const config::Edition& edition = *run.editions->front().edition;
  const std::string text = pages::text_of_own_file(
      run.options->config.root / pages::path_in(edition, path), search::kMostIndexedText);
  return std::string(pages::article_in(text).value_or(""));
}

}  // namespace

Result<search::IndexedStory> indexed_story(const Run& run, const std::string& site,
                                           const SectionTitles& sections,
                                           const store::StoryRecord& record) {
  search::IndexedStory story{
      .path = record.path, .headline = record.headline, .day = store::archive_day(record)};
  const auto section = sections.find(record.section);
  if (section != sections.end()) story.section = section->second;
  const Result<std::optional<extract::Article>> article = article_of(run, site, record.url);
  if (!article) return tl::unexpected(article.error());
  if (*article) {
    story.byline = byline_of(**article);
    story.body = body_of(**article, record.headline);
  } else {
    story.body = text_of_file(run, record.path);
  }
  cut(story.body);
  return story;
}

}  // namespace newshole::mirror
