#include "extract/generic/element_evidence.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "base/ascii.h"
#include "extract/body/phrases.h"
#include "extract/languages/language_words.h"

namespace newshole::extract {
namespace {

/// Longer names are generated ones without meaning.
constexpr std::size_t kLongestName = 400;

struct TagEvidence {
  std::string_view tag;
  Evidence evidence;
};

constexpr std::array kTags = {
    TagEvidence{"article", Evidence::Article},    TagEvidence{"aside", Evidence::Boilerplate},
    TagEvidence{"dialog", Evidence::Boilerplate}, TagEvidence{"figcaption", Evidence::Caption},
    TagEvidence{"footer", Evidence::Boilerplate}, TagEvidence{"form", Evidence::Boilerplate},
    TagEvidence{"header", Evidence::Furniture},   TagEvidence{"main", Evidence::Article},
    TagEvidence{"nav", Evidence::Boilerplate},
};

/// WAI-ARIA roles that name a part of the page other than its content.
constexpr std::array<std::string_view, 12> kBoilerplateRoles = {
    "alert",      "alertdialog", "banner", "complementary", "contentinfo", "dialog",
    "navigation", "menu",        "search", "toolbar",       "tooltip",     "tablist"};

/// Parts of names, separators left out, that sites give to the element around the text.
constexpr std::array<std::string_view, 20> kBodyNames = {
    "articlebody", "articlecontent", "articletext", "storybody",   "storycontent",
    "storytext",   "postbody",       "postcontent", "posttext",    "entrycontent",
    "entrytext",   "bodytext",       "newsbody",    "newscontent", "newstext",
    "contentbody", "bodycontent",    "bodycopy",    "contenttext", "textcontent"};

/// Sorted words of small Latin letters. Most words that are looked for are told apart by their
/// length and first letter.
template <std::size_t N>
class WordSet {
 public:
  constexpr explicit WordSet(const std::array<std::string_view, N>& sorted) : words_(sorted) {
    if (!std::ranges::is_sorted(sorted)) throw "the words are not sorted";
    for (const std::string_view word : sorted) lengths_[place_of(word)] |= bit_of(word);
  }

  [[nodiscard]] constexpr bool holds(std::string_view word) const {
    return !word.empty() && (lengths_[place_of(word)] & bit_of(word)) != 0 &&
           std::ranges::binary_search(words_, word);
  }
  [[nodiscard]] bool holds_any(std::span<const std::string> words) const {
    return std::ranges::any_of(words, [this](std::string_view word) { return holds(word); });
  }

 private:
  static constexpr std::size_t place_of(std::string_view word) {
    return static_cast<unsigned char>(word.front()) % 32U;
  }
  static constexpr std::uint32_t bit_of(std::string_view word) { return 1U << (word.size() % 32U); }

