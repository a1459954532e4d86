#include "pages/stories/story_path.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/fingerprint.h"
#include "base/join.h"

namespace newshole::pages {
namespace {

constexpr std::size_t kMaxName = 80;
constexpr std::size_t kMaxMarkedStem = 60;
constexpr std::size_t kMarkDigits = 12;
constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kSuffix = ".txt";

// Names that a mirror or a server uses for itself, in any folder, and beside a site's front page.
constexpr std::array<std::string_view, 5> kReserved = {"caps", "cgi-bin", "gophermap", "index",
                                                       "robots"};
constexpr std::array<std::string_view, 9> kReservedOfSite = {
    "about", "archive", "corrections", "digest", "feed", "new", "search", "sections", "tags"};

// What addresses end in says nothing of their stories.
constexpr std::array<std::string_view, 7> kEndings = {".html", ".htm", ".php",  ".aspx",
                                                      ".asp",  ".jsp", ".shtml"};

bool is_plain(char c) {
  return ascii::is_lower(c) || ascii::is_digit(c) || c == '_' || c == '-';
}

// An unmarked name must not look like a marked one, or two names could be equal.
bool looks_marked(std::string_view name) {
  return name.size() > kMarkDigits && name[name.size() - kMarkDigits - 1] == '-' &&
         name.find_first_not_of(kHex, name.size() - kMarkDigits) == std::string_view::npos;
}

bool may_stay(std::string_view segment) {
  return !segment.empty() && segment.size() <= kMaxName && segment.front() != '-' &&
         std::ranges::all_of(segment, is_plain) && !looks_marked(segment) &&
         std::ranges::find(kReserved, segment) == kReserved.end() &&
         std::ranges::find(kReservedOfSite, segment) == kReservedOfSite.end();
}

std::string mark(std::string_view bytes) {
  const std::uint64_t hash = fingerprint(bytes);
  std::uint64_t folded = hash ^ (hash >> (4 * kMarkDigits));
  std::string digits(kMarkDigits, '0');
  for (char& digit : digits) {
    digit = kHex[folded & 0xFU];
    folded >>= 4U;
  }
  return digits;
}

std::string plain_stem(std::string_view segment, std::size_t size) {
  std::string stem = ascii::lowered(segment.substr(0, size));
  std::ranges::replace_if(stem, std::not_fn(is_plain), '-');
  stem.erase(0, stem.find_first_not_of('-'));
  return stem.empty() ? "x" : stem;
}

std::string marked_name(std::string_view segment, std::string_view whole) {
  return plain_stem(segment, kMaxMarkedStem) + "-" + mark(whole);
}

bool has_origin_of(const url::Url& url, const site::SiteProfile& profile) {
  if (profile.front_pages.empty()) return true;
  const url::Url& home = profile.front_pages.front();
  return url.scheme == home.scheme && url.host == home.host && url.port == home.port;
}

std::string last_name(std::string_view segment, const url::Url& url,
                      const site::SiteProfile& profile) {
  if (!has_origin_of(url, profile)) return marked_name(segment, url.text);
  if (!url.query.empty()) return marked_name(segment, std::string(segment) + "?" + url.query);
  // A name of our own, which no segment has. Sites with rules have had another one for long.
  if (segment.empty() && !has_story_rules(profile)) return "index";
  return safe_name(segment);
}

/// The name of an item goes on where its page's path ends.
std::string whole_path(const url::Url& url) {
  if (url.fragment.empty()) return url.path;
  return url.path + (url.path.ends_with('/') ? "" : "/") + url.fragment;
}

// With the first "/" left out.
std::vector<std::string_view> segments_of(std::string_view path) {
  return split(path.substr(path.starts_with('/') ? 1 : 0), '/');
}

// A name that stands alone is no ending.
std::string_view without_ending(std::string_view segment) {
  for (const std::string_view ending : kEndings) {
    if (segment.size() <= ending.size()) continue;
    const std::string_view stem = segment.substr(0, segment.size() - ending.size());
    if (ascii::equals_folded(segment.substr(stem.size()), ending)) return stem;
  }
  return segment;
}

// Of characters that others may stand for without a name being mistaken for another one by people.
bool may_be_folded(char c) {
  constexpr std::string_view kFolded = ".~+,_-";
  return ascii::is_alphanumeric(c) || kFolded.find(c) != std::string_view::npos;
}

/// Where a segment of a path stands.
enum class Place { Top, Below };

// Nothing where the segment holds what no name may.
std::optional<std::string> readable_name(std::string_view segment, Place place) {
  const bool is_readable = segment.size() <= kMaxName &&
                           std::ranges::all_of(segment, may_be_folded) &&
                           std::ranges::any_of(segment, ascii::is_alphanumeric);
  if (!is_readable) return std::nullopt;
  std::string name = plain_stem(segment, segment.size());
  const bool is_reserved =
      std::ranges::find(kReserved, name) != kReserved.end() ||
      (place == Place::Top && std::ranges::find(kReservedOfSite, name) != kReservedOfSite.end());
  if (is_reserved || looks_marked(name)) return std::nullopt;
  return name;
}

// The parts of a path that name something.
std::vector<std::string_view> naming_segments(std::string_view path) {
  std::vector<std::string_view> segments;
  for (const std::string_view segment : segments_of(path)) {
    if (!segment.empty()) segments.push_back(without_ending(segment));
  }
  const bool is_index = segments.size() > 1 && ascii::equals_folded(segments.back(), "index");
  if (is_index && !path.ends_with(segments.back())) segments.pop_back();
  return segments;
}

// Empty where there is none.
std::string readable_path(const url::Url& url, const site::SiteProfile& profile) {
  const std::string whole = whole_path(url);
  const std::vector<std::string_view> segments = naming_segments(whole);
  if (segments.empty() || !url.query.empty()) return {};
  std::string path = profile.name;
  for (std::size_t i = 0; i < segments.size() && path.size() <= kMaxStoryPath; ++i) {
    const auto name = readable_name(segments[i], i == 0 ? Place::Top : Place::Below);
    path += "/" + name.value_or(marked_name(segments[i], segments[i]));
  }
  path += kSuffix;
  return path.size() <= kMaxStoryPath ? path : std::string();
}

// Equal only where the addresses are, but for a trailing slash of sites without rules.
std::string distinct_path(const url::Url& url, const site::SiteProfile& profile) {
  const std::string whole = whole_path(url);
  const std::vector<std::string_view> segments = segments_of(whole);
  std::string path = profile.name;
  for (std::size_t i = 0; i + 1 < segments.size() && path.size() <= kMaxStoryPath; ++i) {
    path += "/" + safe_name(segments[i]);
  }
  path += "/" + last_name(segments.back(), url, profile) + std::string(kSuffix);
  if (path.size() <= kMaxStoryPath) return path;
  return profile.name + "/" + marked_name(segments.back(), url.text) + std::string(kSuffix);
}

// The readable path with a mark of the whole address behind it.
std::string marked_path(const url::Url& url, const site::SiteProfile& profile) {
  const std::string whole = whole_path(url);
  const std::vector<std::string_view> segments = naming_segments(whole);
  const std::string_view last = segments.empty() ? std::string_view() : segments.back();
  const std::string name = marked_name(last, url.text) + std::string(kSuffix);
  const std::string readable = readable_path(url, profile);
  const std::string path = readable.substr(0, readable.rfind('/') + 1) + name;
  const bool fits = !readable.empty() && path.size() <= kMaxStoryPath;
  return fits ? path : profile.name + "/" + name;
}

}  // namespace

std::string safe_name(std::string_view segment) {
  return may_stay(segment) ? std::string(segment) : marked_name(segment, segment);
}

std::string section_name(std::string_view section) {
  const std::string lowered = ascii::lowered(section);
  const bool is_ascii = std::ranges::all_of(lowered, [](char c) { return c >= ' ' && c <= '~'; });
  std::string name;
  for (const char c : lowered) {
    if (is_plain(c) && c != '-') {
      name += c;
    } else if (!name.empty() && !name.ends_with('-')) {
      name += '-';
    }
  }
  name.erase(name.find_last_not_of('-') + 1);
  const bool is_readable = is_ascii && !name.empty() && name.size() <= kMaxName &&
                           !looks_marked(name) &&
                           std::ranges::find(kReserved, name) == kReserved.end();
  return is_readable ? name : former_section_name(section);
}

std::string former_section_name(std::string_view section) {
  return safe_name(ascii::lowered(section));
}

std::vector<std::string> story_paths(const url::Url& url, const site::SiteProfile& profile) {
  std::vector<std::string> paths;
  for (std::string path :
       {readable_path(url, profile), distinct_path(url, profile), marked_path(url, profile)}) {
    if (!path.empty() && std::ranges::find(paths, path) == paths.end())
      paths.push_back(std::move(path));
  }
  return paths;
}

std::string former_story_path(const url::Url& url, const site::SiteProfile& profile) {
  return distinct_path(url, profile);
}

std::vector<std::string> addresses_of(std::string_view path, const site::SiteProfile& profile) {
  std::string inside(path.substr(std::min(profile.name.size(), path.size())));
  if (inside.ends_with(kSuffix)) inside.resize(inside.size() - kSuffix.size());
  std::vector<std::string> addresses = {inside, inside + "/"};
  if (inside.ends_with("/index"))
    addresses.push_back(inside.substr(0, inside.size() - std::string_view("index").size()));
  for (const std::string_view ending : kEndings) addresses.push_back(inside + std::string(ending));
  return addresses;
}

std::string story_folder(std::string_view story_path) {
  if (story_path.ends_with(kSuffix)) story_path.remove_suffix(kSuffix.size());
  return std::string(story_path);
}

}  // namespace newshole::pages
