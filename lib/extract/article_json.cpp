#include "extract/article_json.h"

#include <array>

#include <nlohmann/json.hpp>

#include "text/clean.h"
#include "text/dates/dates.h"

namespace newshole::extract {
namespace {

using nlohmann::ordered_json;

constexpr int kSchema = 1;

/// In the order of BlockKind.
constexpr auto kKindNames = std::to_array<const char*>(
    {"paragraph", "heading", "list_item", "quote", "preformatted", "table", "caption", "note"});
static_assert(kKindNames.size() == static_cast<std::size_t>(BlockKind::Note) + 1);

ordered_json text_or_null(const std::optional<std::string>& text) {
  return text ? ordered_json(text::as_printed(*text)) : ordered_json();
}

ordered_json number_or_null(const std::optional<int>& number) {
  return number ? ordered_json(*number) : ordered_json();
}

ordered_json time_or_null(const std::optional<text::DateOrTime>& time) {
  return time ? ordered_json(text::to_rfc3339(*time)) : ordered_json();
}

ordered_json names_or_null(const std::vector<std::string>& names) {
  if (names.empty()) return nullptr;
  ordered_json out = ordered_json::array();
  for (const std::string& name : names) out.push_back(text::as_printed(name));
  return out;
}

ordered_json preferences_or_null(const fetch::Preferences& preferences) {
  if (preferences == fetch::Preferences{}) return nullptr;
  ordered_json out = {{"noarchive", preferences.no_archive}};
  for (const auto& [name, member] : fetch::kPreferenceTexts)
    out[name] = text_or_null(preferences.*member);
  return out;
}

ordered_json to_value(const Block& block) {
  ordered_json links = ordered_json::array();
  for (const Link& link : block.links) {
    links.push_back({{"text", text::as_printed(link.text)}, {"url", link.url}});
  }
  return {{"kind", kKindNames.at(static_cast<std::size_t>(block.kind))},
          {"text", text::as_printed(block.text)},
          {"level", number_or_null(block.kind == BlockKind::Table ? std::nullopt : block.level)},
          {"ordinal", number_or_null(block.ordinal)},
          {"links", std::move(links)}};
}

ordered_json to_value(const Article& article) {
  ordered_json blocks = ordered_json::array();
  for (const Block& block : article.blocks) blocks.push_back(to_value(block));
  ordered_json out = {{"schema", kSchema},
                      {"url", article.url.empty() ? ordered_json() : ordered_json(article.url)},
                      {"full_url", text_or_null(article.full_url)},
                      {"site", article.site},
                      {"headline", text::as_printed(article.headline)},
                      {"byline", text_or_null(article.byline)},
                      {"authors", names_or_null(article.authors)},
                      {"published", time_or_null(article.published)},
                      {"updated", time_or_null(article.updated)},
                      {"timestamp", text_or_null(article.timestamp)},
                      {"source", text_or_null(article.source)},
                      {"copyright", text_or_null(article.copyright)},
                      {"section", text_or_null(article.section)},
                      {"language", text_or_null(article.language)},
                      {"preferences", preferences_or_null(article.preferences)},
                      {"words", count_words(article)},
                      {"blocks", std::move(blocks)}};
  if (article.publisher) out["publisher"] = text::as_printed(*article.publisher);
  if (article.notice) out["notice"] = *article.notice;
  return out;
}

/// Clean text is valid UTF-8; if a fault ever let other bytes in, output stays JSON.
std::string dump(const ordered_json& value, int indent) {
  return value.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const Story& story) {
  std::optional<text::DateOrTime> published = story.published;
  if (!published && story.date)
    published = text::DateOrTime{std::chrono::sys_days(*story.date), std::nullopt};
  return dump({{"url", story.url.text},
               {"headline", text::as_printed(story.headline)},
               {"section", text_or_null(story.section)},
               {"authors", names_or_null(story.authors)},
               {"published", time_or_null(published)},
               {"updated", time_or_null(story.updated)},
               {"summary", text_or_null(story.summary)}},
              -1);
}

std::string to_json(const Article& article) {
  return dump(to_value(article), -1);
}

std::string to_indented_json(const Article& article) {
  return dump(to_value(article), 2);
}

}  // namespace newshole::extract
