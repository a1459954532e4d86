#include "listing/extractor.h"

#include <algorithm>
#include <functional>
#include <unordered_set>
#include <utility>

#include "base/ascii.h"
#include "base/fingerprint.h"
#include "base/limits.h"
#include "extract/body/node_text.h"
#include "extract/by_profile/article_reader.h"
#include "extract/by_profile/field.h"
#include "extract/metadata/page_head.h"
#include "listing/feeds/feed.h"
#include "listing/own_links.h"
#include "listing/redesign.h"

namespace newshole::listing {
namespace {

using extract::Accept;
using extract::Article;
using extract::FieldTrace;
using extract::FieldTraces;
using extract::ListedStory;
using extract::Story;

constexpr std::size_t kMaxNameBytes = 60;

/// Texts between the stories of a page that state something of those around them.
class Marks {
 public:
  struct Mark {
    html::Node node;
    std::string text;
  };

  /// The first alternative that `accept` takes a text of gives all marks.
  Marks(html::Node root, const site::Field& field, const Accept& accept = {}) {
    for (const site::Alternative& alternative : field) {
      std::vector<html::Node> nodes = alternative.selector.all(root);
      // Each may be read as a date, which takes longer than an element does.
      nodes.resize(std::min(nodes.size(), limits::kMarks));
      for (const html::Node node : nodes) {
        std::string text = extract::value_of(node, alternative);
        if (!text.empty() && (!accept || accept(text))) marks_.push_back({node, std::move(text)});
      }
      if (marks_.empty()) continue;
      origin_ = alternative.selector.text();
      return;
    }
  }

  [[nodiscard]] bool empty() const { return marks_.empty(); }
  [[nodiscard]] const std::string& origin() const { return origin_; }
  [[nodiscard]] const std::string& first() const { return marks_.front().text; }

  /// Call it with each element of the page, in order.
  void visit(html::Node element, std::size_t place) {
    if (passed_ == marks_.size() || marks_[passed_].node != element) return;
    ++passed_;
    place_ = place;
  }
  [[nodiscard]] std::optional<std::string> above() const {
    return passed_ == 0 ? std::nullopt : std::optional(marks_[passed_ - 1].text);
  }
  [[nodiscard]] std::optional<std::string> below() const {
    return passed_ == marks_.size() ? std::nullopt : std::optional(marks_[passed_].text);
  }
  /// The place of the one above.
  [[nodiscard]] std::size_t place() const { return place_; }

 private:
  std::vector<Mark> marks_;
  std::string origin_;
  std::size_t passed_ = 0;
  std::size_t place_ = 0;
};

/// The marks that hold for one story.
struct Surroundings {
  std::optional<std::string> section;
  std::optional<std::string> kicker;
  std::optional<std::string> date;
};

/// "a-few-words-of-it", whatever the text holds.
std::string name_of_text(std::string_view text) {
  std::string name;
  for (const char c : ascii::lowered(text)) {
    if (ascii::is_alphanumeric(c)) {
      name += c;
    } else if (!name.empty() && name.back() != '-' && c != '\'') {
      name += '-';
    }
  }
  if (name.size() > kMaxNameBytes) {
    name.resize(kMaxNameBytes);
    name.resize(std::min(name.rfind('-'), name.size()));
  }
  if (name.ends_with('-')) name.pop_back();
  if (!name.empty()) return name;
  return "story-" + std::to_string(fingerprint(text));
}

struct StoryList {
  std::vector<ListedStory> stories;  ///< in the page's order, each once
  FieldTraces trace;                 ///< how stories, sections and dates were found
};

class Lister {
 public:
  Lister(const fetch::Page& page, const html::Document& document, const site::SiteProfile& profile,
         text::DateReader& dates)
      : page_(page),
        root_(document.root()),
        profile_(profile),
        dates_(dates),
        base_(extract::base_of(page.url, document)) {}

