#include "page_printer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/ascii.h"
#include "base/join.h"
#include "extract/generic/generic_extractor.h"
#include "extract/metadata/stated_address.h"
#include "fetch/page_message.h"
#include "listing/feeds/feed.h"
#include "listing/listing_message.h"
#include "site/configured_sites.h"
#include "text/clean.h"

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

UtcTime time_after(std::uint64_t seconds) {
  return UtcTime(std::chrono::seconds(static_cast<std::int64_t>(seconds)));
}

/// What is told of a list whatever is printed of it.
Converted facts_of(const listing::Listing& list) {
  return {.bytes = {},
          .notice = list.damage ? "read in part: " + *list.damage : "",
          .title = list.title.value_or("")};
}

Converted stories_alone(Result<listing::Listing> list) {
  if (!list) return {.error = list.error()};
  Converted out = facts_of(*list);
  out.list = *std::move(list);
  return out;
}

/// What a worker is asked for.
enum class Question { Page, Story };

sandbox::MessageWriter request_for(Question question, const PageOrder& order) {
  sandbox::MessageWriter request;
  request.number(static_cast<std::uint64_t>(order.address));
  request.number(static_cast<std::uint64_t>(order.purpose));
  request.number(order.listed ? 1 : 0);
  if (order.listed)
    request.number(static_cast<std::uint64_t>(order.listed->time_since_epoch().count()));
  request.number(static_cast<std::uint64_t>(question));
  return request;
}

std::string message_of(const Converted& converted) {
  sandbox::MessageWriter message;
  for (const auto* text : {&converted.bytes, &converted.notice, &converted.title})
    message.text(*text);
  message.number(converted.is_article ? 1 : 0);
  message.number(converted.error ? 1 : 0);
  if (converted.error) message.error(*converted.error);
  message.number(converted.list ? 1 : 0);
  if (converted.list) listing::write(message, *converted.list);
  return message.take();
}

