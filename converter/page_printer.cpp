#include "page_printer.h"

#include <algorithm>
#include <cstddef>

#include "extract/generic/generic_extractor.h"
#include "extract/metadata/stated_address.h"
#include "fetch/page_message.h"
#include "listing/feeds/feed.h"

namespace newshole::converter {
namespace {

/// Of a page that neither --url nor itself says the address of.
constexpr const char* kNoAddress =
    "its address is not known: links that are not whole are left out (see --url)";

bool is_front_page(const url::Url& url, const site::SiteProfile& profile) {
  return std::ranges::any_of(profile.front_pages,
                             [&url](const url::Url& page) { return page.text == url.text; });
}

/// By its bytes (a feed), or by its address.
bool is_list(const fetch::Page& page, Address address, const site::SiteProfile* profile) {
  if (listing::feed_kind(page.html)) return true;
  return address == Address::Known && profile != nullptr && is_front_page(page.url, *profile);
}

bool is_home_page(const url::Url& url, Address address) {
  return address == Address::Known && url.path == "/" && url.query.empty();
}

/// A page that is no article may be a list: an index, or, where its address is not known, the front
/// page of the site that somebody named.
bool may_be_list(const Error& error, Address address, const site::SiteProfile* profile) {
  if (address == Address::Elsewhere) return false;
  const bool may_be_front = address == Address::Unknown && profile != nullptr;
  return error.is_index || (may_be_front && error.kind == ErrorKind::NotArticle);
}

/// A home page of fewer stories may itself be one.
constexpr std::size_t kLeastStoriesOfHome = 5;

/// The addresses of stories, one a line.
Converted lines_of(const Result<std::vector<extract::Story>>& stories) {
  if (!stories) return {.error = stories.error()};
  Converted out;
  for (const extract::Story& story : *stories) out.bytes += story.url.text + "\n";
  return out;
}

/// For whoever converts the page: its own notice, and that its site's profile does not fit it.
std::string notice_of(const extract::Article& article, std::string_view otherwise) {
  std::string notice = article.notice.value_or(std::string(otherwise));
  if (!article.overruled) return notice;
  if (!notice.empty()) notice += "; ";
  return notice + "read without the profile " + article.site + ", which finds " +
         std::to_string(article.overruled->by_rules) + " of " +
         std::to_string(article.overruled->without_rules) + " words";
}

/// `read` is the Result of reading the page.
Converted explained(const std::vector<extract::FieldTrace>& trace, const auto& read) {
  Converted out;
  if (!read) out.error = read.error();
  for (const extract::FieldTrace& field : trace) out.bytes += explanation_line(field);
  return out;
}

}  // namespace

Address address_after(const url::Url& asked, const url::Url& came, const site::Catalog& catalog) {
  const site::SiteProfile* profile = catalog.by_url(came);
  const bool is_front =
      is_home_page(came, Address::Known) || (profile != nullptr && is_front_page(came, *profile));
  const std::string_view name = std::string_view(asked.path).substr(asked.path.rfind('/') + 1);
  const bool is_other = asked.path != came.path && !name.starts_with("index.") && name != "home";
  return is_front && is_other ? Address::Elsewhere : Address::Known;
}

std::string explanation_line(const extract::FieldTrace& trace) {
  constexpr std::size_t kFieldColumns = 10;
  std::string line = trace.field;
  line.resize(std::max(kFieldColumns, line.size()), ' ');
  if (trace.origin.empty()) return line + "  - " + trace.value + "\n";
  return line + "  " + trace.origin + "  \"" + trace.value + "\"\n";
}

Result<const site::SiteProfile*> PagePrinter::profile_for(const url::Url& url) const {
  if (options_->site == extract::kGenericSite) return nullptr;
  if (!options_->site.empty()) return catalog_->by_name(options_->site);
  return reader_.profile_for(url);
}

Result<press::Press*> PagePrinter::press() {
  if (!press_) {
    Result<press::Press> created = press::Press::create(options_->style);
    if (!created) return tl::unexpected(created.error());
    press_ = *std::move(created);
  }
  return &*press_;
}

Converted PagePrinter::explain_article(const fetch::Page& page, const site::SiteProfile* profile) {
  std::vector<extract::FieldTrace> trace;
  const Result<extract::Article> article = reader_.article(page, profile, &trace);
  return explained(trace, article);
}

Converted PagePrinter::explain_stories(const fetch::Page& page, const site::SiteProfile* profile) {
  std::vector<extract::FieldTrace> trace;
  const auto stories = reader_.stories(page, profile, &trace);
  return explained(trace, stories);
}

Converted PagePrinter::explain_page(const fetch::Page& page, Address address,
                                    const site::SiteProfile* profile) {
  if (options_->site == extract::kGenericSite) return explain_article(page, profile);
  if (sure_list(page, address, profile)) return explain_stories(page, profile);
  Converted article = explain_article(page, profile);
  if (!article.error || !may_be_list(*article.error, address, profile)) return article;
  Converted stories = explain_stories(page, profile);
  if (stories.error) return article;
  stories.bytes.insert(0, article.bytes);
  return stories;
}

Converted PagePrinter::explain(const fetch::Page& page, Address address,
                               const site::SiteProfile* profile) {
  Converted out = explain_page(page, address, profile);
  const std::string name = profile == nullptr ? std::string(extract::kGenericSite) : profile->name;
  out.bytes.insert(0, "site        " + name + "\n");
  return out;
}

Converted PagePrinter::print_article(const fetch::Page& page, Address address,
                                     const site::SiteProfile* profile) {
  Result<extract::Article> article = reader_.article(page, profile);
  if (!article) return {.error = article.error()};
  const bool has_no_base = address == Address::Unknown && profile == nullptr;
  if (address == Address::Unknown) article->url.clear();
  const Result<press::Press*> press = this->press();
  if (!press) return {.error = press.error()};
  return {.bytes = (*press)->print(options_->format, *article, {.profile = profile}),
          .notice = notice_of(*article, has_no_base ? kNoAddress : ""),
          .error = std::nullopt};
}

Converted PagePrinter::print_stories(const Stories& stories, const site::SiteProfile* profile) {
  const Result<press::Press*> press = this->press();
  if (!press) return {.error = press.error()};
  return {.bytes = (*press)->print(options_->format, stories, {.profile = profile})};
}

Result<PagePrinter::Stories> PagePrinter::stories_of(const fetch::Page& page,
                                                     const site::SiteProfile* profile) {
  auto stories = reader_.stories(page, profile);
  if (!stories || page.url.text != extract::kUnknownAddress) return stories;
  std::erase_if(*stories,
                [&page](const extract::Story& story) { return story.url.host == page.url.host; });
  if (stories->empty()) return fail(ErrorKind::NotArticle, kNoAddress);
  return stories;
}

// A home page may be a story, with a list of others beside it.
bool PagePrinter::is_story(const fetch::Page& page, const site::SiteProfile* profile,
                           std::size_t stories) {
  constexpr std::size_t kWordsOfStory = 250;
  constexpr std::size_t kStoriesBeside = 12;
  if (stories > kStoriesBeside) return false;
  const auto article = reader_.article(page, profile);
  return article && extract::count_words(*article) >= kWordsOfStory;
}

std::optional<Result<PagePrinter::Stories>> PagePrinter::sure_list(
    const fetch::Page& page, Address address, const site::SiteProfile* profile) {
  if (is_list(page, address, profile)) return stories_of(page, profile);
  if (!is_home_page(page.url, address)) return std::nullopt;
  auto stories = stories_of(page, profile);
  const bool is_list = stories && stories->size() >= kLeastStoriesOfHome &&
                       !is_story(page, profile, stories->size());
  return is_list ? std::optional(std::move(stories)) : std::nullopt;
}

Converted PagePrinter::print_page(const fetch::Page& page, Address address,
                                  const site::SiteProfile* profile) {
  if (const auto stories = sure_list(page, address, profile))
    return *stories ? print_stories(**stories, profile) : Converted{.error = stories->error()};
  if (address == Address::Elsewhere)
    return {.error = Error{ErrorKind::NotArticle, "it leads to the front page: " + page.url.text}};
  Converted article = print_article(page, address, profile);
  if (!article.error || !may_be_list(*article.error, address, profile)) return article;
  const auto stories = stories_of(page, profile);
  if (stories) return print_stories(*stories, profile);
  return stories.error().message == kNoAddress ? Converted{.error = stories.error()} : article;
}

Converted PagePrinter::print_addresses(const fetch::Page& page, Address address,
                                       const site::SiteProfile* profile) {
  const auto sure = sure_list(page, address, profile);
  if (sure) return lines_of(*sure);
  const auto article = reader_.article(page, profile);
  if (article || !may_be_list(article.error(), address, profile)) return {};
  return lines_of(stories_of(page, profile));
}

bool PagePrinter::takes_stated_address(fetch::Page& page) const {
  std::optional<url::Url> stated = extract::stated_address(page.html, *clock_);
  if (!stated) return false;
  if (!options_->site.empty() && options_->site != extract::kGenericSite) {
    const site::SiteProfile* owner = catalog_->by_url(*stated);
    if (owner == nullptr || owner->name != options_->site) return false;
  }
  page.url = *std::move(stated);
  return true;
}

Converted PagePrinter::print(fetch::Page page, Address address, Purpose purpose) {
  if (address == Address::Unknown && takes_stated_address(page)) address = Address::Known;
  const Result<const site::SiteProfile*> profile = profile_for(page.url);
  if (!profile) return {.error = profile.error()};
  if (purpose == Purpose::Explanation) return explain(page, address, *profile);
  const bool is_article_wanted = options_->site == extract::kGenericSite;
  if (purpose == Purpose::Addresses)
    return is_article_wanted ? Converted() : print_addresses(page, address, *profile);
  if (is_article_wanted) return print_article(page, address, *profile);
  return print_page(page, address, *profile);
}

std::string PagePrinter::answer(std::string_view request) {
  sandbox::MessageReader message(request);
  const auto address = static_cast<Address>(message.number_below(3));
  const auto purpose = static_cast<Purpose>(message.number_below(3));
  Result<fetch::Page> page = fetch::read_page(message);
  const Converted converted =
      page ? print(*std::move(page), address, purpose) : Converted{.error = page.error()};
  sandbox::MessageWriter answer;
  answer.text(converted.bytes);
  answer.text(converted.notice);
  answer.number(converted.error ? 1 : 0);
  if (converted.error) answer.error(*converted.error);
  return answer.take();
}

std::string to_request(const fetch::Page& page, Address address, Purpose purpose) {
  sandbox::MessageWriter request;
  request.number(static_cast<std::uint64_t>(address));
  request.number(static_cast<std::uint64_t>(purpose));
  fetch::write(request, page);
  return request.take();
}

Converted to_converted(std::string_view answer, text::Charset charset) {
  sandbox::MessageReader message(answer);
  Converted converted{.bytes = std::string(message.text()), .notice = std::string(message.text())};
  if (message.number_below(2) == 1) converted.error = message.error();
  const bool is_sound = message.is_whole() && text::is_printable(converted.bytes, charset);
  if (!is_sound) return {.error = Error{ErrorKind::TooComplex, "what was made of it is no text"}};
  return converted;
}

}  // namespace newshole::converter
