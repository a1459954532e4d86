#include "extract/extractor.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "extract/blocks.h"
#include "extract/byline.h"
#include "extract/metadata.h"
#include "extract/node_text.h"
#include "text/clean.h"
#include "text/width.h"

namespace newshole::extract {
namespace {

/// A timestamp line is short and holds a digit; a selector of positions can hit a paragraph
/// instead.
constexpr std::size_t kMaxTimestampBytes = 120;
constexpr int kTraceCells = 60;
/// Each element of the body is compared with these; no page prints its fields so often.
constexpr std::size_t kMostFields = 64;

constexpr std::string_view kSourceLabel = "Source:";
constexpr std::string_view kPublishedLabel = "Published";

/// A field as the page has it.
struct Found {
  std::string text;
  const html::Selector* selector = nullptr;
  html::Node node;
  std::vector<html::Node> matches;  ///< all that the selector matches, `node` among them
};

std::string value_of(html::Node node, const html::Selector& selector) {
  if (selector.attribute().empty()) return text_of(node);
  return text::clean_line(node.attribute(selector.attribute()).value_or(""));
}

/// The first element that an alternative matches and whose text `accept` takes.
template <typename Accept>
std::optional<Found> find_field(const html::Document& document, const site::Field& field,
                                Accept accept) {
  for (const html::Selector& selector : field) {
    std::vector<html::Node> matches = selector.all(document.root());
    for (const html::Node node : matches) {
      std::string text = value_of(node, selector);
      if (text.empty() || !accept(text)) continue;
      return Found{std::move(text), &selector, node, std::move(matches)};
    }
  }
  return std::nullopt;
}

std::optional<Found> find_field(const html::Document& document, const site::Field& field) {
  return find_field(document, field, [](const std::string& /*text*/) { return true; });
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

bool looks_like_timestamp(std::string_view text) {
  return text.size() <= kMaxTimestampBytes &&
         text.find_first_of("0123456789") != std::string_view::npos;
}

std::string without_label(std::string text, std::string_view label) {
  if (!text.starts_with(label)) return text;
  return text::clean_line(std::string_view(text).substr(label.size()));
}

/// Fills an Article from a parsed page, and says how.
class ArticleReader {
 public:
  ArticleReader(const fetch::Page& page, const html::Document& document,
                const site::SiteProfile& profile, text::DateReader& dates,
                std::vector<FieldTrace>& trace)
      : page_(page),
        document_(document),
        profile_(profile),
        dates_(dates),
        trace_(trace),
        json_ld_(json_ld_metadata(document)) {}

  Result<Article> read();

 private:
  void read_headline();
  void read_byline();
  void read_source();
  void read_times();
  std::optional<UtcTime> read_time(std::string_view field, std::optional<UtcTime> Metadata::*member,
                                   bool is_printed);
  void read_section();
  void read_language();
  [[nodiscard]] Status read_blocks();
  [[nodiscard]] tl::unexpected<Error> no_article(const std::string& what) const;

  /// Pages of a known site hardly ever need them, and looking costs a walk over the page.
  const Metadata& meta() {
    if (!meta_) meta_ = meta_metadata(document_);
    return *meta_;
  }
  /// The field by its selectors; its element is no part of the body.
  template <typename... Accept>
  std::optional<Found> take(std::string_view name, const site::Field& field, Accept... accept) {
    std::optional<Found> found = find_field(document_, field, accept...);
    if (!found) {
      note_absent(name, field);
      return found;
    }
    note(name, found->selector->text(), found->text);
    // Some pages print a field twice: what repeats it is no text of the body either.
    for (const html::Node node : found->matches) {
      if (fields_.size() == kMostFields) break;
      if (node == found->node || value_of(node, *found->selector) == found->text)
        fields_.push_back(node);
    }
    return found;
  }
  void note(std::string_view field, std::string_view origin, std::string_view value) {
    trace_.push_back(
        {std::string(field), std::string(origin), text::shortened(value, kTraceCells)});
  }
  void note_absent(std::string_view field, const site::Field& tried = {});
  template <typename T>
  std::optional<T> fallback(std::string_view field, const std::optional<T>& json_ld,
                            std::optional<T> Metadata::*meta_field);

  const fetch::Page& page_;
  const html::Document& document_;
  const site::SiteProfile& profile_;
  text::DateReader& dates_;
  std::vector<FieldTrace>& trace_;
  Metadata json_ld_;
  std::optional<Metadata> meta_;
  Article article_;
  std::vector<html::Node> fields_;
};

/// Why no alternative of a field was taken: no element, or only ones that say nothing of use.
void ArticleReader::note_absent(std::string_view field, const site::Field& tried) {
  std::string reasons;
  for (const html::Selector& selector : tried) {
    const bool has_element = static_cast<bool>(selector.first(document_.root()));
    reasons += (reasons.empty() ? "" : ", ") + selector.text() +
               (has_element ? " (no use)" : " (no element)");
  }
  trace_.push_back({std::string(field), "", reasons.empty() ? "not on the page" : reasons});
}

std::string shown(const std::string& text) {
  return text;
}
std::string shown(const UtcTime& time) {
  return text::to_rfc3339(time);
}

template <typename T>
std::optional<T> ArticleReader::fallback(std::string_view field, const std::optional<T>& json_ld,
                                         std::optional<T> Metadata::*meta_field) {
  const std::optional<T>& value = json_ld ? json_ld : meta().*meta_field;
  if (value) {
    note(field, json_ld ? "json-ld" : "meta", shown(*value));
  } else {
    note_absent(field);
  }
  return value;
}

tl::unexpected<Error> ArticleReader::no_article(const std::string& what) const {
  const std::optional<std::string> title = page_title(document_);
  const std::string named =
      title ? "the page calls itself \"" + text::shortened(*title, kTraceCells) + "\""
            : "the page has no title";
  return fail(ErrorKind::NotArticle, "no article: " + what + " (" + named + ")");
}

void ArticleReader::read_headline() {
  if (auto found = take("headline", profile_.article.headline)) {
    article_.headline = std::move(found->text);
    return;
  }
  article_.headline = fallback("headline", json_ld_.headline, &Metadata::headline).value_or("");
}

void ArticleReader::read_byline() {
  std::vector<std::string> outlets = {profile_.title};
  if (article_.source) outlets.push_back(*article_.source);
  if (auto found = take("byline", profile_.article.byline)) {
    article_.authors = authors_of(found->text, outlets);
    article_.byline = std::move(found->text);
    if (!article_.authors.empty()) note("authors", "byline", joined(article_.authors));
    return;
  }
  const std::vector<std::string>& names =
      json_ld_.authors.empty() ? meta().authors : json_ld_.authors;
  for (const std::string& name : names) {
    for (std::string& author : authors_of(name, outlets))
      article_.authors.push_back(std::move(author));
  }
  if (article_.authors.empty()) return note_absent("authors");
  note("authors", json_ld_.authors.empty() ? "meta" : "json-ld", joined(article_.authors));
}

void ArticleReader::read_source() {
  auto found = take("source", profile_.article.source);
  if (!found) return;
  std::string source = without_label(std::move(found->text), kSourceLabel);
  if (!source.empty()) article_.source = std::move(source);
}

void ArticleReader::read_times() {
  const auto printed = take("timestamp", profile_.article.timestamp, looks_like_timestamp);
  if (printed) article_.timestamp = printed->text;
  const bool is_published = printed && printed->text.starts_with(kPublishedLabel);
  article_.published = read_time("published", &Metadata::published, is_published);
  article_.updated = read_time("updated", &Metadata::updated, printed && !is_published);
}

/// JSON-LD knows seconds and zone, so the printed stamp is read only where that is silent.
std::optional<UtcTime> ArticleReader::read_time(std::string_view field,
                                                std::optional<UtcTime> Metadata::*member,
                                                bool is_printed) {
  if (!(json_ld_.*member) && is_printed) {
    if (const auto stamp = dates_.read(*article_.timestamp, profile_.dates)) {
      note(field, "timestamp", shown(*stamp));
      return stamp;
    }
  }
  return fallback(field, json_ld_.*member, member);
}

void ArticleReader::read_section() {
  if (auto found = take("section", profile_.article.section)) {
    article_.section = std::move(found->text);
    return;
  }
  const Result<url::Url> canonical = canonical_story_url(page_.url, profile_);
  const auto facts = canonical ? story_path_facts(*canonical, profile_) : std::nullopt;
  if (facts && facts->section) {
    article_.section = facts->section;
    return note("section", "path", *facts->section);
  }
  article_.section = fallback("section", json_ld_.section, &Metadata::section);
}

void ArticleReader::read_language() {
  if (const auto language = document_.root().attribute("lang"); language && !language->empty()) {
    article_.language = text::clean_line(*language);
    return note("language", "html@lang", *article_.language);
  }
  article_.language = json_ld_.language;
  if (article_.language) return note("language", "json-ld", *article_.language);
  note_absent("language");
}

Status ArticleReader::read_blocks() {
  bool has_root = false;
  for (const html::Selector& selector : profile_.article.body) {
    const html::Node root = selector.first(document_.root());
    if (!root) continue;
    has_root = true;
    Body body = read_body(root, page_.url, profile_.article, fields_);
    if (body.blocks.empty()) continue;
    note("body", selector.text(), body.blocks.front().text);
    article_.blocks = std::move(body.blocks);
    article_.full_url = std::move(body.full_url);
    return {};
  }
  note_absent("body", profile_.article.body);
  const std::string selector =
      profile_.article.body.empty() ? "" : profile_.article.body.front().text();
  return no_article(has_root ? "its body is empty" : "nothing matches " + selector);
}

Result<Article> ArticleReader::read() {
  article_.url = page_.url.text;
  article_.site = profile_.name;
  read_headline();
  read_source();
  read_byline();
  read_times();
  read_section();
  read_language();
  if (Status status = read_blocks(); !status) return tl::unexpected(status.error());
  if (article_.headline.empty()) return no_article("it has no headline");
  if (article_.full_url) note("full_url", "body", *article_.full_url);
  return std::move(article_);
}

/// A link that leads to a story, or nothing.
std::optional<Story> story_at(html::Node link, const html::Selector& selector,
                              const fetch::Page& page, const site::SiteProfile& profile) {
  const auto href = link.attribute(selector.attribute().empty() ? "href" : selector.attribute());
  if (!href) return std::nullopt;
  const Result<url::Url> target = url::resolve(page.url, *href);
  if (!target) return std::nullopt;
  const bool is_own = target->host == page.url.host ||
                      std::ranges::find(profile.hosts, target->host) != profile.hosts.end();
  if (!is_own) return std::nullopt;
  Result<url::Url> url = canonical_story_url(*target, profile);
  if (!url) return std::nullopt;
  const auto facts = story_path_facts(*url, profile);
  std::string headline = text_of(link);
  if (!facts || headline.empty()) return std::nullopt;
  return Story{.url = *std::move(url),
               .headline = std::move(headline),
               .section = facts->section,
               .date = facts->date};
}

}  // namespace

Result<std::vector<Story>> Extractor::stories(const fetch::Page& page,
                                              const site::SiteProfile& profile) {
  Result<html::Document> document =
      html::Document::parse_borrowed(page.html, *clock_, {.raw_text = raw_text_});
  if (!document) return tl::unexpected(document.error());
  for (const html::Selector& selector : profile.stories.links) {
    std::vector<Story> stories;
    std::unordered_set<std::string> seen;
    for (const html::Node link : selector.all(document->root())) {
      std::optional<Story> story = story_at(link, selector, page, profile);
      if (story && seen.insert(story->url.text).second) stories.push_back(*std::move(story));
    }
    if (!stories.empty()) return stories;
  }
  const std::optional<std::string> title = page_title(*document);
  return fail(ErrorKind::NotArticle, "no stories on the page that calls itself \"" +
                                         text::shortened(title.value_or(""), kTraceCells) + "\"");
}

Result<Article> Extractor::article(const fetch::Page& page, const site::SiteProfile& profile) {
  std::vector<FieldTrace> trace;
  return article(page, profile, trace);
}

Result<Article> Extractor::article(const fetch::Page& page, const site::SiteProfile& profile,
                                   std::vector<FieldTrace>& trace) {
  Result<html::Document> document =
      html::Document::parse_borrowed(page.html, *clock_, {.raw_text = raw_text_});
  if (!document) return tl::unexpected(document.error());
  return ArticleReader(page, *document, profile, dates_, trace).read();
}

}  // namespace newshole::extract
