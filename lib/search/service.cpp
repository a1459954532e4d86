#include "search/service.h"

#include <algorithm>
#include <fcntl.h>
#include <system_error>

#include "pages/stories/story_forms.h"
#include "press/press.h"
#include "search/files.h"
#include "search/listing.h"
#include "search/menu.h"
#include "search/reader.h"
#include "site/suggestion.h"

namespace newshole::search {
namespace {

/// Looks at the files on the disk.
pages::StoryForms forms_of(const std::filesystem::path& root) {
  return {[root](const std::string& path) {
            std::error_code error;
            return std::filesystem::exists(root / path, error);
          },
          std::nullopt};
}

// A hit whose file is missing would be a dead link.
void drop_missing(Hits& hits, const pages::StoryForms& forms, const config::Edition& edition) {
  std::erase_if(hits.hits, [&](const Hit& hit) {
    return hit.path.empty() || forms.is_missing(edition, {.path = hit.path});
  });
}

std::vector<pages::StoryItem> items_of(const Hits& hits, const pages::StoryForms& forms,
                                       const pages::EditionScope& scope) {
  std::vector<pages::StoryItem> items;
  for (const Hit& hit : hits.hits)
    items.push_back(forms.item_of(scope, {.path = hit.path, .headline = hit.headline}));
  return items;
}

Result<ResultsPage> page_of(const Question& question, const Query& query, Reader& reader,
                            const Clock& clock) {
  ResultsPage page{
      .address = question.address,
      .first = static_cast<std::size_t>(question.address.page - 1) * pages::kHitsOnPage,
      .is_query_cut = query.is_cut};
  auto hits = reader.find({.query = query,
                           .site = question.address.site,
                           .first = page.first,
                           .count = pages::kHitsOnPage,
                           .clock = &clock,
                           .deadline = clock.tick() + question.time});
  if (!hits) return tl::unexpected(hits.error());
  page.address.words = query.words;
  page.hits = *std::move(hits);
  return page;
}

// Where the mirror has one site, a search of all sites is one of that site.
Result<std::string> title_of(const std::string& site, Reader& reader) {
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

// By its own path, which also leads to a folder that was created anew; else by the one held open.
Result<Reader> open_reader(const Question& question) {
  Result<Reader> reader = Reader::open(question.config->root);
  const bool is_closed_to_us = !reader && reader.error().kind == ErrorKind::Io;
  return is_closed_to_us && !question.indexes.empty() ? Reader::open_folder(question.indexes)
                                                      : std::move(reader);
}

struct Answer {
  enum class Kind { Results, HowToAsk };
  Kind kind = Kind::HowToAsk;
  const config::Edition* edition = nullptr;
  ResultsPage page;
};

Result<Answer> answer_of(const Question& question, const Clock& clock) {
  const config::Edition* edition = edition_of(*question.config, question.address);
  if (edition == nullptr)
    return fail(ErrorKind::NotFound, question.address.edition + ": no such edition");
  Result<Reader> reader = open_reader(question);
  if (!reader) return tl::unexpected(reader.error());
  auto title = title_of(question.address.site, *reader);
  if (!title) return tl::unexpected(title.error());
  const auto query = parse_query(question.address.words);
  if (!query)
    return Answer{Answer::Kind::HowToAsk, edition, {.address = question.address, .title = *title}};
  Result<ResultsPage> page = page_of(question, *query, *reader, clock);
  if (!page) return tl::unexpected(page.error());
  page->title = *std::move(title);
  const pages::StoryForms forms = forms_of(question.config->root);
  drop_missing(page->hits, forms, *edition);
  page->stories = items_of(page->hits, forms, {*question.config, *edition});
  return Answer{Answer::Kind::Results, edition, *std::move(page)};
}

/// The file that menus of the edition name.
std::string file_of(const Hit& hit, const pages::StoryForms& forms,
                    const config::Edition& edition) {
  const bool is_text = forms.form_of(edition, {.path = hit.path}) == pages::StoryForm::Text;
  return is_text ? pages::path_in(edition, hit.path) : pages::story_menu_path(edition, hit.path);
}

}  // namespace

Descriptor open_indexes(const std::filesystem::path& root) {
  return Descriptor(::open(index_folder(root).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

const config::Edition* edition_of(const config::Config& config,
                                  const pages::SearchAddress& address) {
  const auto found = std::ranges::find(config.editions, address.edition, &config::Edition::name);
  return found == config.editions.end() ? nullptr : &*found;
}

Result<gopher::Menu> search_menu(const Question& question, const Clock& clock) {
  const auto answer = answer_of(question, clock);
  if (!answer) return tl::unexpected(answer.error());
  const config::Edition& edition = *answer->edition;
  Result<format::Typesetter> setter = format::Typesetter::create(press::menu_view(edition));
  if (!setter) return tl::unexpected(setter.error());
  const Scope scope{{*question.config, edition}, question.service};
  const bool is_query = answer->kind == Answer::Kind::Results;
  return (is_query ? results_menu(scope, answer->page) : how_to_search_menu(scope, answer->page))
      .set(*setter);
}

Result<std::string> search_listing(const Question& question, ListingForm form, const Clock& clock) {
  const auto answer = answer_of(question, clock);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->kind == Answer::Kind::HowToAsk)
    return form == ListingForm::Text ? how_to_search_text() : std::string();
  const pages::StoryForms forms = forms_of(question.config->root);
  std::vector<std::string> files;
  for (const Hit& hit : answer->page.hits.hits)
    files.push_back(question.config->root / file_of(hit, forms, *answer->edition));
  return form == ListingForm::Text ? to_text(answer->page, files)
                                   : to_json_lines(answer->page, files);
}

std::string index_version(const Question& question) {
  std::string version = version_of(index_folder(question.config->root));
  return version.empty() && !question.indexes.empty() ? version_of(question.indexes) : version;
}

gopher::Menu search_error_menu(const Error& error) {
  std::string_view said = "The search does not work now, try again later";
  if (error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Usage)
    said = "There is nothing to search here";
  if (error.kind == ErrorKind::Timeout) said = "The search took too long, ask for rarer words";
  return {{.type = gopher::ItemType::Error, .display = std::string(said), .selector = "/"}};
}

}  // namespace newshole::search
