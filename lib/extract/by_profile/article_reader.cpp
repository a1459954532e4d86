#include "extract/by_profile/article_reader.h"

#include <utility>

#include "base/join.h"
#include "base/limits.h"
#include "extract/body/blocks.h"
#include "extract/body/node_text.h"
#include "extract/by_profile/field.h"
#include "extract/byline.h"
#include "extract/metadata/metadata.h"
#include "extract/metadata/page_head.h"
#include "extract/metadata/page_terms.h"
#include "text/clean.h"

namespace newshole::extract {
namespace {

/// A timestamp line is short and holds a digit; a selector of positions can hit a paragraph
/// instead.
constexpr std::size_t kMaxTimestampBytes = 120;
/// Each element of the body is compared with these; no page prints its fields so often.
constexpr std::size_t kMostFields = 64;

constexpr std::string_view kSourceLabel = "Source:";
constexpr std::string_view kPublishedLabel = "Published";

bool looks_like_timestamp(std::string_view text) {
  return text.size() <= kMaxTimestampBytes &&
         text.find_first_of("0123456789") != std::string_view::npos;
}

std::string without_label(std::string text, std::string_view label) {
  if (!text.starts_with(label)) return text;
  return text::clean_line(std::string_view(text).substr(label.size()));
}

std::string shown(const std::string& text) {
  return text;
}
std::string shown(const UtcTime& time) {
  return text::to_rfc3339(time);
}

/// Fills an Article from a parsed page, and traces how.
class ArticleReader {
 public:
  ArticleReader(const Original& original, text::DateReader& dates, std::vector<FieldTrace>& trace)
      : original_(original),
        rules_(original.profile.article),
        scope_(original.item == nullptr ? original.document.root() : original.item->element),
        base_(base_of(original.page.url, original.document)),
        dates_(dates),
        trace_(trace) {
    if (original_.item == nullptr && rules_.metadata == site::Metadata::Use) {
      json_ld_ = json_ld_metadata(original_.document);
    } else {
      meta_.emplace();
    }
  }

  Result<Article> read() {
    article_.url = original_.page.url.text;
    article_.site = original_.profile.name;
    read_headline();
    read_source();
    read_byline();
    read_timestamp();
    read_times();
    read_section();
    read_language();
    read_terms();
    read_base();
    if (Status status = read_blocks(); !status) return tl::unexpected(status.error());
    if (article_.headline.empty()) return no_article("it has no headline");
    read_full_url();
    return std::move(article_);
  }

  Article change(Article article) {
    article_ = std::move(article);
    article_.site = original_.profile.name;
    if (auto headline = own("headline", rules_.headline)) article_.headline = *std::move(headline);
    if (auto section = own("section", rules_.section)) article_.section = std::move(section);
    if (!rules_.source.empty()) read_source();
    const bool has_byline = !rules_.byline.empty() && take_byline();
    const auto stamp = own("timestamp", rules_.timestamp, looks_like_timestamp);
    if (stamp) article_.timestamp = stamp;
    // The text shows both as they are printed, or both in one form.
    if (has_byline && stamp) article_.reading = Reading::ByProfile;
    change_time("published", rules_.published, article_.published);
    change_time("updated", rules_.updated, article_.updated);
    read_base();
    change_body();
    if (!rules_.full_url.empty()) read_full_url();
    return std::move(article_);
  }

 private:
  /// Of a field that the profile has selectors for.
  [[nodiscard]] std::optional<std::string> own(std::string_view name, const site::Field& field,
                                               const Accept& accept = {}) {
    if (field.empty()) return std::nullopt;
    auto found = take(name, field, accept);
    return found ? std::optional(std::move(found->text)) : std::nullopt;
  }

  void change_time(std::string_view name, const site::Field& field,
                   std::optional<text::DateOrTime>& time) {
    const auto text = own(name, field, is_time());
    if (text) time = text::DateOrTime{*parse_time(*text), std::chrono::minutes(0)};
  }

