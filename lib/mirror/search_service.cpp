#include "mirror/search_service.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "mirror/search_menu.h"
#include "mirror/search_reader.h"
#include "site/suggestion.h"

namespace newshole::mirror {
namespace {

Result<format::Typesetter> setter_of(const site::Edition& edition, int narrower) {
  return format::Typesetter::create({.width = edition.menu_width - narrower,
                                     .charset = edition.charset,
                                     .links = edition.links,
                                     .measure = edition.menu_measure});
}

// Links to what is not there are worse than a story too few.
void drop_missing(SearchHits& hits, const site::Config& config, const site::Edition& edition) {
  std::erase_if(hits.hits, [&](const SearchHit& hit) {
    std::error_code error;
    return hit.path.empty() ||
           !std::filesystem::exists(config.root / path_in(edition, hit.path), error);
  });
}

Result<SearchPage> page_of(const SearchQuestion& question, const SearchQuery& query,
                           SearchReader& reader, const Clock& clock) {
  SearchPage page{.address = question.address,
                  .first = static_cast<std::size_t>(question.address.page - 1) * kHitsOnPage,
                  .is_query_cut = query.is_cut};
  auto hits = reader.find({.query = query,
                           .site = question.address.site,
                           .first = page.first,
                           .count = kHitsOnPage,
                           .clock = &clock,
                           .deadline = clock.tick() + question.time});
  if (!hits) return tl::unexpected(hits.error());
  page.address.words = query.words;
  page.hits = *std::move(hits);
  return page;
}

// Of a mirror of one site that site is all there is.
Result<std::string> title_of(const std::string& site, SearchReader& reader) {
  const auto sites = reader.sites();
  if (!sites) return tl::unexpected(sites.error());
  if (site.empty()) return sites->size() == 1 ? sites->front().title : std::string();
  const auto found = std::ranges::find(*sites, site, &SearchedSite::name);
  if (found != sites->end()) return found->title;
  std::vector<std::string> names;
  for (const SearchedSite& each : *sites) names.push_back(each.name);
  return fail(ErrorKind::NotFound,
              site + ": no such site in the search index" + site::suggestion(site, names));
}

}  // namespace

const site::Edition* edition_of(const site::Config& config, const SearchAddress& address) {
  const auto found = std::ranges::find(config.editions, address.edition, &site::Edition::name);
  return found == config.editions.end() ? nullptr : &*found;
}

Result<gopher::Menu> search_menu(const SearchQuestion& question, const Clock& clock) {
  const site::Edition* edition = edition_of(*question.config, question.address);
  if (edition == nullptr)
    return fail(ErrorKind::NotFound, question.address.edition + ": no such edition");
  Result<SearchReader> reader = SearchReader::open(question.config->root);
  if (!reader) return tl::unexpected(reader.error());
  const auto title = title_of(question.address.site, *reader);
  if (!title) return tl::unexpected(title.error());
  Result<format::Typesetter> titles = setter_of(*edition, 0);
  Result<format::Typesetter> notes = setter_of(*edition, 2);
  if (!titles || !notes) return tl::unexpected(titles ? notes.error() : titles.error());
  const SearchMenuMaker maker{
      {question.config, edition, nullptr, &*titles}, &*notes, question.service};
  const auto query = parse_query(question.address.words);
  if (!query) return how_to_search_menu(maker, {.address = question.address, .title = *title});
  Result<SearchPage> page = page_of(question, *query, *reader, clock);
  if (!page) return tl::unexpected(page.error());
  page->title = *title;
  drop_missing(page->hits, *question.config, *edition);
  return results_menu(maker, *page);
}

}  // namespace newshole::mirror
