#include "pages/changes/corrections.h"

#include <array>

#include "base/limits.h"
#include "pages/changes/difference.h"
#include "pages/stories/story_path.h"
#include "text/dates/dates.h"
#include "text/width.h"

namespace newshole::pages {
namespace {

using Gap = format::PagePart::Gap;

// So that a page's path stays within kMaxStoryPath whatever the site is called.
constexpr std::size_t kMostOfSlug = 80;

std::string slug_of(std::string_view story_path) {
  const std::string folder = story_folder(story_path);
  return folder.substr(folder.rfind('/') + 1).substr(0, kMostOfSlug);
}

std::string_view label_of(Passage::Part part) {
  switch (part) {
    case Passage::Part::Headline:
      return "Headline: ";
    case Passage::Part::Byline:
      return "Byline: ";
    case Passage::Part::Text:
      break;
  }
  return "";
}

std::string how_many(std::size_t number, std::string_view one, std::string_view more) {
  return std::to_string(number) + " " + std::string(number == 1 ? one : more);
}

void add_difference(std::vector<format::PagePart>& page, const Difference& difference) {
  if (!difference.passages.empty()) {
    page.push_back({.text =
                        "Words that were taken out stand in [-such marks-], words that were put "
                        "in stand in {+such marks+}."});
  }
  for (const Passage& passage : difference.passages)
    page.push_back({.text = std::string(label_of(passage.part)) + marked(passage)});
  if (difference.left_out > 0) {
    page.push_back(
        {.text = how_many(difference.left_out, "more passage", "more passages") + " changed."});
  }
  if (difference.rewritten) {
    page.push_back({.text = "Much was rewritten: " +
                            how_many(difference.rewritten->words_before, "word", "words") +
                            " before, " + std::to_string(difference.rewritten->words_after) +
                            " now."});
  }
}

std::string title_of(const CorrectionsPage& page) {
  return name_of(page.month) + ", page " + std::to_string(page.number);
}

std::string kind_in_words(store::Correction::Kind kind) {
  return kind == store::Correction::Kind::Changed ? "changed" : "taken down by the site";
}

void add_items(gopher::Outline& menu, const SiteScope& scope,
               std::span<const CorrectionItem> corrections) {
  for (const CorrectionItem& each : corrections) {
    menu.item(each.target.type, each.correction.headline, each.target.selector);
    menu.note(scope.config.zone.whole(each.correction.time) + ", " +
              kind_in_words(each.correction.kind));
  }
  menu.blank();
}

void add_older(gopher::Outline& menu, const SiteScope& scope,
               const std::optional<CorrectionsPage>& older) {
  if (older)
    add_menu(menu, scope, "Older corrections: " + title_of(*older),
             corrections_folder(scope.profile.name, *older));
}

}  // namespace

std::int64_t pages_of_corrections(std::int64_t corrections) {
  return (corrections + kCorrections - 1) / kCorrections;
}

std::string corrections_folder(std::string_view site) {
  return std::string(site) + "/corrections";
}

std::string corrections_folder(std::string_view site, const CorrectionsPage& page) {
  const auto month = static_cast<unsigned>(page.month.month());
  return corrections_folder(site) + "/" + std::to_string(static_cast<int>(page.month.year())) +
         (month < 10 ? "/0" : "/") + std::to_string(month) + "/page-" + std::to_string(page.number);
}

std::string correction_path(std::string_view site, std::string_view story_path, UtcTime time,
                            int number) {
  const std::string day = text::to_rfc3339(time).substr(0, 10);
  std::string path = corrections_folder(site) + "/" + day.substr(0, 4) + "/" + day.substr(5, 2) +
                     "/" + day.substr(8, 2) + "/" + slug_of(story_path);
  if (number > 1) path += "-" + std::to_string(number);
  return path + ".txt";
}

std::vector<format::PagePart> correction_page(const store::Correction& correction,
                                              std::string_view story_selector) {
  std::vector<format::PagePart> page = {
      {.text = std::string(kCorrectionHeading)},
      {.text = text::shortened(correction.headline, limits::kTitleCells)},
      {.text = "Changed on " + in_words(correction.time)},
      {.text = "The story as it is now:",
       .address = std::string(story_selector),
       .gap = Gap::None}};
  add_difference(page, difference_of(correction.difference));
  return page;
}

gopher::Outline corrections_menu(const SiteScope& scope,
                                 std::span<const CorrectionItem> corrections,
                                 const std::optional<CorrectionsPage>& older) {
  gopher::Outline menu = head_of_menu(scope);
  menu.text(
      "Corrections: what stories said otherwise after they stood here, and what the site "
      "took down.");
  menu.blank();
  add_items(menu, scope, corrections);
  add_older(menu, scope, older);
  add_way_back(menu, scope, scope.profile.name);
  return menu;
}

gopher::Outline corrections_page_menu(const SiteScope& scope, const CorrectionsPage& page,
                                      std::span<const CorrectionItem> corrections,
                                      const std::optional<CorrectionsPage>& older) {
  const std::string& site = scope.profile.name;
  gopher::Outline menu = head_of_menu(scope);
  menu.heading("Corrections: " + title_of(page));
  menu.blank();
  add_items(menu, scope, corrections);
  add_older(menu, scope, older);
  add_menu(menu, scope, "<- newest corrections", corrections_folder(site));
  add_way_back(menu, scope, site);
  return menu;
}

std::string in_words(UtcTime time) {
  return text::to_line({.time = time, .offset = std::chrono::minutes(0)});
}

}  // namespace newshole::pages
