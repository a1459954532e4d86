#include "listing/own_links/link_place.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace newshole::listing {
namespace {

struct PlaceName {
  std::string_view name;
  Place place = Place::Main;
};

constexpr auto kTags = std::to_array<PlaceName>({{"aside", Place::Beside},
                                                 {"dialog", Place::Promotion},
                                                 {"footer", Place::Footer},
                                                 {"nav", Place::Navigation}});

/// WAI-ARIA.
constexpr auto kRoles = std::to_array<PlaceName>({{"complementary", Place::Beside},
                                                  {"contentinfo", Place::Footer},
                                                  {"dialog", Place::Promotion},
                                                  {"menu", Place::Navigation},
                                                  {"menubar", Place::Navigation},
                                                  {"navigation", Place::Navigation},
                                                  {"search", Place::Navigation},
                                                  {"toolbar", Place::Navigation}});

/// Words of classes and ids. Sorted.
constexpr auto kWords = std::to_array<PlaceName>({
    {"ad", Place::Promotion},
    {"ads", Place::Promotion},
    {"adsbygoogle", Place::Promotion},
    {"advert", Place::Promotion},
    {"advertisement", Place::Promotion},
    {"advertising", Place::Promotion},
    {"adverts", Place::Promotion},
    {"affiliate", Place::Promotion},
    {"aside", Place::Beside},
    {"bottomnav", Place::Navigation},
    {"breadcrumb", Place::Navigation},
    {"breadcrumbs", Place::Navigation},
    {"colophon", Place::Footer},
    {"comment", Place::Comments},
    {"commentlist", Place::Comments},
    {"comments", Place::Comments},
    {"consent", Place::Promotion},
    {"cookie", Place::Promotion},
    {"cookies", Place::Promotion},
    {"disqus", Place::Comments},
    {"dropdown", Place::Navigation},
    {"footer", Place::Footer},
    {"gdpr", Place::Promotion},
    {"impressum", Place::Footer},
    {"login", Place::Promotion},
    {"mainmenu", Place::Navigation},
    {"mainnav", Place::Navigation},
    {"megamenu", Place::Navigation},
    {"menu", Place::Navigation},
    {"menubar", Place::Navigation},
    {"mostpopular", Place::Popular},
    {"mostread", Place::Popular},
    {"mostviewed", Place::Popular},
    {"nav", Place::Navigation},
    {"navbar", Place::Navigation},
    {"navigation", Place::Navigation},
    {"navmenu", Place::Navigation},
    {"outbrain", Place::Promotion},
    {"pager", Place::Navigation},
    {"pagination", Place::Navigation},
    {"partners", Place::Promotion},
    {"popular", Place::Popular},
    {"popularposts", Place::Popular},
    {"promoted", Place::Promotion},
    {"recentcomments", Place::Comments},
    {"share", Place::Promotion},
    {"sharing", Place::Promotion},
    {"sidebar", Place::Beside},
    {"signin", Place::Promotion},
    {"signup", Place::Promotion},
    {"sitemap", Place::Footer},
    {"skiplink", Place::Navigation},
    {"social", Place::Promotion},
    {"sponsor", Place::Promotion},
    {"sponsored", Place::Promotion},
    {"sponsors", Place::Promotion},
    {"submenu", Place::Navigation},
    {"subnav", Place::Navigation},
    {"taboola", Place::Promotion},
    {"tagcloud", Place::Navigation},
    {"taglist", Place::Navigation},
    {"tags", Place::Navigation},
    {"topmenu", Place::Navigation},
    {"topnav", Place::Navigation},
    {"trending", Place::Popular},
});
static_assert(std::ranges::is_sorted(kWords, {}, &PlaceName::name));

/// Words in a row: "most-read".
constexpr std::string_view kMost = "most";
constexpr auto kMostWhat = std::to_array<std::string_view>(
    {"commented", "emailed", "popular", "read", "shared", "viewed"});

template <std::size_t N>
Place found_in(const std::array<PlaceName, N>& table, std::string_view name) {
  const auto found = std::ranges::find(table, name, &PlaceName::name);
  return found == table.end() ? Place::Main : found->place;
}

Place of_word(std::string_view word) {
  const auto* const found = std::ranges::lower_bound(kWords, word, {}, &PlaceName::name);
  return found != kWords.end() && found->name == word ? found->place : Place::Main;
}

Place of_words(const std::vector<std::string>& words) {
  Place worst = Place::Main;
  for (std::size_t i = 0; i < words.size(); ++i) {
    worst = std::max(worst, of_word(words[i]));
    const bool is_pair =
        i > 0 && words[i - 1] == kMost && std::ranges::find(kMostWhat, words[i]) != kMostWhat.end();
    if (is_pair) worst = std::max(worst, Place::Popular);
  }
  return worst;
}

bool holds_page(std::string_view tag) {
  return tag == "html" || tag == "body" || tag == "main" || tag == "article";
}

}  // namespace

Place LinkPlaces::named(std::string_view name) {
  constexpr std::size_t kLongestName = 400;
  if (name.empty() || name.size() > kLongestName) return Place::Main;
  const auto [row, is_new] = known_.try_emplace(name);
  if (is_new) row->second = of_words(extract::name_words(name));
  return row->second;
}

PlaceSign LinkPlaces::of(html::Node element) {
  const std::string_view tag = element.tag();
  if (holds_page(tag)) return {};
  if (extract::evidence_of(element, extract::names_of(element, meanings_)) ==
      extract::Evidence::Hidden)
    return {Place::Hidden, Sign::Name};
  const Place by_tag =
      std::max(found_in(kTags, tag), found_in(kRoles, element.attribute("role").value_or("")));
  const Place by_name = std::max(named(element.attribute("class").value_or("")),
                                 named(element.attribute("id").value_or("")));
  return by_name > by_tag ? PlaceSign{by_name, Sign::Name} : PlaceSign{by_tag, Sign::Tag};
}

std::string_view words_for(Place place) {
  constexpr auto kTexts = std::to_array<std::string_view>(
      {"", "beside the stories", "among the most read", "in navigation", "in the footer",
       "in promotion", "in comments", "hidden"});
  return kTexts[static_cast<std::size_t>(place)];
}

}  // namespace newshole::listing