  StoryList list() {
    for (const html::Selector& selector : profile_.stories.items) {
      add_all(selector, items(selector), [this](html::Node item, const Surroundings& around) {
        return story_of_item(item, around);
      });
      if (!list_.stories.empty()) return std::move(list_);
    }
    for (const html::Selector& selector : profile_.stories.links) {
      add_all(selector, selector.all(root_), [&](html::Node link, const Surroundings& around) {
        return story_of_link(link, selector, around);
      });
      if (!list_.stories.empty()) break;
    }
    return std::move(list_);
  }

 private:
  [[nodiscard]] std::vector<html::Node> items(const html::Selector& selector) const {
    std::vector<html::Node> items = extract::outermost(root_, selector);
    if (items.size() > limits::kItems) items.resize(limits::kItems);
    return items;
  }

  [[nodiscard]] std::vector<Surroundings> surroundings_of(const std::vector<html::Node>& elements) {
    std::vector<Surroundings> out(elements.size());
    const site::StoryRules& rules = profile_.stories;
    const Accept is_date = [this](const std::string& text) { return day_of(text).has_value(); };
    Marks sections(root_, rules.section);
    Marks kickers(root_, rules.kicker);
    Marks dates(root_, rules.date, is_date);
    Marks dates_below(root_, rules.date_below, is_date);
    note("section", sections, rules.section);
    note("kicker", kickers, rules.kicker);
    note("date", dates, rules.date);
    note("date", dates_below, rules.date_below);
    if (sections.empty() && kickers.empty() && dates.empty() && dates_below.empty()) return out;
    std::size_t next = 0;
    std::size_t place = 0;
    for (html::Walker walker(root_); walker && next < elements.size(); walker.next()) {
      if (!walker.is_entering() || !walker.node().is_element()) continue;
      ++place;
      for (Marks* marks : {&sections, &kickers, &dates, &dates_below})
        marks->visit(walker.node(), place);
      if (walker.node() != elements[next]) continue;
      Surroundings& around = out[next++];
      around.section = sections.above();
      if (kickers.place() > sections.place()) around.kicker = kickers.above();
      around.date = dates.above() ? dates.above() : dates_below.below();
    }
    return out;
  }

  /// A link that leads to a story, or nothing.
  [[nodiscard]] std::optional<Story> story_of_link(html::Node link, const html::Selector& selector,
                                                   const Surroundings& around) {
    const auto href = link.attribute(selector.attribute().empty() ? "href" : selector.attribute());
    if (!href) return std::nullopt;
    const Result<url::Url> target = url::resolve(base_, *href);
    if (!target) return std::nullopt;
    const bool is_own = target->host == page_.url.host ||
                        std::ranges::find(profile_.hosts, target->host) != profile_.hosts.end();
    if (!is_own) return std::nullopt;
    Result<url::Url> url = canonical_story_url(*target, profile_);
    if (!url) return std::nullopt;
    const auto facts = story_path_facts(*url, profile_);
    std::string headline = extract::field_text(extract::text_of(link));
    if (!facts || headline.empty() || !seen_.insert(url->text).second) return std::nullopt;
    return Story{.url = *std::move(url),
                 .headline = std::move(headline),
                 .section = around.section ? around.section : facts->section,
                 .date = facts->date ? facts->date : day_of(around.date)};
  }

  [[nodiscard]] std::optional<Story> story_of_item(html::Node item, const Surroundings& around) {
    auto found = extract::find_field(item, profile_.stories.headline);
    if (!found) return std::nullopt;
    std::string headline = std::move(found->text);
    if (around.kicker && *around.kicker != headline) headline = *around.kicker + ": " + headline;
    const std::string name = name_of_text(item.attribute("id").value_or(headline));
    const auto day = day_of(around.date);
    Result<url::Url> url = item_url(page_.url, unused_name(name), day, profile_);
    if (!url) return std::nullopt;
    return Story{.url = *std::move(url),
                 .headline = std::move(headline),
                 .section = around.section,
                 .date = day};
  }

  [[nodiscard]] std::string unused_name(const std::string& name) {
    std::string unused = name;
    for (int number = 2; !seen_.insert(unused).second; ++number) {
      unused = name + "-" + std::to_string(number);
    }
    return unused;
  }

