#include "extract/generic/generic_extractor.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/join.h"
#include "extract/body/node_text.h"
#include "extract/generic/article_body.h"
#include "extract/generic/byline/authors.h"
#include "extract/generic/headline.h"
#include "extract/generic/page_kind.h"
#include "extract/generic/page_outline.h"
#include "extract/generic/publication_times.h"
#include "extract/metadata/metadata.h"
#include "extract/metadata/page_head.h"
#include "extract/metadata/page_terms.h"
#include "extract/metadata/structured_data.h"
#include "text/clean.h"
#include "text/dates/dates.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kLongestHeadline = 400;

constexpr auto kTitleNames = std::to_array<std::string_view>({"og:title", "twitter:title"});
constexpr auto kSiteNames = std::to_array<std::string_view>({"og:site_name", "application-name"});
constexpr auto kSectionNames =
    std::to_array<std::string_view>({"article:section", "parsely-section", "sailthru.section",
                                     "section", "cxenseparse:section", "meta-section"});
constexpr auto kAddressNames = std::to_array<std::string_view>({"og:url"});
constexpr auto kTypeNames = std::to_array<std::string_view>({"og:type"});
constexpr auto kPublishedNames =
    std::to_array<std::string_view>({"article:published_time", "datepublished"});
constexpr auto kLanguageNames = std::to_array<std::string_view>({"og:locale", "language"});

/// The names in a host: "www.the-news.example" is "the-news", "lite.news.example" "lite" and
/// "news".
std::vector<std::string> names_in_host(std::string_view host) {
  std::vector<std::string> names;
  for (const std::string_view label : split(host.substr(0, host.rfind('.')), '.')) {
    if (label.size() > 2 && label != "www") names.emplace_back(label);
  }
  return names;
}

bool is_in_article(html::Node node) {
  constexpr int kMostLevels = 40;
  for (int level = 0; node && level < kMostLevels; ++level, node = node.parent()) {
    if (node.tag() == "article" || node.tag() == "main") return true;
  }
  return false;
}

bool is_unknown(const url::Url& url) {
  return url.text == kUnknownAddress;
}

/// All that extract/generic, extract/body and extract/metadata ask for. Sorted.
constexpr auto kReadAttributes = std::to_array<std::string_view>(
    {"alt",      "aria-hidden", "class",    "colspan", "content",  "data-testid",
     "datetime", "epub:type",   "hidden",   "href",    "id",       "itemprop",
     "lang",     "name",        "property", "rel",     "reversed", "role",
     "rowspan",  "start",       "style",    "type",    "value"});
static_assert(std::ranges::is_sorted(kReadAttributes));

/// Links of a page whose address is not known lead nowhere unless they are whole.
void drop_relative_links(std::vector<Block>& blocks) {
  for (Block& block : blocks) {
    std::erase_if(block.links,
                  [](const Link& link) { return link.url.starts_with(kUnknownAddress); });
  }
}

void drop_relative_urls(fetch::Preferences& preferences) {
  for (auto* url : {&preferences.tdm_policy, &preferences.license}) {
    if (*url && (*url)->starts_with(kUnknownAddress)) url->reset();
  }
}

double link_density_of(const PageOutline& outline) {
  RunSums sums;
  for (const TextRun& run : outline.runs) sums += run;
  return sums.chars > 0 ? sums.link_chars / sums.chars : 0;
}

/// Headings, and lines of some words, that are links, but for those in navigation and the like.
std::size_t story_links_of(const PageOutline& outline) {
  constexpr double kOnlyLink = 0.7;
  constexpr std::uint32_t kLeastWords = 5;
  std::vector<bool> is_beside(outline.elements.size());
  for (std::size_t i = 1; i < outline.elements.size(); ++i) {
    const OutlineElement& element = outline.elements[i];
    is_beside[i] = is_beside[element.parent] || element.evidence == Evidence::Boilerplate ||
                   element.evidence == Evidence::Hidden || element.evidence == Evidence::Comments;
  }
  return static_cast<std::size_t>(std::ranges::count_if(outline.runs, [&](const TextRun& run) {
    return !is_beside[run.element] && link_density(run) > kOnlyLink && run.words >= kLeastWords;
  }));
}

