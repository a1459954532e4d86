#include "fetch/preferences.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/limits.h"
#include "fetch/robots/robots_store.h"

namespace newshole::fetch {
namespace {

constexpr std::string_view kBlanksAndQuotes = " \t\"";

/// Words of a robots tag that have a value behind a colon, as a product has.
constexpr auto kWordsWithValue = std::to_array<std::string_view>(
    {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"});

bool is_product(std::string_view name) {
  const auto is_same = [name](std::string_view word) { return ascii::equals_folded(word, name); };
  return !name.empty() && name.find_first_of(ascii::kWhiteSpace) == std::string_view::npos &&
         std::ranges::none_of(kWordsWithValue, is_same);
}

/// "noarchive, otherbot: nosnippet, noimageindex": a product is named for all words that follow.
bool says_no_archive(std::string_view tags) {
  bool is_for_us = true;
  while (!tags.empty()) {
    std::string_view words = ascii::trimmed(ascii::take_before(tags, ","));
    const std::string_view name = words.substr(0, words.find(':'));
    if (name.size() < words.size() && is_product(name)) {
      is_for_us = name == "*" || ascii::equals_folded(name, kProduct);
      words.remove_prefix(name.size() + 1);
    }
    if (is_for_us && ascii::has_word(ascii::lowered(words), "noarchive")) return true;
  }
  return false;
}

void add_tags(Preferences& stated, std::string_view tags, const url::Url& /*page*/) {
  stated.no_archive = stated.no_archive || says_no_archive(tags);
}

void add_reservation(Preferences& stated, std::string_view value, const url::Url& /*page*/) {
  value = ascii::trimmed(value, kBlanksAndQuotes);
  if (!stated.tdm_reservation && (value == "0" || value == "1")) stated.tdm_reservation = value;
}

void add_url(std::optional<std::string>& stated, std::string_view reference, const url::Url& page) {
  if (stated || reference.empty() || reference.size() > limits::kUrlBytes) return;
  const Result<url::Url> url = url::resolve(page, reference);
  if (url && url->text.size() <= limits::kUrlBytes) stated = url->text;
}

void add_policy(Preferences& stated, std::string_view value, const url::Url& page) {
  add_url(stated.tdm_policy, ascii::trimmed(value, kBlanksAndQuotes), page);
}

void add_usage(Preferences& stated, std::string_view value, const url::Url& /*page*/) {
  value = ascii::trimmed(value);
  std::string usage = stated.content_usage ? *stated.content_usage + ", " : "";
  usage += value;
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~'; };
  if (!value.empty() && usage.size() <= limits::kUsageBytes && std::ranges::all_of(value, is_plain))
    stated.content_usage = std::move(usage);
}

/// Takes what stands before `end` outside of quotes and angle brackets.
std::string_view take_unquoted(std::string_view& rest, char end) {
  std::size_t at = 0;
  for (char closing = '\0'; at < rest.size() && (closing != '\0' || rest[at] != end); ++at) {
    if (rest[at] == closing) {
      closing = '\0';
    } else if (closing == '\0' && (rest[at] == '"' || rest[at] == '<')) {
      closing = rest[at] == '<' ? '>' : '"';
    }
  }
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return taken;
}

/// RFC 8288 section 3: "<ADDRESS>; rel=license; type=TYPE", several of them parted by commas.
void add_links(Preferences& stated, std::string_view links, const url::Url& page) {
  while (!links.empty()) {
    std::string_view link = take_unquoted(links, ',');
    const std::string_view address = ascii::trimmed(take_unquoted(link, ';'));
    std::string_view rel;
    std::string_view type;
    while (!link.empty()) {
      std::string_view value = take_unquoted(link, ';');
      const std::string_view name = ascii::trimmed(ascii::take_before(value, "="));
      if (ascii::equals_folded(name, "rel")) rel = ascii::trimmed(value, kBlanksAndQuotes);
      if (ascii::equals_folded(name, "type")) type = ascii::trimmed(value, kBlanksAndQuotes);
    }
    if (address.starts_with('<')) add_link(stated, rel, type, ascii::trimmed(address, "<>"), page);
  }
}

struct Source {
  std::string_view name;
  void (*add)(Preferences& stated, std::string_view value, const url::Url& page);
};

/// In the order of kPreferenceFields.
constexpr auto kFields = std::to_array<Source>({{"x-robots-tag", add_tags},
                                                {"tdm-reservation", add_reservation},
                                                {"tdm-policy", add_policy},
                                                {"content-usage", add_usage},
                                                {"link", add_links}});
static_assert(kFields.size() == kPreferenceFields.size());

constexpr auto kMetas = std::to_array<Source>({{"robots", add_tags},
                                               {kProduct, add_tags},
                                               {"tdm-reservation", add_reservation},
                                               {"tdm-policy", add_policy}});

}  // namespace

void add_field(Preferences& stated, std::string_view name, std::string_view value,
               const url::Url& page) {
  for (const Source& field : kFields) {
    if (ascii::equals_folded(field.name, name)) field.add(stated, value, page);
  }
}

void add_meta(Preferences& stated, std::string_view name, std::string_view content,
              const url::Url& page) {
  for (const Source& meta : kMetas) {
    if (ascii::equals_folded(meta.name, name)) meta.add(stated, content, page);
  }
}

void add_link(Preferences& stated, std::string_view rel, std::string_view type,
              std::string_view href, const url::Url& page) {
  if (!ascii::equals_folded(ascii::trimmed(type), "application/rsl+xml")) return;
  if (ascii::has_word(ascii::lowered(rel), "license")) add_url(stated.license, href, page);
}

void add_weaker(Preferences& stated, const Preferences& weaker) {
  stated.no_archive = stated.no_archive || weaker.no_archive;
  for (const PreferenceText& text : kPreferenceTexts) {
    if (!(stated.*text.member)) stated.*text.member = weaker.*text.member;
  }
}

}  // namespace newshole::fetch
