#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "base/ascii.h"
#include "base/join.h"
#include "base/limits.h"
#include "site/json_file.h"
#include "site/own_lines.h"
#include "site/profile.h"
#include "site/profile_keys.h"
#include "text/dates/date_names.h"
#include "text/width.h"

namespace newshole::site {
namespace {

constexpr std::string_view kProfile = "the profile itself, beside \"name\"";
constexpr std::string_view kStories = "the object \"stories\"";
constexpr std::string_view kArticle = "the object \"article\"";

/// Where the keys stand that people put elsewhere.
constexpr std::array kHomes = {
    KeyHome{"title", kProfile},         KeyHome{"hosts", kProfile},
    KeyHome{"front_pages", kProfile},   KeyHome{"tagline", kProfile},
    KeyHome{"banner", kProfile},        KeyHome{"narrow_banner", kProfile},
    KeyHome{"web", kProfile},           KeyHome{"links", kStories},
    KeyHome{"paths", kStories},         KeyHome{"items", kStories},
    KeyHome{"kicker", kStories},        KeyHome{"date_below", kStories},
    KeyHome{"drop_suffixes", kStories}, KeyHome{"query", kStories},
    KeyHome{"byline", kArticle},        KeyHome{"body", kArticle},
    KeyHome{"captions", kArticle},      KeyHome{"notes", kArticle},
    KeyHome{"note_starts", kArticle},   KeyHome{"remove", kArticle},
    KeyHome{"required", kArticle},      KeyHome{"metadata", kArticle}};

/// A list that stands in the file takes the place of one that it extends.
template <typename T>
void clear_if_named(JsonObject& object, std::string_view key, std::vector<T>& list) {
  if (object.has(key)) list.clear();
}

void read_selectors(JsonObject& object, std::string_view key, Selectors& selectors) {
  object.read_list(key, selectors, html::Selector::parse);
}

std::optional<Alternative> read_short_form(JsonObject& object, const JsonEntry& entry) {
  Result<html::Selector> selector = html::Selector::parse(entry.text);
  if (selector) return Alternative(*std::move(selector));
  object.fault_at(entry.pointer, selector.error().message);
  return std::nullopt;
}

std::optional<Alternative> read_long_form(JsonObject& form) {
  // Replaced by the selector of the file once all keys are read.
  Alternative alternative = html::Selector::parse("*").value();
  std::string element;
  form.require("select");
  form.read("select", element);
  form.read("starts_with", alternative.starts_with);
  form.read("after", alternative.after);
  form.read("before", alternative.before);
  form.read_name("transform", alternative.transform,
                 {{"first_sentence", Transform::FirstSentence}});
  form.finish();
  Result<html::Selector> selector = html::Selector::parse(element);
  if (!selector) {
    if (form.has("select")) form.fault("select", selector.error().message);
    return std::nullopt;
  }
  alternative.selector = *std::move(selector);
  return alternative;
}

void read_field(JsonObject& object, std::string_view key, Field& field) {
  clear_if_named(object, key, field);
  for (JsonEntry& entry : object.entries(key)) {
    std::optional<Alternative> alternative =
        entry.object ? read_long_form(*entry.object) : read_short_form(object, entry);
    if (alternative) field.push_back(*std::move(alternative));
  }
}

/// An address, or a selector with an attribute that holds one.
Result<Base> parse_base(std::string_view text) {
  if (text.starts_with("http://") || text.starts_with("https://")) {
    return url::parse_url(text).transform([](url::Url url) { return Base(std::move(url)); });
  }
  Result<html::Selector> selector = html::Selector::parse(text);
  if (!selector) return tl::unexpected(selector.error());
  if (!selector->attribute().empty()) return Base(*std::move(selector));
  return fail(ErrorKind::Config, "expected an address, or a selector that ends in @ATTRIBUTE");
}

void check_date(JsonObject& entry, const text::DateFormat& format) {
  if (Status pattern = text::check_date_pattern(format.pattern); !pattern && entry.has("pattern")) {
    entry.fault("pattern", pattern.error().message);
  }
  if (!text::is_known_zone(format.zone)) {
    entry.fault("zone", "expected a zone of the IANA database, found \"" + format.zone + "\"");
  }
  if (!text::is_known_language(format.language)) {
    entry.fault("language", "expected the tag of a language, found \"" + format.language + "\"");
  }
}

void read_dates(JsonObject& object, SiteProfile& profile) {
  clear_if_named(object, "dates", profile.dates);
  for (JsonObject& entry : object.objects("dates")) {
    text::DateFormat format;
    entry.require("pattern");
    entry.read("pattern", format.pattern);
    entry.read("zone", format.zone);
    entry.read("language", format.language);
    check_date(entry, format);
    entry.finish();
    profile.dates.push_back(std::move(format));
  }
}

void read_rewrites(JsonObject& object, StoryRules& rules) {
  clear_if_named(object, "rewrite", rules.rewrite);
  for (JsonObject& entry : object.objects("rewrite")) {
    std::string from;
    std::string to;
    entry.require("from");
    entry.require("to");
    entry.read("from", from);
    entry.read("to", to);
    entry.finish();
    if (!entry.has("from") || !entry.has("to")) continue;
    Result<PathRewrite> rewrite = PathRewrite::parse(from, to);
    if (!rewrite) return entry.fault(rewrite.error().message);
    rules.rewrite.push_back(*std::move(rewrite));
  }
}

void read_stories(JsonObject& object, StoryRules& rules) {
  read_selectors(object, "links", rules.links);
  object.read_list("paths", rules.paths, PathTemplate::parse);
  read_selectors(object, "items", rules.items);
  read_field(object, "headline", rules.headline);
  read_field(object, "kicker", rules.kicker);
  read_field(object, "section", rules.section);
  read_field(object, "date", rules.date);
  read_field(object, "date_below", rules.date_below);
  read_rewrites(object, rules);
  object.read("drop_suffixes", rules.drop_suffixes);
  object.read_name("query", rules.query, {{"drop", Query::Drop}, {"keep", Query::Keep}});
  if (rules.items.empty() && rules.links.empty()) object.require("links");
  if (rules.items.empty() && rules.paths.empty()) object.require("paths");
  object.finish(kHomes);
}

void read_paragraph_rules(JsonObject& object, ArticleRules& rules) {
  clear_if_named(object, "remove_paragraphs", rules.remove_paragraphs);
  for (JsonObject& entry : object.objects("remove_paragraphs")) {
    ParagraphRule rule;
    entry.read("starts_with", rule.starts_with);
    entry.read("link_contains", rule.link_contains);
    if (rule.starts_with.empty() && rule.link_contains.empty()) entry.require("starts_with");
    entry.finish();
    rules.remove_paragraphs.push_back(std::move(rule));
  }
}

struct NamedField {
  std::string_view name;
  Field ArticleRules::*field;
};

constexpr std::array kFields = {
    NamedField{"headline", &ArticleRules::headline},
    NamedField{"byline", &ArticleRules::byline},
    NamedField{"timestamp", &ArticleRules::timestamp},
    NamedField{"source", &ArticleRules::source},
    NamedField{"section", &ArticleRules::section},
    NamedField{"published", &ArticleRules::published},
    NamedField{"updated", &ArticleRules::updated},
    NamedField{"full_url", &ArticleRules::full_url},
};

/// Headline and body are always required: a page without them is no article.
void check_required(JsonObject& object, const ArticleRules& rules) {
  const auto unknown = std::ranges::find_if(rules.required, [](const std::string& name) {
    return std::ranges::find(kFields, name, &NamedField::name) == kFields.end();
  });
  if (unknown == rules.required.end()) return;
  std::vector<std::string_view> names;
  for (const NamedField& field : kFields) names.push_back(field.name);
  object.fault("required",
               "expected some of " + joined(names, ", ") + ", found \"" + *unknown + "\"");
}

void read_article(JsonObject& object, ArticleRules& rules) {
  for (const NamedField& named : kFields) read_field(object, named.name, rules.*named.field);
  object.read_list("base", rules.base, parse_base);
  read_selectors(object, "body", rules.body);
  object.read_name("body_parts", rules.body_parts,
                   {{"first", BodyParts::First}, {"all", BodyParts::All}});
  object.read_name("metadata", rules.metadata,
                   {{"use", Metadata::Use}, {"ignore", Metadata::Ignore}});
  read_selectors(object, "captions", rules.captions);
  read_selectors(object, "notes", rules.notes);
  read_selectors(object, "remove", rules.remove);
  object.read("note_starts", rules.note_starts);
  object.read("full_url_links", rules.full_url_links);
  read_paragraph_rules(object, rules);
  object.read("required", rules.required);
  check_required(object, rules);
  object.finish(kHomes);
}

void check_name(JsonObject& object, std::string_view name) {
  const auto is_allowed = [](char c) {
    return ascii::is_lower(c) || ascii::is_digit(c) || c == '.' || c == '-';
  };
  if (name.empty() || name.front() == '.' || !std::ranges::all_of(name, is_allowed)) {
    object.fault("name", R"(expected lower-case letters, digits, "." and "-")");
  }
}

void check_hosts(JsonObject& object, const std::vector<std::string>& hosts) {
  const auto is_host = [](const std::string& host) {
    const auto url = url::parse_url("https://" + host + "/");
    return url && url->host == host;
  };
  if (object.has("hosts") && (hosts.empty() || !std::ranges::all_of(hosts, is_host))) {
    object.fault("hosts", "expected at least one host name, all in lower case");
  }
}

/// The rest of the program relies on these.
void check_values(JsonObject& object, const SiteProfile& profile) {
  check_name(object, profile.name);
  check_hosts(object, profile.hosts);
  if (object.has("title") && profile.title.empty()) object.fault("title", "expected some text");
  if (object.has("front_pages") && profile.front_pages.empty()) {
    object.fault("front_pages", "expected at least one address");
  }
  if (!std::ranges::all_of(profile.under, [](const auto& path) { return path.starts_with('/'); })) {
    object.fault("under", "expected paths that start with \"/\"");
  }
  if (object.has("web") && !url::parse_url(profile.web)) {
    object.fault("web", "expected an http or https address");
  }
}

/// As long as the mirror's own, and as a Crawl-delay that is kept.
constexpr std::chrono::seconds kLongestPause{60};

/// A banner is small; anything larger is a mistake.
constexpr std::size_t kMaxBannerBytes = 16 << 10;

/// Without trailing blanks.
Result<std::vector<std::string>> banner_lines(std::istream& in) {
  std::vector<std::string> lines;
  std::size_t bytes = 0;
  for (std::string line; std::getline(in, line);) {
    bytes += line.size();
    line.erase(line.find_last_not_of(" \r") + 1);
    const bool is_printable =
        std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; });
    if (!is_printable) return fail(ErrorKind::Config, "expected printable ASCII");
    if (text::width(line) > kBannerWidth) {
      return fail(ErrorKind::Config, "is " + std::to_string(text::width(line)) +
                                         " columns wide, a page has " +
                                         std::to_string(kBannerWidth));
    }
    lines.push_back(std::move(line));
  }
  if (!in.eof() || lines.empty()) return fail(ErrorKind::Config, "cannot be read");
  if (bytes > kMaxBannerBytes) return fail(ErrorKind::Config, "is larger than 16 KB");
  return lines;
}