  void change_body() {
    if (rules_.body.empty()) return;
    std::vector<Block> blocks = std::exchange(article_.blocks, {});
    if (!read_blocks()) article_.blocks = std::move(blocks);
  }

  [[nodiscard]] std::vector<std::string> outlets() const {
    std::vector<std::string> outlets = {original_.profile.title};
    if (article_.source) outlets.push_back(*article_.source);
    return outlets;
  }

  [[nodiscard]] bool take_byline() {
    auto found = take("byline", rules_.byline);
    if (!found) return false;
    article_.authors = authors_of(found->text, outlets());
    article_.byline = std::move(found->text);
    if (!article_.authors.empty()) note("authors", "byline", joined(article_.authors, ", "));
    return true;
  }

  void read_headline() {
    if (original_.item != nullptr) {
      (void)take("headline", original_.profile.stories.headline);
      article_.headline = original_.item->story.headline;
      return;
    }
    if (auto found = take("headline", rules_.headline)) {
      article_.headline = std::move(found->text);
      return;
    }
    article_.headline = fallback("headline", json_ld_.headline, &Metadata::headline).value_or("");
  }

  void read_byline() {
    if (take_byline()) return;
    const std::vector<std::string> outlets = this->outlets();
    const std::vector<std::string>& names =
        json_ld_.authors.empty() ? meta().authors : json_ld_.authors;
    for (const std::string& name : names) {
      for (std::string& author : authors_of(name, outlets)) {
        if (article_.authors.size() < limits::kAuthors)
          article_.authors.push_back(std::move(author));
      }
    }
    if (article_.authors.empty()) return note_absent("authors");
    note("authors", json_ld_.authors.empty() ? "meta" : "json-ld", joined(article_.authors, ", "));
  }

  void read_source() {
    auto found = take("source", rules_.source);
    if (!found) return;
    std::string source = without_label(std::move(found->text), kSourceLabel);
    if (!source.empty()) article_.source = std::move(source);
  }

  void read_timestamp() {
    auto printed =
        original_.item != nullptr
            ? find_field(original_.document.root(), original_.profile.stories.date, is_time())
            : take("timestamp", rules_.timestamp, looks_like_timestamp);
    if (!printed) return;
    article_.timestamp = std::move(printed->text);
    if (original_.item != nullptr) {
      note("timestamp", printed->alternative->selector.text(), *article_.timestamp);
    }
  }

  void read_times() {
    constexpr std::chrono::minutes kUtc{0};
    if (const auto time = read_time("published", &Metadata::published, rules_.published))
      article_.published = {*time, kUtc};
    if (const auto time = read_time("updated", &Metadata::updated, rules_.updated))
      article_.updated = {*time, kUtc};
  }

  [[nodiscard]] std::optional<UtcTime> parse_time(const std::string& text) const {
    const std::optional<UtcTime> time = text::parse_iso_time(text);
    return time ? time : dates_.read(text, original_.profile.dates);
  }
  [[nodiscard]] Accept is_time() const {
    return [this](const std::string& text) { return parse_time(text).has_value(); };
  }

  /// JSON-LD states seconds and zone, so the printed time is read only where JSON-LD has none.
  std::optional<UtcTime> read_time(std::string_view field, std::optional<UtcTime> Metadata::*member,
                                   const site::Field& printed) {
    if (json_ld_.*member) return fallback(field, json_ld_.*member, member);
    if (const auto found = find_field(scope_, printed, is_time())) {
      note(field, found->alternative->selector.text(), found->text);
      return parse_time(found->text);
    }
    if (original_.item != nullptr && original_.item->story.date && member == &Metadata::published) {
      const UtcTime day = std::chrono::sys_days(*original_.item->story.date);
      note(field, "the day of the story", shown(day));
      return day;
    }
    // The timestamp of an item is that of its page: the day on which the page listed it.
    const bool is_own_stamp =
        original_.item == nullptr && rules_.published.empty() && rules_.updated.empty();
    const bool is_labelled_published =
        article_.timestamp && article_.timestamp->starts_with(kPublishedLabel);
    const bool is_meant = is_labelled_published == (member == &Metadata::published);
    if (article_.timestamp && is_meant && is_own_stamp) {
      if (const auto stamp = dates_.read(*article_.timestamp, original_.profile.dates)) {
        note(field, "timestamp", shown(*stamp));
        return stamp;
      }
    }
    return fallback(field, json_ld_.*member, member);
  }

