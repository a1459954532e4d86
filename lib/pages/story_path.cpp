#include "pages/story_path.h"

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

// Names that a mirror or a server uses for itself.
constexpr std::array<std::string_view, 10> kReserved = {"archive",   "caps",  "cgi-bin", "feed",
                                                        "gophermap", "index", "robots",  "search",
                                                        "sections",  "tags"};

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
         std::ranges::find(kReserved, segment) == kReserved.end();
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

}  // namespace

std::string safe_name(std::string_view segment) {
  return may_stay(segment) ? std::string(segment) : marked_name(segment, segment);
}

std::string section_name(std::string_view section) {
  return safe_name(ascii::lowered(section));
}

std::string story_path(const url::Url& url, const site::SiteProfile& profile) {
  const std::string whole = whole_path(url);
  const std::vector<std::string_view> segments =
      split(std::string_view(whole).substr(whole.starts_with('/') ? 1 : 0), '/');
  std::string path = profile.name;
  for (std::size_t i = 0; i + 1 < segments.size() && path.size() <= kMaxStoryPath; ++i) {
    path += "/" + safe_name(segments[i]);
  }
  path += "/" + last_name(segments.back(), url, profile) + std::string(kSuffix);
  if (path.size() <= kMaxStoryPath) return path;
  return profile.name + "/" + marked_name(segments.back(), url.text) + std::string(kSuffix);
}

std::string story_folder(std::string_view story_path) {
  if (story_path.ends_with(kSuffix)) story_path.remove_suffix(kSuffix.size());
  return std::string(story_path);
}

}  // namespace newshole::pages
