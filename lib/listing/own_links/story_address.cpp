#include "listing/own_links/story_address.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "base/ascii.h"
#include "extract/address_words.h"
#include "extract/day_in_path.h"
#include "text/dates/calendar_words.h"

namespace newshole::listing {
namespace {

using Segments = std::vector<std::string_view>;

/// Names of files that are no pages.
constexpr auto kFiles = std::to_array<std::string_view>(
    {".jpg", ".jpeg", ".png",  ".gif", ".webp", ".svg", ".pdf",  ".mp3",  ".mp4", ".zip", ".xml",
     ".rss", ".atom", ".json", ".ics", ".css",  ".js",  ".m3u8", ".epub", ".apk", ".exe", ".doc"});
constexpr auto kPages = std::to_array<std::string_view>(
    {".html", ".htm", ".shtml", ".php", ".php3", ".asp", ".aspx", ".cfm", ".jsp", ".do", ".stm",
     ".ghtml", ".cms", ".ece", ".phtml", ".xhtml"});
/// Names of the page of a folder.
constexpr auto kIndexNames = std::to_array<std::string_view>({"index", "default", "home", "main"});
/// Second labels of registries of countries: "co.uk".
constexpr auto kRegistryLabels =
    std::to_array<std::string_view>({"ac", "co", "com", "edu", "gob", "gov", "go", "gouv", "ne",
                                     "net", "nom", "or", "org", "press", "web"});

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

template <std::size_t N>
std::size_t ending_of(std::string_view name, const std::array<std::string_view, N>& endings) {
  for (const std::string_view ending : endings) {
    if (name.size() > ending.size() &&
        ascii::equals_folded(name.substr(name.size() - ending.size()), ending))
      return ending.size();
  }
  return 0;
}

Segments segments_of(std::string_view path) {
  Segments out;
  while (!path.empty()) {
    const std::string_view segment = ascii::take_before(path, "/");
    if (!segment.empty()) out.push_back(segment);
  }
  return out;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The most digits in a row, percent-encoded bytes left out.
std::size_t longest_number(std::string_view text) {
  constexpr std::size_t kEncoded = 3;
  std::size_t longest = 0;
  std::size_t here = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    here = ascii::is_digit(text[at]) ? here + 1 : 0;
    longest = std::max(longest, here);
    if (text[at] == '%') at += kEncoded - 1;
  }
  return longest;
}

/// Words of a slug: "the-bridge_is+open" has four. Escaped letters of other scripts count by
/// their number.
std::size_t words_in(std::string_view segment) {
  constexpr std::size_t kEncodedWord = 12;  // bytes
  std::size_t words = 0;
  std::size_t encoded = 0;
  bool is_in_word = false;
  for (const char c : segment) {
    if (c == '%') ++encoded;
    const bool is_letter = ascii::is_letter(c);
    const bool is_apart = c == '-' || c == '_' || c == '+' || c == ',';
    if (is_letter && !is_in_word) ++words;
    is_in_word = is_letter || (is_in_word && !is_apart);
  }
  return std::max(encoded > 0 ? encoded / kEncodedWord + 1 : 0, words);
}

/// "a8Kd03jx": letters and digits that make no word.
bool is_id(std::string_view segment) {
  constexpr std::size_t kShortest = 8;
  if (segment.size() < kShortest || segment.find_first_of("-_.%") != std::string_view::npos)
    return false;
  const auto digits = std::ranges::count_if(segment, ascii::is_digit);
  return digits > 1 && static_cast<std::size_t>(digits) < segment.size();
}

bool is_year(std::string_view segment) {
  constexpr std::size_t kYear = 4;
  return segment.size() == kYear && is_number(segment) &&
         (segment.starts_with("19") || segment.starts_with("20"));
}

/// "/2025", "/2025/05", "/2025/05/03", and the same below a section: the stories of that time.
bool is_archive(const Segments& segments) {
  const auto year = std::ranges::find_if(segments, is_year);
  if (year == segments.end()) return false;
  return std::all_of(year + 1, segments.end(), [](std::string_view segment) {
    return segment.size() <= 2 && is_number(segment);
  });
}

/// The name of a page without its ending; empty where it is the page of a folder.
std::string_view stem_of(std::string_view name) {
  name.remove_suffix(ending_of(name, kPages));
  return is_one_of(name, kIndexNames) ? std::string_view() : name;
}

/// What of a query tells one story from another: its values but those of sections and of pages of
/// lists.
constexpr auto kListKeys =
    std::to_array<std::string_view>({"author", "cat", "category", "lang", "m", "page", "paged",
                                     "page_id", "q", "s", "section", "sort", "tag"});

bool is_of_list(std::string_view key) {
  return std::ranges::binary_search(kListKeys, std::string_view(ascii::lowered(key))) ||
         ascii::lowered(key).starts_with("cat");
}

AddressKind kind_of_query(std::string_view query) {
  constexpr std::size_t kLongNumber = 5;
  std::size_t digits = 0;
  bool is_list = false;
  while (!query.empty()) {
    std::string_view value = ascii::take_before(query, "&;");
    const std::string_view key = ascii::take_before(value, "=");
    if (is_of_list(key)) {
      is_list = true;
    } else {
      const bool is_address = value.find("://") != std::string_view::npos ||
                              value.find("%3A%2F%2F") != std::string_view::npos;
      const std::size_t longest = longest_number(value);
      const bool is_id = longest >= kLongNumber || is_number(value);
      if (is_id || is_address) digits = std::max(digits, is_address ? kLongNumber : longest);
    }
  }
  if (digits >= kLongNumber) return AddressKind::Strong;
  if (digits > 0) return AddressKind::Plain;
  return is_list ? AddressKind::Folder : AddressKind::Weak;
}

AddressKind kind_of_segments(const Segments& segments, bool has_ending) {
  constexpr std::size_t kLongNumber = 5;
  constexpr std::size_t kSlugWords = 4;
  const std::string_view name = segments.back();
  const std::size_t words = words_in(name);
  const auto has_long_number = [](std::string_view segment) {
    return longest_number(segment) >= kLongNumber;
  };
  if (words >= kSlugWords || std::ranges::any_of(segments, has_long_number))
    return AddressKind::Strong;
  if (words > 1 || is_id(name) || longest_number(name) > 1 ||
      (has_ending && longest_number(name) > 0))
    return AddressKind::Plain;
  if (std::ranges::any_of(segments, is_year)) return AddressKind::Plain;
  return AddressKind::Weak;
}

template <typename IsOne>
bool has_one_of(const Segments& segments, const IsOne& is_one) {
  return std::ranges::any_of(
      segments, [&is_one](std::string_view segment) { return is_one(ascii::lowered(segment)); });
}

std::string_view without_www(std::string_view host) {
  return host.starts_with("www.") ? host.substr(4) : host;
}

/// "example.co.uk" of "news.example.co.uk"; the whole of an address in numbers.
std::string_view owner_of(std::string_view host) {
  const std::size_t last = host.rfind('.');
  if (last == std::string_view::npos || host.ends_with(']') || is_number(host.substr(last + 1)))
    return host;
  constexpr std::size_t kCountry = 2;
  const auto label_before = [host](std::size_t end) {
    const std::size_t dot = end == 0 ? std::string_view::npos : host.rfind('.', end - 1);
    return dot == std::string_view::npos ? 0 : dot + 1;
  };
  const std::size_t second = label_before(last);
  const std::string_view label = host.substr(second, last - second);
  const bool is_registry =
      host.size() - last - 1 == kCountry && is_one_of(label, kRegistryLabels) && second > 0;
  return host.substr(is_registry ? label_before(second - 1) : second);
}

bool names_section(std::string_view segment) {
  constexpr std::size_t kLongest = 30;
  const auto is_part = [](char c) { return ascii::is_letter(c) || c == '-' || c == '_'; };
  return segment.size() > 1 && segment.size() <= kLongest &&
         std::ranges::all_of(segment, is_part) && words_in(segment) <= 3 &&
         !extract::is_folder_of_all_sections(ascii::lowered(segment)) &&
         !is_one_of(segment, kIndexNames) && text::english_month(segment) == 0;
}

}  // namespace

AddressKind address_kind(const url::Url& url) {
  Segments segments = segments_of(url.path);
  if (segments.size() > 1 && segments.back() == "amp") segments.pop_back();
  if (segments.empty()) {
    const AddressKind kind = kind_of_query(url.query);
    return kind == AddressKind::Weak ? AddressKind::NoPage : kind;
  }
  const std::string_view name = segments.back();
  if (ending_of(name, kFiles) > 0) return AddressKind::NoPage;
  const bool has_ending = ending_of(name, kPages) > 0;
  segments.back() = stem_of(name);
  const bool is_index = segments.back().empty();
  if (is_index) segments.pop_back();
  if (segments.empty()) return kind_of_query(url.query);
  if (has_one_of(segments, extract::is_folder_without_stories)) return AddressKind::Folder;
  if (is_archive(segments)) return AddressKind::Folder;
  if (extract::day_in_path(url.path)) return AddressKind::Strong;
  const AddressKind asked = kind_of_query(url.query);
  const AddressKind named = kind_of_segments(segments, has_ending);
  if (asked == AddressKind::Folder && named < AddressKind::Strong) return asked;
  const AddressKind kind = std::max(named, asked);
  const bool is_named = named == AddressKind::Strong && words_in(segments.back()) > 1;
  const bool is_loose =
      has_one_of(segments, extract::is_folder_mostly_without_stories) && !is_named;
  const bool is_dated = std::ranges::any_of(segments, is_year);
  if (is_index && kind < AddressKind::Strong && !is_dated) return AddressKind::Folder;
  return is_loose ? AddressKind::Folder : kind;
}

/// True where the path alone is that of a story, and no program answers for many of them.
bool is_named_whole(const url::Url& url) {
  constexpr auto kPrograms = std::to_array<std::string_view>(
      {".php", ".php3", ".asp", ".aspx", ".cfm", ".jsp", ".do", ".dll", ".cgi", ".pl"});
  const Segments segments = segments_of(url.path);
  return !segments.empty() && ending_of(segments.back(), kPrograms) == 0 &&
         kind_of_segments(segments, false) == AddressKind::Strong;
}

bool is_amp(const url::Url& url) {
  return url.path.ends_with("/amp") || url.path.ends_with("/amp/") ||
         url.path.starts_with("/amp/") || url.path.ends_with(".amp.html") || url.query == "amp" ||
         url.query == "amp=1" || url.query == "outputType=amp" || url.host.starts_with("amp.");
}

bool serves_no_stories(std::string_view host) {
  constexpr auto kServices = std::to_array<std::string_view>(
      {"ad", "ads", "adserver", "banner", "click", "clicks", "mail", "my", "rd", "track"});
  std::string_view label = host.substr(0, host.find('.'));
  label = label.substr(0, label.find_last_not_of("0123456789") + 1);
  return is_one_of(label, kServices) || extract::is_folder_without_stories(label);
}

std::size_t depth_of(const url::Url& url) {
  return segments_of(url.path).size();
}

std::vector<std::string> folders_above(const url::Url& url) {
  constexpr std::size_t kMostFolders = 4;
  std::vector<std::string> out;
  for (std::size_t end = url.path.find('/', 1);
       end != std::string::npos && out.size() < kMostFolders; end = url.path.find('/', end + 1)) {
    if (end + 1 < url.path.size()) out.push_back(url.path.substr(0, end));
  }
  return out;
}

std::string_view name_in(const url::Url& url) {
  const Segments segments = segments_of(url.path);
  return segments.empty() ? std::string_view() : stem_of(segments.back());
}

std::string story_key(const url::Url& url) {
  std::string_view host = without_www(url.host);
  std::string path = url.path;
  const bool has_amp = is_amp(url);
  if (has_amp && host.starts_with("amp.")) host.remove_prefix(4);
  if (has_amp && path.starts_with("/amp/")) path.erase(0, 4);
  if (has_amp && path.ends_with(".amp.html")) path.replace(path.size() - 9, 9, ".html");
  while (path.ends_with('/')) path.pop_back();
  if (has_amp && path.ends_with("/amp")) path.resize(path.size() - 4);
  return std::string(host) + path + '?' + (has_amp || is_named_whole(url) ? "" : url.query);
}

bool are_sisters(std::string_view host, std::string_view other) {
  return owner_of(host) == owner_of(other);
}

std::optional<std::string> section_in(const url::Url& url) {
  Segments segments = segments_of(url.path);
  if (segments.size() < 2) return std::nullopt;
  segments.pop_back();
  const auto found = std::ranges::find_if(segments, names_section);
  if (found == segments.end()) return std::nullopt;
  return std::string(*found);
}

}  // namespace newshole::listing