  std::array<std::string_view, N> words_;
  std::array<std::uint32_t, 32> lengths_{};  // bits, by the first letter
};

// Words in the classes of elements that are no part of an article.
constexpr std::string_view kBoilerplateList =
    "ad|ads|adsbygoogle|advert|advertisement|advertisements|advertising|adverts|affiliate|"
    "announcement|banner|billboard|bio|biography|breadcrumb|breadcrumbs|chat|colophon|"
    "consent|cookie|cookies|cta|disclaimer|disclosure|donate|donation|dropdown|foot|footer|gdpr|"
    "hidden|impressum|interstitial|jetpack|jp|lightbox|login|marketing|masthead|menu|modal|"
    "mostpopular|"
    "mostread|nav|navbar|navigation|newsletter|newsletters|noprint|notification|offscreen|"
    "outbrain|overlay|pager|pagination|poll|popular|popup|prevnext|print|promo|promobox|promos|"
    "promoted|promotion|promotional|rating|ratings|readmore|recirc|recirculation|recommend|"
    "recommendation|recommendations|recommended|register|related|relatedposts|reply|rollover|"
    "share|shareaholic|sharebar|sharedaddy|sharing|shop|shopping|sidebar|signin|signup|skip|"
    "social|sponsor|sponsored|sponsors|subscribe|subscription|survey|taboola|tagcloud|taglist|"
    "tags|teaser|teasers|toolbar|toolbox|tooltip|topics|trending|upsell|widget|widgets";
constexpr WordSet kBoilerplateWords(phrases<count_phrases(kBoilerplateList)>(kBoilerplateList));

/// Two words in a row that mean the same.
constexpr std::string_view kPairList =
    "about author|also like|also read|"
    "author bio|author box|author info|editors picks|follow us|further reading|jump link|"
    "latest news|link list|mailing list|more from|more in|more links|more news|more on|"
    "more stories|most popular|most read|most viewed|next article|next post|post tags|read also|"
    "read more|read next|screen reader|see also|sign in|sign up|site header|sr only|tag list|"
    "top stories|up next|visually hidden|you may|you might";
constexpr auto kBoilerplatePairs = phrases<count_phrases(kPairList)>(kPairList);

// Words in the classes of the small print around a text.
constexpr WordSet kFurnitureWords(std::to_array<std::string_view>(
    {"author",      "authors",      "avatar",    "byline",   "bylines",  "categories",
     "contributor", "contributors", "date",      "datetime", "eyebrow",  "headline",
     "kicker",      "meta",         "metadata",  "player",   "postmeta", "pubdate",
     "published",   "thumbnail",    "timestamp", "title",    "updated",  "video"}));

// Words in the classes of captions.
constexpr WordSet kCaptionWords(std::to_array<std::string_view>(
    {"attribution", "caption", "captions", "copyright", "credit", "credits", "photocredit"}));

// Words in the classes of readers' comments.
constexpr WordSet kCommentWords(std::to_array<std::string_view>({"comment", "commentlist",
                                                                 "comments", "disqus", "respond"}));

// Words in the classes of the sentence below a headline.
constexpr WordSet kStandfirstWords(std::to_array<std::string_view>(
    {"deck", "dek", "description", "excerpt", "lede", "standfirst", "strapline", "subhead",
     "subheader", "subheading", "subheadline", "subtitle", "summary"}));

/// Parts of classes, in any word.
constexpr auto kTimeParts =
    std::to_array<std::string_view>({"date", "Date", "time", "publish", "posted"});
constexpr auto kAuthorParts =
    std::to_array<std::string_view>({"yline", "uthor", "writer", "contributor"});

constexpr auto kBodyParts = std::to_array<std::string_view>({"body", "content", "text"});

template <std::size_t N>
bool holds_part(std::string_view name, const std::array<std::string_view, N>& parts) {
  return std::ranges::any_of(
      parts, [name](std::string_view part) { return name.find(part) != std::string_view::npos; });
}

bool is_pair(std::string_view first, std::string_view second) {
  return std::ranges::any_of(kBoilerplatePairs, [&](std::string_view pair) {
    return pair.size() == first.size() + 1 + second.size() && pair.starts_with(first) &&
           pair.ends_with(second);
  });
}

bool is_boilerplate(std::span<const std::string> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (kBoilerplateWords.holds(words[i])) return true;
    if (i > 0 && is_pair(words[i - 1], words[i])) return true;
  }
  return false;
}

/// "article__body" and "ArticleBody" to "articlebody".
std::string without_separators(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (ascii::is_letter(c) || static_cast<unsigned char>(c) >= 0x80) {
      out += ascii::lower(c);
    } else if (c == ' ' || c == '\n' || c == '\t') {
      out += ' ';
    }
  }
  return out;
}

bool names_body(std::string_view name) {
  const std::string joined = without_separators(name);
  // Each of the names has one of these, and most names of a page have none.
  if (!holds_part(joined, kBodyParts)) return false;
  return std::ranges::any_of(kBodyNames, [&joined](std::string_view part) {
    return joined.find(part) != std::string::npos;
  });
}

bool is_hidden_style(std::string_view style) {
  std::string plain(style);
  std::erase(plain, ' ');
  return plain.find("display:none") != std::string::npos ||
         plain.find("visibility:hidden") != std::string::npos;
}

bool is_hidden(html::Node element) {
  if (element.attribute("hidden")) return true;
  if (element.attribute("aria-hidden") == "true") return true;
  const auto style = element.attribute("style");
  return style && is_hidden_style(ascii::lowered(*style));
}

bool has_boilerplate_role(html::Node element) {
  const auto role = element.attribute("role");
  return role && std::ranges::find(kBoilerplateRoles, *role) != kBoilerplateRoles.end();
}

bool is_in_quotation(html::Node element) {
  constexpr int kMostLevels = 3;
  html::Node around = element.parent();
  for (int level = 0; around && level < kMostLevels; ++level, around = around.parent()) {
    if (around.tag() == "blockquote") return true;
  }
  return false;
}

/// The notes of a text stand in an aside, too.
bool is_footnote(html::Node element) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"footnote", "footnotes", "endnote", "endnotes", "fn", "noteref"});
  const std::string_view role =
      element.attribute("role").value_or(element.attribute("epub:type").value_or(""));
  const auto names_note = [&](std::string_view name) {
    return std::ranges::any_of(
        name_words(name.substr(0, kLongestName)),
        [&](const std::string& word) { return std::ranges::find(kWords, word) != kWords.end(); });
  };
  return names_note(role) || names_note(element.attribute("class").value_or("")) ||
         names_note(element.attribute("id").value_or(""));
}

/// A tag says less in a text: a quotation's footer names who is quoted, and an aside may hold its
/// notes.
Evidence of_tag(html::Node element) {
  const std::string_view tag = element.tag();
  const auto* const found = std::ranges::find(kTags, tag, &TagEvidence::tag);
  if (found == kTags.end()) return Evidence::None;
  if ((tag == "footer" || tag == "header") && is_in_quotation(element)) return Evidence::None;
  if (tag == "aside" && is_footnote(element)) return Evidence::None;
  return found->evidence;
}

bool is_article_body_property(html::Node element) {
  const auto property = element.attribute("itemprop");
  return property && ascii::lowered(*property) == "articlebody";
}