  void read_section() {
    if (original_.item != nullptr && original_.item->story.section) {
      article_.section = original_.item->story.section;
      return note("section", "above the story", *article_.section);
    }
    auto found = rules_.section.empty() ? std::nullopt : take("section", rules_.section);
    if (found) {
      article_.section = std::move(found->text);
      return;
    }
    const Result<url::Url> canonical = canonical_story_url(original_.page.url, original_.profile);
    const auto facts = canonical ? story_path_facts(*canonical, original_.profile) : std::nullopt;
    if (facts && facts->section) {
      article_.section = facts->section;
      return note("section", "path", *facts->section);
    }
    article_.section = fallback("section", json_ld_.section, &Metadata::section);
  }

  void read_language() {
    if (const auto language = original_.document.root().attribute("lang");
        language && !language->empty()) {
      article_.language = field_text(text::clean_line(*language));
      return note("language", "html@lang", *article_.language);
    }
    article_.language = json_ld_.language;
    if (article_.language) return note("language", "json-ld", *article_.language);
    note_absent("language");
  }

  void read_terms() {
    PageTerms terms = page_terms(original_.page, original_.document, original_.page.url);
    article_.preferences = std::move(terms.preferences);
    if (original_.item != nullptr || rules_.metadata != site::Metadata::Use) return;
    article_.copyright = json_ld_.copyright ? json_ld_.copyright : std::move(terms.copyright);
    if (article_.copyright)
      note("copyright", json_ld_.copyright ? "json-ld" : "meta", *article_.copyright);
  }

  void read_base() {
    for (const site::Base& base : rules_.base) {
      if (const auto* address = std::get_if<url::Url>(&base)) {
        base_ = *address;
        return note("base", "profile", base_.text);
      }
      const auto& selector = std::get<html::Selector>(base);
      const html::Node node = selector.first(original_.document.root());
      if (!node) continue;
      Result<url::Url> url = url::resolve(base_, node.attribute(selector.attribute()).value_or(""));
      if (!url || url->text.size() > limits::kUrlBytes) continue;
      base_ = *std::move(url);
      return note("base", selector.text(), base_.text);
    }
  }

  /// An element within another one would be read twice.
  [[nodiscard]] std::vector<html::Node> body_roots(const html::Selector& selector) const {
    if (rules_.body_parts == site::BodyParts::All) {
      return outermost(original_.document.root(), selector);
    }
    const html::Node root = selector.first(original_.document.root());
    return root ? std::vector<html::Node>{root} : std::vector<html::Node>();
  }

  [[nodiscard]] bool read_body_of(const std::vector<html::Node>& roots, std::string_view origin) {
    LinkResolver resolver(base_);
    for (const html::Node root : roots) {
      Body body = read_body(root, resolver, rules_, fields_);
      if (body.full_url) article_.full_url = std::move(body.full_url);
      for (Block& block : body.blocks) article_.blocks.push_back(std::move(block));
    }
    if (article_.blocks.empty()) return false;
    note("body", origin, article_.blocks.front().text);
    return true;
  }

  [[nodiscard]] Status read_blocks() {
    if (original_.item != nullptr) {
      return read_body_of({original_.item->element}, "the story itself")
                 ? Status{}
                 : no_article("its body is empty");
    }
    bool has_root = false;
    for (const html::Selector& selector : rules_.body) {
      const std::vector<html::Node> roots = body_roots(selector);
      has_root = has_root || !roots.empty();
      if (read_body_of(roots, selector.text())) return {};
    }
    const std::string selector = rules_.body.empty() ? "" : rules_.body.front().text();
    const std::string reason = has_root ? "its body is empty" : "nothing matches " + selector;
    note_absent("body", {rules_.body.begin(), rules_.body.end()});
    return no_article(reason);
  }

