#include "site/profile.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <utility>

#include "site/json_file.h"
#include "text/width.h"

namespace newshole::site {
namespace {

/// A banner is small; anything larger is a mistake.
constexpr std::size_t kMaxBannerBytes = 16 << 10;

constexpr std::array kQueries = {
    NamedValue<Query>{"drop", Query::Drop},
    NamedValue<Query>{"keep", Query::Keep},
};

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
    if (text::width(line) > kMenuWidth) {
      return fail(ErrorKind::Config, "is " + std::to_string(text::width(line)) +
                                         " columns wide, a page has " + std::to_string(kMenuWidth));
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

/// Where the profile lies, and who draws what it only names.
struct BannerSource {
  std::filesystem::path folder;
  const DrawBanner* draw;
};

void read_drawn_banner(JsonObject& object, const BannerSource& source, SiteProfile& profile) {
  std::string text;
  std::string font = "standard";
  std::optional<JsonObject> banner = object.object("banner");
  banner->require("text");
  banner->read("text", text);
  banner->read("font", font);
  banner->finish();
  if (!banner->has("text")) return;
  Result<std::vector<std::string>> lines = drawn_banner(text, font, *source.draw);
  if (!lines) return object.fault("banner", lines.error().message);
  profile.banner = *std::move(lines);
}

void read_banner(JsonObject& object, const BannerSource& source, SiteProfile& profile) {
  if (object.holds_object("banner")) return read_drawn_banner(object, source, profile);
  std::string name;
  object.read("banner", name);
  if (name.empty()) return;
  std::ifstream in(source.folder / name, std::ios::binary);
  Result<std::vector<std::string>> lines = banner_lines(in);
  if (!lines) return object.fault("banner", name + ": " + lines.error().message);
  profile.banner = *std::move(lines);
}

void read_field(JsonObject& object, std::string_view key, Field& field) {
  object.read_list(key, field, html::Selector::parse);
}

void read_dates(JsonObject& object, SiteProfile& profile) {
  for (JsonObject& entry : object.objects("dates")) {
    text::DateFormat format;
    entry.require("pattern");
    entry.read("pattern", format.pattern);
    entry.read("zone", format.zone);
    entry.finish();
    profile.dates.push_back(std::move(format));
  }
}

void read_stories(JsonObject& object, StoryRules& rules) {
  object.require("links");
  object.require("paths");
  read_field(object, "links", rules.links);
  object.read_list("paths", rules.paths, PathTemplate::parse);
  object.read("drop_suffixes", rules.drop_suffixes);
  object.read_name<Query>("query", rules.query, kQueries);
  object.finish();
}

void read_paragraph_rules(JsonObject& object, ArticleRules& rules) {
  for (JsonObject& entry : object.objects("remove_paragraphs")) {
    ParagraphRule rule;
    entry.read("starts_with", rule.starts_with);
    entry.read("link_contains", rule.link_contains);
    if (rule.starts_with.empty() && rule.link_contains.empty()) entry.require("starts_with");
    entry.finish();
    rules.remove_paragraphs.push_back(std::move(rule));
  }
}

void read_article(JsonObject& object, ArticleRules& rules) {
  object.require("headline");
  object.require("body");
  read_field(object, "headline", rules.headline);
  read_field(object, "byline", rules.byline);
  read_field(object, "timestamp", rules.timestamp);
  read_field(object, "source", rules.source);
  read_field(object, "section", rules.section);
  read_field(object, "body", rules.body);
  read_field(object, "notes", rules.notes);
  read_field(object, "remove", rules.remove);
  object.read("note_starts", rules.note_starts);
  object.read("full_url_links", rules.full_url_links);
  read_paragraph_rules(object, rules);
  object.finish();
}

void check_name(JsonObject& object, std::string_view name) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
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

/// What the rest of the program takes for granted.
void check_values(JsonObject& object, const SiteProfile& profile) {
  check_name(object, profile.name);
  check_hosts(object, profile.hosts);
  if (object.has("title") && profile.title.empty()) object.fault("title", "expected some text");
  if (object.has("front_pages") && profile.front_pages.empty()) {
    object.fault("front_pages", "expected at least one address");
  }
  if (object.has("web") && !url::parse_url(profile.web)) {
    object.fault("web", "expected an http or https address");
  }
}

void read_profile(JsonObject& object, const BannerSource& banners, SiteProfile& profile) {
  for (const std::string_view key :
       {"name", "title", "hosts", "web", "front_pages", "stories", "article"}) {
    object.require(key);
  }
  std::string schema;
  object.read("$schema", schema);
  object.read("name", profile.name);
  object.read("title", profile.title);
  object.read("hosts", profile.hosts);
  object.read("web", profile.web);
  object.read_list("front_pages", profile.front_pages, url::parse_url);
  object.read("tagline", profile.tagline);
  read_banner(object, banners, profile);
  read_dates(object, profile);
  if (auto stories = object.object("stories")) read_stories(*stories, profile.stories);
  if (auto article = object.object("article")) read_article(*article, profile.article);
  check_values(object, profile);
  object.finish();
}

/// All hosts of a site show the same stories: what the first front page says counts.
const url::Url& home_of(const url::Url& url, const SiteProfile& profile) {
  const bool is_own = std::ranges::find(profile.hosts, url.host) != profile.hosts.end();
  return is_own && !profile.front_pages.empty() ? profile.front_pages.front() : url;
}

}  // namespace

Result<SiteProfile> load_profile(const std::filesystem::path& file, const DrawBanner& draw) {
  Result<JsonFile> json = JsonFile::load(file);
  if (!json) return tl::unexpected(json.error());
  SiteProfile profile{.revision = json->fingerprint()};
  JsonObject object(*json, json->root(), "");
  read_profile(object, {file.parent_path(), &draw}, profile);
  if (Status status = json->status(); !status) return tl::unexpected(status.error());
  return profile;
}

Result<url::Url> canonical_story_url(const url::Url& url, const SiteProfile& profile) {
  std::string path = url.path;
  for (const std::string& suffix : profile.stories.drop_suffixes) {
    if (!path.ends_with(suffix)) continue;
    path.erase(path.size() - suffix.size());
    break;
  }
  Result<url::Url> out = url::with_path(home_of(url, profile), path.empty() ? "/" : path);
  if (!out || url.query.empty() || profile.stories.query == Query::Drop) return out;
  return url::parse_url(out->text + "?" + url.query);
}

std::optional<PathFacts> story_path_facts(const url::Url& url, const SiteProfile& profile) {
  for (const PathTemplate& path : profile.stories.paths) {
    if (std::optional<PathFacts> facts = path.match(url.path)) return facts;
  }
  return std::nullopt;
}

}  // namespace newshole::site