/// Letters have room above and below them that no page needs.
void drop_empty_ends(std::vector<std::string>& lines) {
  const auto is_full = [](const std::string& line) { return !line.empty(); };
  lines.erase(std::find_if(lines.rbegin(), lines.rend(), is_full).base(), lines.end());
  lines.erase(lines.begin(), std::ranges::find_if(lines, is_full));
}

Result<std::vector<std::string>> drawn_banner(const std::string& text, const std::string& font,
                                              const DrawBanner& draw) {
  if (!draw) return fail(ErrorKind::Config, "nobody here draws letters");
  const Result<std::string> drawn = draw(text, font);
  if (!drawn) return tl::unexpected(drawn.error());
  std::istringstream in(*drawn);
  Result<std::vector<std::string>> lines = banner_lines(in);
  if (lines) drop_empty_ends(*lines);
  if (lines && lines->empty()) return fail(ErrorKind::Config, "nothing shows");
  return lines;
}

void read_drawn_banner(JsonObject& object, std::string_view key, const BannerSource& source,
                       std::vector<std::string>& banner) {
  std::string text;
  std::string font = "standard";
  std::optional<JsonObject> described = object.object(key);
  described->require("text");
  described->read("text", text);
  described->read("font", font);
  described->finish();
  if (!described->has("text")) return;
  Result<std::vector<std::string>> lines = drawn_banner(text, font, *source.draw);
  if (!lines) return object.fault(key, lines.error().message);
  banner = *std::move(lines);
}