/// Words of paragraphs of prose in the box that has most of them.
std::size_t prose_in_one_box(const PageOutline& outline) {
  constexpr std::uint32_t kLeastWords = 8;
  std::vector<std::size_t> in_box(outline.elements.size());
  for (const TextRun& run : outline.runs) {
    if (run.words < kLeastWords || run.sentence_ends == 0 || block_score(run) <= 0) continue;
    const OutlineElement& element = outline.elements[run.element];
    const bool is_paragraph = element.role == Role::Paragraph;
    in_box[is_paragraph ? element.parent : run.element] += run.words;
  }
  return in_box.empty() ? 0 : *std::ranges::max_element(in_box);
}

/// The whole line, where "By" stands in it, too.
std::string printed_byline(const Authors& authors, const std::string& line) {
  if (line.empty() && authors.byline.empty()) return authors.credit;
  const std::string& known = line.empty() ? authors.byline : line;
  return authors.credit.find(known) == std::string::npos ? known : authors.credit;
}

/// A walk that begins behind an element.
html::Walker walker_behind(html::Node root, html::Node element) {
  html::Walker walker(root);
  while (walker && (walker.node() != element || walker.is_entering())) walker.next();
  return walker;
}

/// Some words, no sentence and no number.
bool may_be_credit(std::string_view line) {
  constexpr std::size_t kMostBytes = 60;
  return line.size() <= kMostBytes && line.find(' ') != std::string_view::npos &&
         line.find_first_of("0123456789.?!:;,") == std::string_view::npos;
}

/// Fills an Article from a parsed page, and traces how.
class GenericReader {
 public:
  GenericReader(const fetch::Page& page, const html::Document& document, const Clock& clock,
                FieldTraces& trace)
      : clock_(&clock),
        trace_(trace),
        page_(page),
        outline_(outline_of(document)),
        data_(structured_data(document.json_scripts())),
        metas_(outline_.metas),
        document_(document),
        url_(address_of(page.url)) {}

  Result<Article> read(Bylines bylines) {
    article_.url = url_.text;
    article_.reading = Reading::Generic;
    article_.site = is_unknown(url_) ? std::string(kGenericSite) : url_.host;
    title_ = outline_.title ? field_text(text_of(outline_.title)) : "";
    read_language();
    read_publisher();
    read_headline();
    read_section();
    read_authors(bylines);
    read_times();
    if (bylines == Bylines::AsPrinted && !article_.byline) read_line_above_date();
    read_terms();
    read_blocks();
    const PageKind kind = this->kind();
    if (const auto why = why_no_article(kind)) return no_article(std::string(*why), kind);
    if (article_.blocks.empty()) return no_article("it has no body");
    if (article_.headline.empty()) return no_article("it has no headline");
    if (const auto notice = notice_of(kind)) {
      article_.notice = *notice;
      note("notice", "page", *notice);
    }
    return std::move(article_);
  }

 private:
  /// The address that the page came from; where that is unknown, the address that it states.
  [[nodiscard]] url::Url address_of(const url::Url& url) const {
    if (!is_unknown(url)) return url;
    std::string own(outline_.canonical ? outline_.canonical.attribute("href").value_or("") : "");
    if (own.empty()) own = metas_.first(kAddressNames).value_or("");
    return url::parse_url(own).value_or(url);
  }

  void note(std::string_view field, std::string_view origin, std::string_view value) {
    add_trace(trace_, field, origin, value);
  }
  void note_absent(std::string_view field) {
    trace_.push_back({std::string(field), "", "not on the page"});
  }

  [[nodiscard]] tl::unexpected<Error> no_article(const std::string& what,
                                                 PageKind kind = PageKind::Article) const {
    auto error = extract::no_article(what, title_.empty() ? std::nullopt : std::optional(title_));
    error.value().is_index = kind == PageKind::Index;
    return error;
  }

