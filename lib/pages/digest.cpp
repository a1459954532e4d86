#include "pages/digest.h"

#include <algorithm>

#include "base/limits.h"
#include "text/dates/dates.h"
#include "text/width.h"

namespace newshole::pages {
namespace {

using Gap = format::PagePart::Gap;

constexpr std::string_view kIndent = "  ";
constexpr std::size_t kLinesOfHeadline = 2;
constexpr std::size_t kLinesOfText = 3;
// More than so many lines of any edition hold.
constexpr int kCellsOfText = 700;

std::string shown_headline(std::string_view headline) {
  return text::shortened(headline, limits::kTitleCells);
}

std::string facts_of(const DigestEntry& entry) {
  std::string facts = entry.section;
  if (!entry.time) return facts;
  if (!facts.empty()) facts += ", ";
  return facts + text::to_rfc3339(*entry.time).substr(11, 5) + " UTC";
}

void add_entry(std::vector<format::PagePart>& page, const DigestEntry& entry) {
  const std::string indent(kIndent);
  page.push_back({.text = shown_headline(entry.headline), .most_lines = kLinesOfHeadline});
  if (const std::string facts = facts_of(entry); !facts.empty())
    page.push_back({.text = facts, .indent = indent, .most_lines = 1, .gap = Gap::None});
  if (!entry.beginning.empty()) {
    page.push_back(
        {.text = entry.beginning, .indent = indent, .most_lines = kLinesOfText, .gap = Gap::None});
  }
  page.push_back({.text = "", .indent = indent, .address = entry.selector, .gap = Gap::None});
}

std::string beginning_of(const extract::Article& article) {
  const auto first =
      std::ranges::find(article.blocks, extract::BlockKind::Paragraph, &extract::Block::kind);
  if (first == article.blocks.end()) return {};
  std::string text(text::prefix_within(first->text, kCellsOfText, first->text.size()));
  std::ranges::replace(text, '\n', ' ');
  return text;
}

std::string stories_of_day(std::size_t stories) {
  return std::to_string(stories) + (stories == 1 ? " story" : " stories");
}

}  // namespace

std::string digest_folder(std::string_view site) {
  return std::string(site) + "/digest";
}

std::string digest_path(std::string_view site, std::chrono::sys_days day) {
  return digest_folder(site) + "/" + text::to_rfc3339(UtcTime(day)).substr(0, 10) + ".txt";
}

DigestEntry digest_entry(const StoryItem& item, const store::StoryRecord& story,
                         std::string section, const std::optional<extract::Article>& article) {
  DigestEntry entry{.headline = item.headline,
                    .section = std::move(section),
                    .time = {},
                    .beginning = {},
                    .selector = item.selector};
  const auto& time = story.instant;
  if (time && std::chrono::floor<std::chrono::days>(*time) == store::archive_day(story))
    entry.time = time;
  if (article) entry.beginning = beginning_of(*article);
  return entry;
}

std::vector<format::PagePart> digest_page(const Digest& digest) {
  const std::string day = text::to_line({.time = UtcTime(digest.day), .offset = {}});
  std::vector<format::PagePart> page = {
      {.text = std::string(kDigestHeading)},
      {.text = digest.title + ", " + day + ": " + stories_of_day(digest.stories)}};
  for (const DigestEntry& entry : digest.entries) add_entry(page, entry);
  if (!digest.headlines.empty()) page.push_back({.text = "And:"});
  for (const StoryItem& story : digest.headlines)
    page.push_back(
        {.text = "* " + shown_headline(story.headline), .most_lines = 1, .gap = Gap::None});
  const std::size_t named = digest.entries.size() + digest.headlines.size();
  const std::size_t more = digest.stories - std::min(digest.stories, named);
  page.push_back({.text = more > 0 ? std::to_string(more) + " more:" : "All of the day:",
                  .address = digest.day_menu});
  return page;
}

}  // namespace newshole::pages