/// For whoever converts the page: its own notice, and that its site's profile does not fit it.
std::string notice_of(const extract::Article& article, std::string_view otherwise) {
  std::string notice = article.notice.value_or(std::string(otherwise));
  // Of a feed that has its stories whole, readers need not be told so for each.
  if (notice == listing::kTextOfFeed) notice.clear();
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

std::optional<UtcTime> time_of(const extract::Story& story) {
  if (story.updated) return story.updated->time;
  if (story.published) return story.published->time;
  return story.date ? std::optional(UtcTime(std::chrono::sys_days(*story.date))) : std::nullopt;
}

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

Converted PagePrinter::print_article(const fetch::Page& page, const PageOrder& order,
                                     const site::SiteProfile* profile) {
  return printed(reader_.article(page, profile), order, profile);
}

Converted PagePrinter::printed(Result<extract::Article> article, const PageOrder& order,
                               const site::SiteProfile* profile) {
  if (!article) return {.error = article.error()};
  const bool has_no_base = order.address == Address::Unknown && profile == nullptr;
  if (order.address == Address::Unknown) article->url.clear();
  const Result<press::Press*> press = this->press();
  if (!press) return {.error = press.error()};
  const press::Frame frame{.profile = profile, .listed = order.listed};
  return {.bytes = (*press)->print(options_->format, *article, frame),
          .notice = notice_of(*article, has_no_base ? kNoAddress : ""),
          .title = {},
          .is_article = true,
          .error = std::nullopt};
}

Converted PagePrinter::print_stories(const listing::Listing& list,
                                     const site::SiteProfile* profile) {
  const Result<press::Press*> press = this->press();
  if (!press) return {.error = press.error()};
  Converted out = facts_of(list);
  out.bytes = (*press)->print(options_->format, list.stories, {.profile = profile});
  return out;
}

Result<listing::Listing> PagePrinter::stories_of(const fetch::Page& page,
                                                 const site::SiteProfile* profile) {
  auto list = reader_.story_list(page, profile);
  if (!list || page.url.text != extract::kUnknownAddress) return list;
  erase_stories(*list,
                [&page](const extract::Story& story) { return story.url.host == page.url.host; });
  if (list->stories.empty()) return fail(ErrorKind::NotArticle, kNoAddress);
  return list;
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

std::optional<Result<listing::Listing>> PagePrinter::sure_list(const fetch::Page& page,
                                                               Address address,
                                                               const site::SiteProfile* profile) {
  if (is_list(page, address, profile)) return stories_of(page, profile);
  if (!is_home_page(page.url, address)) return std::nullopt;
  auto list = stories_of(page, profile);
  const bool is_list = list && list->stories.size() >= kLeastStoriesOfHome &&
                       !is_story(page, profile, list->stories.size());
  return is_list ? std::optional(std::move(list)) : std::nullopt;
}

Converted PagePrinter::print_page(const fetch::Page& page, const PageOrder& order,
                                  const site::SiteProfile* profile) {
  if (const auto list = sure_list(page, order.address, profile))
    return *list ? print_stories(**list, profile) : Converted{.error = list->error()};
  if (order.address == Address::Elsewhere)
    return {.error = Error{ErrorKind::NotArticle, "it leads to the front page: " + page.url.text}};
  Converted article = print_article(page, order, profile);
  if (!article.error || !may_be_list(*article.error, order.address, profile)) return article;
  const auto list = stories_of(page, profile);
  if (list) return print_stories(*list, profile);
  return list.error().message == kNoAddress ? Converted{.error = list.error()} : article;
}

Converted PagePrinter::list_stories(const fetch::Page& page, Address address,
                                    const site::SiteProfile* profile) {
  auto sure = sure_list(page, address, profile);
  if (sure) return stories_alone(*std::move(sure));
  const auto article = reader_.article(page, profile);
  if (article || !may_be_list(article.error(), address, profile)) return {};
  return stories_alone(stories_of(page, profile));
}

bool PagePrinter::takes_stated_address(fetch::Page& page) const {
  std::optional<url::Url> stated = extract::stated_address(page.html, *clock_);
  if (!stated) return false;
  if (!options_->site.empty() && options_->site != extract::kGenericSite) {
    const site::SiteProfile* owner = catalog_->by_url(*stated);
    if (owner == nullptr || owner->name != site::site_name(options_->site)) return false;
  }
  page.url = *std::move(stated);
  return true;
}

Converted PagePrinter::print(fetch::Page page, PageOrder order) {
  if (order.address == Address::Unknown && takes_stated_address(page))
    order.address = Address::Known;
  const Result<const site::SiteProfile*> profile = profile_for(page.url);
  if (!profile) return {.error = profile.error()};
  if (order.purpose == Purpose::Explanation) return explain(page, order.address, *profile);
  const bool is_article_wanted = options_->site == extract::kGenericSite;
  if (order.purpose == Purpose::Stories)
    return is_article_wanted ? Converted() : list_stories(page, order.address, *profile);
  if (is_article_wanted) return print_article(page, order, *profile);
  return print_page(page, order, *profile);
}

Converted PagePrinter::print(const press::StoryParts& story, const PageOrder& order) {
  const bool has_page = story.page && *story.page;
  const url::Url& url = has_page ? (*story.page)->url : story.listed.story->url;
  const Result<const site::SiteProfile*> profile = profile_for(url);
  if (!profile) return {.error = profile.error()};
  return printed(press::read_story(story, *profile, reader_), order, *profile);
}

std::string PagePrinter::answer(std::string_view request) {
  sandbox::MessageReader message(request);
  PageOrder order{.address = static_cast<Address>(message.number_below(3)),
                  .purpose = static_cast<Purpose>(message.number_below(3)),
                  .listed = {}};
  if (message.number_below(2) == 1) order.listed = time_after(message.number());
  const auto question = static_cast<Question>(message.number_below(2));
  return message_of(question == Question::Page ? print_page_in(message, order)
                                               : print_story_in(message, order));
}

Converted PagePrinter::print_page_in(sandbox::MessageReader& message, const PageOrder& order) {
  Result<fetch::Page> page = fetch::read_page(message);
  return page ? print(*std::move(page), order) : Converted{.error = page.error()};
}

Converted PagePrinter::print_story_in(sandbox::MessageReader& message, const PageOrder& order) {
  const press::ArrivedParts arrived(message);
  if (arrived.is_any()) return print(arrived.parts(), order);
  return {.error = Error{ErrorKind::Internal, "there is neither a page nor a text"}};
}

std::string to_request(const fetch::Page& page, const PageOrder& order) {
  sandbox::MessageWriter request = request_for(Question::Page, order);
  fetch::write(request, page);
  return request.take();
}

std::string to_request(const press::StoryParts& story, const PageOrder& order) {
  sandbox::MessageWriter request = request_for(Question::Story, order);
  press::write(request, story);
  return request.take();
}

Converted to_converted(std::string_view answer, text::Charset charset) {
  const Error no_text{ErrorKind::TooComplex, "what was made of it is no text"};
  sandbox::MessageReader message(answer);
  Converted converted{.bytes = std::string(message.text()), .notice = std::string(message.text())};
  converted.title = text::clean_line(message.text());
  converted.is_article = message.number_below(2) == 1;
  if (message.number_below(2) == 1) converted.error = message.error();
  if (message.number_below(2) == 1) {
    converted.list = listing::read_listing(message);
    if (!converted.list) return {.error = no_text};
  }
  const bool is_sound = message.is_whole() && text::is_printable(converted.bytes, charset);
  return is_sound ? std::move(converted) : Converted{.error = no_text};
}

}  // namespace newshole::converter