/// A text file beside the profile, or a text to be drawn.
void read_banner(JsonObject& object, std::string_view key, const BannerSource& source,
                 std::vector<std::string>& banner) {
  if (object.holds_object(key)) return read_drawn_banner(object, key, source, banner);
  if (object.has(key)) banner.clear();
  std::string name;
  object.read(key, name);
  if (name.empty()) return;
  std::ifstream in(source.folder / name, std::ios::binary);
  if (!in) return object.fault(key, name + ": cannot be read: " + system_cause(errno));
  Result<std::vector<std::string>> lines = banner_lines(in);
  if (!lines) return object.fault(key, name + ": " + lines.error().message);
  banner = *std::move(lines);
}

/// Lines of a text file beside the profile.
void read_lines(JsonObject& object, std::string_view key, const BannerSource& source,
                std::vector<std::string>& lines) {
  if (object.has(key)) lines.clear();
  std::string name;
  object.read(key, name);
  if (name.empty()) return;
  Result<std::vector<std::string>> own = read_own_lines(source.folder / name);
  if (!own) return object.fault(key, name + ": " + own.error().message);
  lines = *std::move(own);
}

/// Hosts and address of a profile that names none are those of its front pages.
void fill_in_addresses(JsonObject& object, SiteProfile& profile) {
  if (!object.has("title") && profile.title.empty()) profile.title = profile.name;
  if (profile.front_pages.empty()) return;
  if (profile.web.empty())
    profile.web = url::with_path(profile.front_pages.front(), "/").value_or(url::Url{}).text;
  if (!profile.hosts.empty()) return;
  for (const url::Url& page : profile.front_pages) {
    if (std::ranges::find(profile.hosts, page.host) == profile.hosts.end())
      profile.hosts.push_back(page.host);
  }
}

