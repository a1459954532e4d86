#include "site/configured_sites.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "site/profile_keys.h"

namespace newshole::site {
namespace {

constexpr std::size_t kMostNameBytes = 60;
constexpr std::size_t kMarkDigits = 8;

bool is_name_char(char c) {
  return ascii::is_lower(c) || ascii::is_digit(c) || c == '.';
}

/// The characters of a name, all others as one "-" between them.
std::string plain_name(std::string_view text) {
  std::string name;
  for (const char c : ascii::lowered(text)) {
    if (is_name_char(c)) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  while (name.ends_with('-') || name.ends_with('.')) name.pop_back();
  return name;
}

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

std::string_view without_ending(std::string_view path) {
  for (const std::string_view ending :
       {".xml", ".rss", ".atom", ".json", ".html", ".htm", ".php"}) {
    if (path.ends_with(ending)) return path.substr(0, path.size() - ending.size());
  }
  return path;
}

std::string mark(std::string_view address) {
  std::string digits = std::to_string(fingerprint(address));
  digits.insert(0, std::max(kMarkDigits, digits.size()) - digits.size(), '0');
  return "-" + digits.substr(0, kMarkDigits);
}

std::string name_of(const url::Url& url) {
  const bool is_usual_port = url.port == (url.scheme == "https" ? "443" : "80");
  const std::string host =
      std::string(without_prefix(url.host, "www.")) + (is_usual_port ? "" : "-" + url.port);
  std::string name = plain_name(host + std::string(without_ending(url.path)));
  const bool is_whole = url.query.empty() && name.size() <= kMostNameBytes;
  if (is_whole) return name;
  name.resize(std::min(name.size(), kMostNameBytes - kMarkDigits - 1));
  return name + mark(url.text);
}

/// The profile of an entry of "sites": one that is known, else that of an address.
Result<SiteProfile> profile_of_entry(const std::string& site, const DrawBanner& draw,
                                     const FindProfile& find) {
  Result<SiteProfile> known = find(site);
  return known || !is_address(site) ? known : profile_of_address(site, draw);
}

void read_entry(JsonObject& object, const BannerSource& banners, const FindProfile& find,
                std::vector<SiteProfile>& profiles) {
  std::string site;
  object.require("site");
  object.read("site", site);
  if (site.empty()) return object.finish();
  Result<SiteProfile> profile = profile_of_entry(site, *banners.draw, find);
  if (!profile) return object.fault("site", profile.error().message);
  object.read("name", profile->name);
  // What does not change how pages are read is no reason to ask for all of them again.
  profile->revision =
      combined(profile->revision, object.fingerprint({"header", "footer", "pause"}));
  read_profile_keys(object, banners, *profile);
  profiles.push_back(*std::move(profile));
}

std::string name_of_entry(JsonEntry& entry) {
  if (!entry.object) return site_name(entry.text);
  std::string site;
  std::string name;
  entry.object->read("site", site);
  entry.object->read("name", name);
  return name.empty() ? site_name(site) : name;
}

}  // namespace

bool is_address(std::string_view site) {
  return site.starts_with("https://") || site.starts_with("http://");
}

std::string site_name(std::string_view site) {
  if (!is_address(site)) return std::string(site);
  const Result<url::Url> url = url::parse_url(site);
  return url ? name_of(*url) : std::string(site);
}

Result<SiteProfile> profile_of_address(const std::string& address, const DrawBanner& draw) {
  Result<url::Url> url = url::parse_url(address);
  if (!url) return in_context(address, url.error());
  SiteProfile profile;
  profile.revision = fingerprint(url->text);
  profile.name = name_of(*url);
  profile.title = without_prefix(url->host, "www.");
  profile.tagline = profile.title + " - on gopher - unofficial";
  profile.hosts = {url->host};
  profile.web = url::with_path(*url, "/").value_or(*url).text;
  profile.front_pages = {*std::move(url)};
  set_banner_from_title(profile, draw);
  return profile;
}

std::vector<std::string> read_site_names(JsonObject& configuration) {
  std::vector<std::string> names;
  std::vector<std::string> plain;  // of the file, which may have one twice
  for (JsonEntry& entry : configuration.entries("sites")) {
    std::string name = name_of_entry(entry);
    const bool is_repeated = !entry.object && std::ranges::find(plain, entry.text) != plain.end();
    if (is_repeated) continue;
    if (!entry.object) plain.push_back(entry.text);
    if (name.empty() || name.find_first_of(":/") != std::string::npos)
      configuration.fault_at(entry.pointer,
                             "expected the name of a site, or an address that begins with https:// "
                             "of what lists its stories");
    if (std::ranges::find(names, name) != names.end())
      configuration.fault_at(
          entry.pointer, "the site \"" + name +
                             "\" is there already; another name is {\"site\": ..., \"name\": ...}");
    names.push_back(std::move(name));
  }
  return names;
}

Result<std::vector<SiteProfile>> load_configured_sites(const std::filesystem::path& file,
                                                       const DrawBanner& draw,
                                                       const FindProfile& find) {
  Result<JsonFile> json = JsonFile::load(file);
  if (!json) return tl::unexpected(json.error());
  std::vector<SiteProfile> profiles;
  JsonObject object(*json, json->root(), "");
  for (JsonEntry& entry : object.entries("sites")) {
    if (entry.object) {
      read_entry(*entry.object, {file.parent_path(), &draw}, find, profiles);
    } else if (is_address(entry.text)) {
      Result<SiteProfile> profile = profile_of_entry(entry.text, draw, find);
      if (profile) profiles.push_back(*std::move(profile));
      if (!profile) object.fault_at(entry.pointer, profile.error().message);
    }
  }
  return json->status().map([&profiles] { return std::move(profiles); });
}

}  // namespace newshole::site