  [[nodiscard]] std::optional<std::chrono::year_month_day> day_of(
      const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    const std::optional<UtcTime> time = dates_.read(*text, profile_.dates);
    if (!time) return std::nullopt;
    return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*time));
  }

  [[nodiscard]] bool has_room() const { return list_.stories.size() < limits::kMostStories; }

  template <typename MakeStory>
  void add_all(const html::Selector& selector, const std::vector<html::Node>& elements,
               MakeStory make_story) {
    const std::vector<Surroundings> surroundings = surroundings_of(elements);
    for (std::size_t i = 0; i < elements.size() && has_room(); ++i) {
      std::optional<Story> story = make_story(elements[i], surroundings[i]);
      if (story) list_.stories.push_back({*std::move(story), elements[i]});
    }
    if (list_.stories.empty()) {
      list_.trace.clear();
      return;
    }
    const std::string count = std::to_string(list_.stories.size());
    list_.trace.insert(
        list_.trace.begin(),
        {"stories", selector.text(), count + ", first: " + list_.stories.front().story.headline});
  }

  void note(const std::string& name, const Marks& marks, const site::Field& tried) {
    if (!marks.empty()) {
      list_.trace.push_back({name, marks.origin(), marks.first()});
    } else if (!tried.empty()) {
      list_.trace.push_back({name, "", extract::why_absent(root_, tried)});
    }
  }

  const fetch::Page& page_;
  html::Node root_;
  const site::SiteProfile& profile_;
  text::DateReader& dates_;
  url::Url base_;
  StoryList list_;
  std::unordered_set<std::string> seen_;
};

/// Empty where the page lists none.
StoryList list_stories(const fetch::Page& page, const html::Document& document,
                       const site::SiteProfile& profile, text::DateReader& dates) {
  return Lister(page, document, profile, dates).list();
}

const std::string& fragment_of(const ListedStory& listed) {
  return listed.story.url.fragment;
}

tl::unexpected<Error> no_stories(const html::Document& document) {
  const std::optional<std::string> title = extract::page_title(document);
  return fail(ErrorKind::NotArticle, "no stories on the page that calls itself \"" +
                                         text::shortened(title.value_or(""), extract::kTraceCells) +
                                         "\"");
}

/// Whether a story from elsewhere is one of the site by the profile's rules; it gets the key and
/// what its path states.
class SiteStories {
 public:
  explicit SiteStories(const site::SiteProfile& profile) : profile_(profile) {}

  [[nodiscard]] bool takes(Story& story) {
    if (!has_story_rules(profile_)) return true;
    const bool is_own = std::ranges::find(profile_.hosts, story.url.host) != profile_.hosts.end();
    Result<url::Url> key = canonical_story_url(story.url, profile_);
    const auto facts = key ? story_path_facts(*key, profile_) : std::nullopt;
    if (!is_own || !facts || !seen_.insert(key->text).second) return false;
    story.url = *std::move(key);
    if (!story.section) story.section = facts->section;
    if (facts->date) story.date = facts->date;
    return true;
  }

 private:
  const site::SiteProfile& profile_;
  std::unordered_set<std::string> seen_;
};

/// Sitemaps have their addresses in any order, often the oldest first.
void sort_newest_first(std::vector<FeedItem>& items) {
  const auto time_of = [](const FeedItem& item) {
    const auto& time = item.story.published ? item.story.published : item.story.updated;
    return time ? time->time : UtcTime::min();
  };
  std::ranges::stable_sort(items, std::greater(), time_of);
}

/// Their texts, too, where there are some.
Listing listing_of(std::vector<FeedItem> items, const fetch::Page& page) {
  Listing list;
  fetch::Preferences preferences = page.preferences;
  fetch::add_weaker(preferences, page.site_preferences);
  for (FeedItem& item : items) {
    list.stories.push_back(item.story);
    list.texts.push_back(text_of(std::move(item)));
    list.texts.back().preferences = preferences;
  }
  if (std::ranges::all_of(list.texts, [](const FeedText& text) { return text.html.empty(); }))
    list.texts.clear();
  return list;
}