  /// Sets `target` to the first of `claims` that is present, each with its origin.
  void take(std::string_view field, std::optional<std::string>& target,
            std::initializer_list<std::pair<std::string_view, std::optional<std::string>>> claims) {
    for (const auto& [origin, value] : claims) {
      if (!value || value->empty()) continue;
      target = value;
      return note(field, origin, *value);
    }
    note_absent(field);
  }

  void read_language() {
    std::optional<std::string> stated;
    if (const auto lang = document_.root().attribute("lang"))
      stated = field_text(text::clean_line(*lang));
    take("language", article_.language,
         {{"html@lang", stated},
          {"json-ld", data_.language},
          {"meta", metas_.first(kLanguageNames)}});
  }

  void read_publisher() {
    take("publisher", article_.publisher,
         {{"meta", metas_.first(kSiteNames)}, {"json-ld", data_.publisher}});
    outlets_ = data_.outlets;
    if (auto site = metas_.first(kSiteNames)) outlets_.push_back(*std::move(site));
    for (std::string& name : names_in_host(url_.host)) outlets_.push_back(std::move(name));
  }

  void read_headline() {
    HeadlineClaims claims{.title = title_,
                          .open_graph = metas_.first(kTitleNames).value_or(""),
                          .structured = data_.headline.value_or(""),
                          .sites = outlets_};
    if (article_.publisher) claims.sites.push_back(*article_.publisher);
    for (const Mention& mention : outline_.headings) {
      const html::Node node = mention.node;
      std::string text = line_of(node, kLongestHeadline).value_or("");
      claims.headings.push_back({.text = std::move(text),
                                 .is_first_level = node.tag() == "h1",
                                 .is_in_article = is_in_article(node)});
    }
    Headline headline = reconciled_headline(claims);
    article_.headline = std::move(headline.text);
    if (headline.heading) headline_ = outline_.headings[*headline.heading];
    article_.headline.empty() ? note_absent("headline")
                              : note("headline", headline.origin, article_.headline);
  }

  void read_authors(Bylines bylines) {
    const std::string language = article_.language.value_or("");
    const std::string section = article_.section.value_or("");
    Authors authors = reconciled_authors(
        data_, metas_, outline_,
        {.outlets = outlets_, .language = language, .section = section, .headline = headline_});
    byline_ = std::move(authors.line);
    if (bylines == Bylines::AsPrinted) authors.byline = printed_byline(authors, byline_);
    if (!authors.byline.empty()) article_.byline = std::move(authors.byline);
    article_.authors = std::move(authors.names);
    if (article_.byline) note("byline", authors.origin, *article_.byline);
    article_.authors.empty() ? note_absent("authors")
                             : note("authors", authors.origin, joined(article_.authors, ", "));
  }

  /// An agency's name alone: the one short line between the headline and the date.
  void read_line_above_date() {
    const std::string stamp = article_.timestamp.value_or("");
    if (stamp.empty() || !headline_.node) return;
    std::string line;
    for (html::Walker walker = walker_behind(document_.root(), headline_.node); walker;
         walker.next()) {
      if (!walker.node().is_text() || ascii::trimmed(walker.node().text()).empty()) continue;
      std::string text = text::clean_line(walker.node().text());
      if (text.find(stamp) != std::string::npos) return take_line_above_date(line);
      if (!line.empty() || !may_be_credit(text)) return;
      line = std::move(text);
    }
  }

  void take_line_above_date(const std::string& line) {
    if (line.empty()) return;
    article_.byline = line;
    note("byline", "above the date", line);
  }

  void read_times() {
    const std::string language = article_.language.value_or("");
    const ShownDates shown{.times = outline_.times,
                           .headline = headline_.position,
                           .place = {headline_.node, url_.host},
                           .path = url_.path,
                           .language = language};
    const PublicationTimes times = publication_times(data_, metas_, shown);
    take("published", times.published, article_.published);
    take("updated", times.updated, article_.updated);
    if (!times.published) return;
    date_line_ = times.published->line;
    if (!times.published->printed.empty()) article_.timestamp = times.published->printed;
  }