/// "komentarze", "kommentare": a word of some language begins so.
bool names_comments(std::span<const std::string> words) {
  constexpr std::size_t kShortest = 4;
  static_assert(std::ranges::all_of(language_words::kComments, [](const LocalPhrase& phrase) {
    return phrase.text.size() >= kShortest;
  }));
  return std::ranges::any_of(words, [](const std::string& word) {
    return word.size() >= kShortest &&
           std::ranges::any_of(language_words::kComments, [&](const LocalPhrase& phrase) {
             return word.starts_with(phrase.text);
           });
  });
}

/// The evidence of class and id. A name of the body takes precedence: "article-body has-sidebar".
Evidence evidence_of_name(std::string_view name, std::span<const std::string> words) {
  const bool is_outside = is_boilerplate(words);
  if (names_body(name)) return is_outside ? Evidence::None : Evidence::Body;
  if (kCommentWords.holds_any(words) || names_comments(words)) return Evidence::Comments;
  if (is_outside) return Evidence::Boilerplate;
  if (kCaptionWords.holds_any(words)) return Evidence::Caption;
  return kFurnitureWords.holds_any(words) ? Evidence::Furniture : Evidence::None;
}

NameMeaning meaning_of(std::string_view name) {
  NameMeaning out{.is_of_time = holds_part(name, kTimeParts),
                  .is_of_author = holds_part(name, kAuthorParts)};
  if (name.empty() || name.size() > kLongestName) return out;
  const std::vector<std::string> words = name_words(name);
  out.evidence = evidence_of_name(name, words);
  out.words = words.size();
  out.is_standfirst = kStandfirstWords.holds_any(words);
  return out;
}

/// Anchors have the names of their headings: "sharing-with-a-single-developer".
Evidence evidence_of_id(const NameMeaning& id) {
  constexpr std::size_t kMostWords = 3;
  return id.words > kMostWords ? Evidence::None : id.evidence;
}

/// More than a tag says.
bool is_telling(Evidence evidence) {
  return evidence == Evidence::Body || evidence == Evidence::Boilerplate ||
         evidence == Evidence::Comments;
}

/// "related2" is "related"; the digits of short words are those of generated names: "8ad3".
void strip_number(std::string& word) {
  constexpr std::size_t kShortest = 3;
  const std::size_t letters = word.find_last_not_of("0123456789") + 1;
  if (letters >= kShortest && !ascii::is_digit(word.front())) word.erase(letters);
}

}  // namespace

std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  char before = ' ';
  const auto finish = [&] {
    strip_number(word);
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : name) {
    if (ascii::is_upper(c) && !ascii::is_upper(before)) finish();
    if (ascii::is_alphanumeric(c)) {
      word += ascii::lower(c);
    } else {
      finish();
    }
    before = c;
  }
  finish();
  return words;
}

const NameMeaning& NameMeanings::of(std::string_view name) {
  const auto [row, is_new] = known_.try_emplace(name);
  if (is_new) row->second = meaning_of(name);
  return row->second;
}

bool holds_word(html::Node element, std::string_view attribute, std::string_view word) {
  const auto value = element.attribute(attribute);
  return value && value->find(word) != std::string_view::npos;
}

ElementNames names_of(html::Node element, NameMeanings& meanings) {
  return {.of_class = meanings.of(element.attribute("class").value_or("")),
          .of_id = meanings.of(element.attribute("id").value_or(""))};
}

bool names_standfirst(html::Node element, const ElementNames& names) {
  return names.of_class.is_standfirst || element.attribute("itemprop") == "description";
}

bool states_time(html::Node element, const ElementNames& names) {
  return element.tag() == "time" || element.attribute("datetime") ||
         holds_word(element, "itemprop", "date") || names.of_class.is_of_time;
}

bool names_author(html::Node element, const ElementNames& names) {
  return holds_word(element, "rel", "author") || holds_word(element, "itemprop", "author") ||
         holds_word(element, "id", "yline") || holds_word(element, "data-testid", "author") ||
         names.of_class.is_of_author;
}

bool names_author(html::Node element) {
  NameMeanings meanings;
  return names_author(element, names_of(element, meanings));
}

Evidence evidence_of(html::Node element, const ElementNames& names) {
  if (is_hidden(element)) return Evidence::Hidden;
  if (is_article_body_property(element)) return Evidence::Body;
  if (has_boilerplate_role(element)) return Evidence::Boilerplate;
  const Evidence by_tag = of_tag(element);
  if (by_tag == Evidence::Boilerplate) return by_tag;
  const Evidence by_class = names.of_class.evidence;
  if (is_telling(by_class)) return by_class;
  const Evidence by_id = evidence_of_id(names.of_id);
  if (is_telling(by_id)) return by_id;
  if (by_tag != Evidence::None) return by_tag;
  return by_class != Evidence::None ? by_class : by_id;
}

Evidence evidence_of(html::Node element) {
  NameMeanings meanings;
  return evidence_of(element, names_of(element, meanings));
}

}  // namespace newshole::extract