Result<Listing> read_list_of_feed(const fetch::Page& page, const site::SiteProfile& profile,
                                  FieldTraces* trace) {
  Result<Feed> feed = read_feed(page);
  if (!feed) return tl::unexpected(feed.error());
  if (feed->kind == FeedKind::SitemapIndex)
    return Listing{.stories = {}, .sitemaps = std::move(feed->sitemaps)};
  SiteStories stories(profile);
  std::erase_if(feed->items, [&](FeedItem& item) { return !stories.takes(item.story); });
  if (feed->items.empty())
    return fail(
        ErrorKind::NotArticle,
        "a feed without stories" + std::string(has_story_rules(profile) ? " of this site" : ""));
  if (feed->kind == FeedKind::Sitemap) sort_newest_first(feed->items);
  const std::size_t kept = std::min(feed->items.size(), limits::kMostStories);
  feed->items.erase(feed->items.begin() + static_cast<std::ptrdiff_t>(kept), feed->items.end());
  if (trace != nullptr) {
    extract::add_trace(*trace, "stories", "feed",
                       std::to_string(kept) + ", first: " + feed->items.front().story.headline);
    if (feed->damage) extract::add_trace(*trace, "damage", "feed", *feed->damage);
  }
  Listing list = listing_of(std::move(feed->items), page);
  list.title = std::move(feed->title);
  list.damage = std::move(feed->damage);
  list.rest = feed->rest;
  return list;
}

Result<Listing> read_own_stories(const fetch::Page& page, const html::Document& document,
                                 FieldTraces* trace) {
  std::vector<Story> stories = own_stories(page, document, trace);
  if (!stories.empty())
    return Listing{.stories = std::move(stories), .sitemaps = {}, .title = site_title(document)};
  return fail(ErrorKind::NotArticle, "no stories: " + why_no_own_stories(page, document));
}

std::string in_words(const extract::Overruled& found, std::string_view what) {
  return std::to_string(found.without_rules) + " " + std::string(what) + "; by the profile " +
         std::to_string(found.by_rules);
}

/// The page's own stories, as far as the profile says which addresses are stories of the site.
/// Their sections are those of the addresses: a page's headings may say anything.
std::vector<Story> stories_of_redesign(const fetch::Page& page, const html::Document& document,
                                       const site::SiteProfile& profile) {
  std::vector<Story> stories = own_stories(page, document);
  SiteStories of_site(profile);
  std::erase_if(stories, [&](Story& story) { return !of_site.takes(story); });
  for (Story& story : stories) {
    const auto facts = story_path_facts(story.url, profile);
    if (facts && facts->section) story.section = facts->section;
  }
  return stories;
}

/// An article that was read without the profile, with what the profile says of all its pages.
Article as_of_site(Article article, const fetch::Page& page, const site::SiteProfile& profile) {
  article.origin = extract::TextOrigin::PageWithoutRules;
  article.site = profile.name;
  if (!article.full_url) article.full_url = page.url.text;
  const Result<url::Url> key = canonical_story_url(page.url, profile);
  const auto facts = key ? story_path_facts(*key, profile) : std::nullopt;
  if (facts && facts->section) article.section = facts->section;
  return article;
}

/// Where the page of a story is the front page of its site, the story is gone, whatever text that
/// page has.
bool leads_home(const url::Url& page, const site::SiteProfile& profile) {
  const auto is_page = [&page](const url::Url& front) { return front.text == page.text; };
  const bool is_top = page.path == "/" && page.query.empty();
  return !profile.name.empty() && (is_top || std::ranges::any_of(profile.front_pages, is_page));
}

}  // namespace