  void take(std::string_view field, const std::optional<TimeClaim>& claim,
            std::optional<text::DateOrTime>& time) {
    if (!claim) return note_absent(field);
    time = text::date_or_time(claim->date);
    note(field, claim->origin, text::to_rfc3339(*time));
  }

  void read_section() {
    take("section", article_.section,
         {{"json-ld", data_.section}, {"meta", metas_.first(kSectionNames)}});
  }

  void read_terms() {
    PageTerms terms = page_terms(page_, document_, url_);
    article_.copyright = data_.copyright ? data_.copyright : std::move(terms.copyright);
    if (article_.copyright)
      note("copyright", data_.copyright ? "json-ld" : "meta", *article_.copyright);
    article_.preferences = std::move(terms.preferences);
    if (is_unknown(url_)) drop_relative_urls(article_.preferences);
  }

  void read_blocks() {
    const std::vector<std::string> fields = {article_.headline, article_.byline.value_or(""),
                                             byline_, article_.timestamp.value_or(""), date_line_};
    const url::Url base = base_of(url_, document_);
    const std::string_view host = is_unknown(url_) ? std::string_view() : url_.host;
    ArticleBody body = article_body(outline_, {.base = base,
                                               .host = host,
                                               .headline = headline_,
                                               .fields = fields,
                                               .authors = article_.authors,
                                               .structured_body = data_.body,
                                               .scripts = scripts_of_story(),
                                               .clock = *clock_});
    is_cut_off_ = body.is_cut_off;
    if (body.blocks.empty()) return note_absent("body");
    note("body", body.origin, body.blocks.front().text);
    article_.blocks = std::move(body.blocks);
    if (is_unknown(url_)) drop_relative_links(article_.blocks);
  }

  /// A page that states no headline but its title is a gate as well as a story. What only
  /// subscribers may read is not taken from a script.
  [[nodiscard]] std::span<const std::string_view> scripts_of_story() const {
    const bool states_headline = data_.headline || metas_.first(kTitleNames);
    return states_headline && !data_.is_paid ? document_.scripts()
                                             : std::span<const std::string_view>();
  }

  [[nodiscard]] PageKind kind() const {
    PageSigns signs{.title = title_,
                    .headline = article_.headline,
                    .type = metas_.first(kTypeNames).value_or(""),
                    .path = url_.path,
                    .query = url_.query,
                    .words = count_words(article_),
                    .is_marked_as_paid = data_.is_paid,
                    .is_marked_as_live = data_.is_live_blog,
                    .has_video = data_.has_video};
    if (!article_.blocks.empty()) signs.first_words = article_.blocks.front().text;
    signs.link_density = link_density_of(outline_);
    signs.story_links = story_links_of(outline_);
    signs.prose_in_one_box = prose_in_one_box(outline_);
    signs.is_cut_off = is_cut_off_;
    signs.is_marked_as_article =
        data_.has_article || signs.type == "article" || metas_.first(kPublishedNames);
    return page_kind(signs);
  }

  const Clock* clock_;
  FieldTraces& trace_;
  const fetch::Page& page_;
  PageOutline outline_;
  StructuredData data_;
  MetaElements metas_;
  const html::Document& document_;
  url::Url url_;
  Mention headline_;
  std::string title_;
  bool is_cut_off_ = false;
  std::string date_line_;  // that shows readers the date of the story
  std::string byline_;     // the whole line that it stands in
  std::vector<std::string> outlets_;
  Article article_;
};

}  // namespace

GenericExtractor::GenericExtractor(const Clock& clock, html::Prepass prepass)
    : clock_(&clock), prepass_(prepass) {
  text::open_zones();
}

Result<Article> GenericExtractor::article(const fetch::Page& page, FieldTraces* trace,
                                          Bylines bylines) const {
  Result<html::Document> document = html::Document::parse_borrowed(
      page.html, *clock_, {.prepass = prepass_, .attributes = kReadAttributes});
  if (!document) return tl::unexpected(document.error());
  FieldTraces unread;
  return GenericReader(page, *document, *clock_, trace == nullptr ? unread : *trace).read(bylines);
}

}  // namespace newshole::extract