  void read_full_url() {
    if (article_.full_url) return note("full_url", "body", *article_.full_url);
    if (rules_.full_url.empty()) return;
    const auto found = find_field(original_.document.root(), rules_.full_url);
    if (!found) return note_absent("full_url", rules_.full_url);
    const Result<url::Url> url =
        url::resolve(base_of(original_.page.url, original_.document), found->text);
    if (!url) return note_absent("full_url", rules_.full_url);
    article_.full_url = url->text;
    note("full_url", found->alternative->selector.text(), *article_.full_url);
  }

  [[nodiscard]] tl::unexpected<Error> no_article(const std::string& what) const {
    return extract::no_article(what, page_title(original_.document));
  }

  /// Pages of a known site rarely need them, and reading them takes a walk over the page.
  const Metadata& meta() {
    if (!meta_) meta_ = meta_metadata(original_.document);
    return *meta_;
  }
  /// The field by its selectors; its element is no part of the body, unless the field is but a part
  /// of its text.
  std::optional<Found> take(std::string_view name, const site::Field& field,
                            const Accept& accept = {}) {
    std::optional<Found> found = find_field(scope_, field, accept);
    if (!found) {
      note_absent(name, field);
      return found;
    }
    const site::Alternative& alternative = *found->alternative;
    note(name, alternative.selector.text(), found->text);
    const bool is_cut = found->text.size() > limits::kFieldBytes / 2 &&
                        text_of(found->node).size() > limits::kFieldBytes;
    if (alternative.takes_part() || is_cut) return found;
    // Some pages print a field twice: a repetition is no text of the body either.
    for (const html::Node node : found->matches) {
      if (fields_.size() == kMostFields) break;
      if (node == found->node || value_of(node, alternative) == found->text)
        fields_.push_back(node);
    }
    return found;
  }
  void note(std::string_view field, std::string_view origin, std::string_view value) {
    add_trace(trace_, field, origin, value);
  }

  void note_absent(std::string_view field, const site::Field& tried = {}) {
    const std::string reasons = why_absent(scope_, tried);
    trace_.push_back({std::string(field), "", reasons.empty() ? "not on the page" : reasons});
  }

  template <typename T>
  std::optional<T> fallback(std::string_view field, const std::optional<T>& json_ld,
                            std::optional<T> Metadata::*meta_field) {
    const std::optional<T>& value = json_ld ? json_ld : meta().*meta_field;
    if (value) {
      note(field, json_ld ? "json-ld" : "meta", shown(*value));
    } else {
      note_absent(field);
    }
    return value;
  }

  Original original_;
  const site::ArticleRules& rules_;
  html::Node scope_;  // below which the fields are
  url::Url base_;     // of links
  text::DateReader& dates_;
  std::vector<FieldTrace>& trace_;
  Metadata json_ld_;
  std::optional<Metadata> meta_;
  Article article_;
  std::vector<html::Node> fields_;
};

}  // namespace

bool has_own_fields(const site::SiteProfile& profile) {
  const site::ArticleRules& rules = profile.article;
  return !rules.body.empty() || !rules.headline.empty() || !rules.byline.empty() ||
         !rules.timestamp.empty() || !rules.source.empty() || !rules.section.empty() ||
         !rules.published.empty() || !rules.updated.empty() || !rules.full_url.empty();
}

Article with_own_fields(Article article, const Original& original, text::DateReader& dates,
                        std::vector<FieldTrace>& trace) {
  return ArticleReader(original, dates, trace).change(std::move(article));
}

Result<Article> read_article(const Original& original, text::DateReader& dates,
                             std::vector<FieldTrace>& trace) {
  return ArticleReader(original, dates, trace).read();
}

}  // namespace newshole::extract