void erase_stories(Listing& list, const std::function<bool(const Story&)>& is_taken) {
  Listing rest = std::exchange(list, {});
  list.title = std::move(rest.title);
  list.damage = std::move(rest.damage);
  list.sitemaps = std::move(rest.sitemaps);
  list.overruled = rest.overruled;
  for (std::size_t i = 0; i < rest.stories.size(); ++i) {
    if (is_taken(rest.stories[i])) continue;
    list.stories.push_back(std::move(rest.stories[i]));
    if (!rest.texts.empty()) list.texts.push_back(std::move(rest.texts[i]));
  }
}

struct Extractor::ItemPage {
  const site::SiteProfile* profile;
  std::uint64_t revision;
  std::string address;
  std::string html;
  std::optional<html::Document> document;  // of `html`
  std::vector<ListedStory> stories;
};

Extractor::Extractor(const Clock& clock, html::Prepass prepass)
    : clock_(&clock), prepass_(prepass), generic_(clock, prepass) {
  prepare_feeds();
}
Extractor::Extractor(Extractor&&) noexcept = default;
Extractor& Extractor::operator=(Extractor&&) noexcept = default;
Extractor::~Extractor() = default;

Result<html::Document> Extractor::parse(std::string_view html) const {
  return html::Document::parse_borrowed(html, *clock_, {.prepass = prepass_});
}

Result<std::vector<Story>> Extractor::stories(const fetch::Page& page,
                                              const site::SiteProfile& profile,
                                              FieldTraces* trace) {
  return story_list(page, profile, trace).map([](Listing listed) {
    return std::move(listed.stories);
  });
}

Result<Listing> Extractor::story_list(const fetch::Page& page, const site::SiteProfile& profile,
                                      FieldTraces* trace) {
  Result<Listing> listed = list(page, profile, trace);
  if (!listed || !listed->stories.empty()) return listed;
  const std::string first =
      listed->sitemaps.empty() ? "" : ", of which the newest is " + listed->sitemaps.front().text;
  return fail(ErrorKind::NotArticle, "it lists sitemaps, not stories" + first);
}

Result<Listing> Extractor::list(const fetch::Page& page, const site::SiteProfile& profile,
                                FieldTraces* trace, Before before) {
  if (feed_kind(page.html)) return read_list_of_feed(page, profile, trace);
  const Result<html::Document> document = parse(page.html);
  if (!document) return tl::unexpected(document.error());
  if (!has_story_rules(profile)) return read_own_stories(page, *document, trace);
  Result<Listing> listed = list_by_rules(page, *document, profile, trace);
  const std::size_t by_rules = listed ? listed->stories.size() : 0;
  const bool is_sure = profile.fallback == site::Fallback::None || is_as_before(by_rules, before);
  if (is_sure || !may_list_more(by_rules, *document)) return listed;
  Listing own{.stories = stories_of_redesign(page, *document, profile)};
  own.overruled = extract::Overruled{by_rules, own.stories.size()};
  if (!are_too_few_stories(*own.overruled)) return listed;
  if (trace != nullptr)
    extract::add_trace(*trace, "stories", "the page's own links",
                       in_words(*own.overruled, "stories"));
  return own;
}

Result<Listing> Extractor::list_by_rules(const fetch::Page& page, const html::Document& document,
                                         const site::SiteProfile& profile, FieldTraces* trace) {
  StoryList list = list_stories(page, document, profile, dates_);
  for (const FieldTrace& entry : list.trace) {
    if (trace != nullptr) extract::add_trace(*trace, entry.field, entry.origin, entry.value);
  }
  if (list.stories.empty()) return no_stories(document);
  Listing out;
  out.title = site_title(document);
  for (ListedStory& listed : list.stories) out.stories.push_back(std::move(listed.story));
  return out;
}

Result<Article> Extractor::article(const fetch::Page& page, const site::SiteProfile& profile,
                                   FieldTraces* trace, Before before) {
  FieldTraces unread;
  FieldTraces& fields = trace == nullptr ? unread : *trace;
  if (feed_kind(page.html))
    return tl::unexpected(Error{.kind = ErrorKind::NotArticle,
                                .message = "it is a list of stories, no story",
                                .is_index = true});
  if (fetch::is_declared_list(page))
    return fail(ErrorKind::NotArticle, "no web page but " + page.media_type);
  if (!profile.stories.items.empty() && !page.url.fragment.empty())
    return item(page, profile, fields);
  if (!has_article_rules(profile)) return without_rules(page, profile, trace);
  return by_rules(page, profile, fields, before);
}