void read_limit(JsonObject& object, SiteProfile& profile) {
  long limit = -1;
  object.read("limit", limit, {0, static_cast<long>(limits::kMostStories)});
  if (limit >= 0) profile.story_limit = static_cast<std::size_t>(limit);
}

void read_pause(JsonObject& object, SiteProfile& profile) {
  long pause = -1;
  object.read("pause", pause, {0, kLongestPause.count()});
  if (pause >= 0) profile.pause = std::chrono::seconds(pause);
}

}  // namespace

void set_banner_from_title(SiteProfile& profile, const DrawBanner& draw) {
  constexpr std::array kFonts = {"standard", "small", "mini"};
  if (!draw || (!profile.banner.empty() && profile.banner_origin == BannerOrigin::Profile)) return;
  profile.banner_origin = BannerOrigin::Title;
  profile.banner.clear();
  profile.narrow_banner.clear();
  for (const char* font : kFonts) {
    Result<std::vector<std::string>> lines = drawn_banner(profile.title, font, draw);
    if (!lines) continue;
    (profile.banner.empty() ? profile.banner : profile.narrow_banner) = *std::move(lines);
  }
}

void read_profile_keys(JsonObject& object, const BannerSource& banners, SiteProfile& profile) {
  object.read("title", profile.title);
  object.read("hosts", profile.hosts);
  object.read("under", profile.under);
  object.read("web", profile.web);
  object.read_list("front_pages", profile.front_pages, url::parse_url);
  object.read("tagline", profile.tagline);
  // One that was made for another banner does not go with this one.
  if (object.has("banner")) profile.narrow_banner.clear();
  read_banner(object, "banner", banners, profile.banner);
  read_banner(object, "narrow_banner", banners, profile.narrow_banner);
  read_lines(object, "header", banners, profile.header);
  read_lines(object, "footer", banners, profile.footer);
  read_dates(object, profile);
  if (auto stories = object.object("stories")) read_stories(*stories, profile.stories);
  if (auto article = object.object("article")) read_article(*article, profile.article);
  read_limit(object, profile);
  object.read_name("fallback", profile.fallback,
                   {{"generic", Fallback::Generic}, {"none", Fallback::None}});
  read_pause(object, profile);
  fill_in_addresses(object, profile);
  check_values(object, profile);
  object.finish(kHomes);
  if (object.has("banner")) profile.banner_origin = BannerOrigin::Profile;
  if (!object.has("banner")) set_banner_from_title(profile, *banners.draw);
}

namespace {

void read_base(JsonObject& object, const FindProfile& find, SiteProfile& profile) {
  std::string name;
  object.read("extends", name);
  if (name.empty() || !find) return;
  Result<SiteProfile> base = find(name);
  if (!base) return object.fault("extends", base.error().message);
  base->revision = combined(base->revision, profile.revision);
  profile = *std::move(base);
}

void read_profile(JsonObject& object, const BannerSource& banners, const FindProfile& find,
                  SiteProfile& profile) {
  std::string schema;
  object.read("$schema", schema);
  read_base(object, find, profile);
  object.require("name");
  object.read("name", profile.name);
  if (profile.front_pages.empty()) object.require("front_pages");
  read_profile_keys(object, banners, profile);
}

}  // namespace

Result<SiteProfile> load_profile(const std::filesystem::path& file, const DrawBanner& draw,
                                 const FindProfile& find) {
  Result<JsonFile> json = JsonFile::load(file);
  if (!json) return tl::unexpected(json.error());
  SiteProfile profile{.revision = json->fingerprint()};
  JsonObject object(*json, json->root(), "");
  read_profile(object, {file.parent_path(), &draw}, find, profile);
  return json->status().map([&profile] { return std::move(profile); });
}

}  // namespace newshole::site