Result<Article> Extractor::by_rules(const fetch::Page& page, const site::SiteProfile& profile,
                                    FieldTraces& trace, Before before) {
  const Result<html::Document> document = parse(page.html);
  if (!document) return tl::unexpected(document.error());
  Result<Article> article = extract::read_article({page, *document, profile}, dates_, trace);
  const bool is_doubtful =
      article ? may_hold_more(*article, *document) : article.error().kind == ErrorKind::NotArticle;
  if (profile.fallback == site::Fallback::None || !is_doubtful || leads_home(page.url, profile))
    return article;
  const std::size_t words = article ? extract::count_words(*article) : 0;
  if (is_as_before(words, before)) return article;
  Result<Article> other = generic_.article(page, nullptr, extract::Bylines::AsPrinted);
  if (!other) return article;
  other->overruled = extract::Overruled{words, extract::count_words(*other)};
  const std::size_t removed = removed_words(*document, profile);
  if (!are_too_few_words({words + removed, other->overruled->without_rules})) return article;
  extract::add_trace(trace, "body", "without the profile", in_words(*other->overruled, "words"));
  return as_of_site(*std::move(other), page, profile);
}

Result<Article> Extractor::without_rules(const fetch::Page& page, const site::SiteProfile& profile,
                                         FieldTraces* trace) {
  if (leads_home(page.url, profile))
    return fail(ErrorKind::NotArticle, "it is the front page of the site: " + page.url.text);
  Result<Article> article = generic_.article(page, trace);
  if (!article || profile.name.empty()) return article;
  article->site = profile.name;
  // A mirror's text says where it is from.
  if (!article->full_url) article->full_url = page.url.text;
  if (!extract::has_own_fields(profile)) return article;
  const Result<html::Document> document = parse(page.html);
  if (!document) return tl::unexpected(document.error());
  FieldTraces unread;
  return extract::with_own_fields(*std::move(article), {page, *document, profile}, dates_,
                                  trace == nullptr ? unread : *trace);
}

Result<Article> Extractor::article(const ListedText& listed,
                                   const site::SiteProfile& profile) const {
  Result<Article> article = read_feed_text(listed, generic_, *clock_);
  if (article && !profile.name.empty()) article->site = profile.name;
  return article;
}

Result<Discovery> Extractor::discover(const fetch::Page& page) const {
  return parse(page.html).map(
      [&page](const html::Document& document) { return listing::discover(page, document); });
}

Status Extractor::open_items(const fetch::Page& page, const site::SiteProfile& profile) {
  const std::string address = url::without_fragment(page.url).text;
  if (items_ && items_->profile == &profile && items_->revision == profile.revision &&
      items_->address == address && items_->html == page.html)
    return {};
  items_.reset();
  std::unique_ptr<ItemPage> items(new ItemPage{&profile, profile.revision, address, page.html});
  Result<html::Document> document = parse(items->html);
  if (!document) return tl::unexpected(document.error());
  items->stories = list_stories(page, *document, profile, dates_).stories;
  items->document = *std::move(document);
  items_ = std::move(items);
  return {};
}

Result<Article> Extractor::item(const fetch::Page& page, const site::SiteProfile& profile,
                                FieldTraces& trace) {
  if (Status opened = open_items(page, profile); !opened) return tl::unexpected(opened.error());
  const std::vector<ListedStory>& stories = items_->stories;
  const auto item = std::ranges::find(stories, page.url.fragment, fragment_of);
  if (item == stories.end()) {
    return fail(ErrorKind::NotArticle, "no story named " + page.url.fragment + " on the page");
  }
  return extract::read_article({page, *items_->document, profile, &*item}, dates_, trace);
}

}  // namespace newshole::listing
