#include "extract/generic/date_place.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/join.h"
#include "extract/body/element_role.h"
#include "extract/body/node_text.h"
#include "extract/generic/element_evidence.h"
#include "extract/languages/language_words.h"
#include "text/dates/month_names.h"

namespace newshole::extract {
namespace {

using html::Node;

constexpr int kMostAncestors = 60;

// --- labels ---

std::vector<std::string> folded_phrases(std::span<const LocalPhrase> phrases) {
  std::vector<std::string> out;
  for (const LocalPhrase& phrase : phrases) out.push_back(text::folded_word(phrase.text));
  return out;
}

/// The bytes of `line` before the first of `words`, which are folded as it is; npos: none is there.
std::size_t first_of(std::string_view line, const std::vector<std::string>& words) {
  std::size_t first = std::string_view::npos;
  for (const std::string& word : words) first = std::min(first, line.find(word));
  return first;
}

/// Where the first label of each kind stands, published and updated, in the folded text.
std::pair<std::size_t, std::size_t> labels_in(std::string_view text) {
  static const std::vector<std::string> kUpdated = folded_phrases(language_words::kUpdated);
  static const std::vector<std::string> kPublished = folded_phrases(language_words::kPublished);
  const std::string line = text::folded_word(text);
  return {first_of(line, kPublished), first_of(line, kUpdated)};
}

bool has_both_labels(std::string_view text) {
  const auto [published, updated] = labels_in(text);
  return published != std::string::npos && updated != std::string::npos;
}

// --- sentences ---

bool is_within_line(Node node) {
  if (node.is_text()) return true;
  const Role role = role_of(node.tag());
  return role == Role::Inline || role == Role::Link;
}

/// The text between the edges of blocks and line breaks around `node`, as one clean line. Nothing
/// where it is long.
std::optional<std::string> line_around(Node node) {
  constexpr int kMostNodes = 300;
  constexpr std::size_t kMostBytes = 600;
  while (node.parent() && is_within_line(node)) {
    const Node parent = node.parent();
    if (!is_within_line(parent)) break;
    node = parent;
  }
  if (!is_within_line(node)) return line_of(node, kMostBytes);
  std::string line;
  bool is_behind = false;
  int nodes = 0;
  for (Node each = node.parent().first_child(); each; each = each.next_sibling()) {
    if (++nodes > kMostNodes) return std::nullopt;
    is_behind = is_behind || each == node;
    if (!is_within_line(each) && is_behind) break;
    if (!is_within_line(each)) line.clear();
    if (!is_within_line(each)) continue;
    const auto text = each.is_text() ? std::string(each.text()) : line_of(each, kMostBytes);
    if (!text || line.size() > kMostBytes) return std::nullopt;
    line += each.is_text() ? *text : ' ' + *text + ' ';
  }
  return line;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::string_view word = ascii::take_before(line, " \n\t\r");
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

/// "since." before a capital letter or at the end: no abbreviation.
bool ends_like_sentence(std::string_view word, std::string_view next) {
  constexpr std::size_t kLongerThanAbbreviations = 4;
  constexpr auto kEnds = std::to_array<std::string_view>({"\u3002", "\uff01", "\uff1f", "\u0964"});
  if (std::ranges::any_of(
          kEnds, [&](std::string_view end) { return word.find(end) != std::string_view::npos; }))
    return true;
  while (!word.empty() && (word.back() == '"' || word.back() == ')')) word.remove_suffix(1);
  if (word.empty() || std::string_view(".!?").find(word.back()) == std::string_view::npos)
    return false;
  if (word.size() <= kLongerThanAbbreviations || ascii::is_digit(word[word.size() - 2]))
    return false;
  return next.empty() || !ascii::is_digit(next.front());
}

bool holds_sentence(const std::vector<std::string_view>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (ends_like_sentence(words[i], i + 1 < words.size() ? words[i + 1] : std::string_view()))
      return true;
  }
  return false;
}

bool has_ascii_alone(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t small_words(const std::vector<std::string_view>& words) {
  return static_cast<std::size_t>(std::ranges::count_if(
      words, [](std::string_view word) { return word.front() >= 'a' && word.front() <= 'z'; }));
}

std::size_t words_in_line(std::string_view text) {
  constexpr std::size_t kUnspacedWord = 30;  // bytes of a text without blanks
  return std::max(words_of(text).size(), text.size() / kUnspacedWord);
}

/// True for a label that begins the line, or stands in a short one or beside one of the other kind.
bool is_labelled(std::string_view line, std::string_view before) {
  constexpr std::size_t kLabelWords = 3;
  constexpr std::size_t kMostWords = 12;
  const std::vector<std::string_view> words = words_of(before);
  std::string_view head = before;
  if (words.size() > kLabelWords)
    head = head.substr(0, static_cast<std::size_t>(words[kLabelWords].data() - head.data()));
  if (date_label(head) != DateLabel::None) return true;
  return date_label(before) != DateLabel::None &&
         (words_in_line(line) <= kMostWords || has_both_labels(line));
}

/// A line of prose rather than "By Ann Poe, 5 March 2026".
bool is_prose_line(std::string_view line, std::string_view date) {
  constexpr std::size_t kMostSmallBefore = 3;  // and behind
  constexpr std::size_t kMostSmall = 5;
  constexpr std::size_t kLeastSmall = 3;
  constexpr std::size_t kLeastWords = 4;
  const std::size_t at = std::min(line.find(date), line.size());
  const std::string_view before = line.substr(0, at);
  if (is_labelled(line, before)) return false;
  const std::vector<std::string_view> words_before = words_of(before);
  std::vector<std::string_view> words = words_before;
  for (const std::string_view word : words_of(line.substr(std::min(at + date.size(), line.size()))))
    words.push_back(word);
  const std::size_t small = small_words(words);
  const std::size_t small_before = small_words(words_before);
  if (small_before > kMostSmallBefore || small - small_before > kMostSmallBefore) return true;
  if (small > kMostSmall || (small >= kLeastSmall && line.ends_with(std::string(date) + ".")))
    return true;
  const bool is_unspaced = words_in_line(line) > 2 * words.size();
  return holds_sentence(words) && words.size() + (is_unspaced ? kLeastWords : 0) >= kLeastWords &&
         (small >= kLeastSmall || is_unspaced || !has_ascii_alone(line));
}

// --- other texts on the page ---

/// Words of classes that hold other stories or what readers say.
constexpr auto kOtherNames = std::to_array<std::string_view>(
    {"carousel", "comment", "commentlist", "comments", "disqus", "embed", "latest", "popular",
     "promo", "recent", "recirc", "recommended", "related", "replies", "reply", "teaser", "teasers",
     "trending", "tweet"});
constexpr auto kOtherTags =
    std::to_array<std::string_view>({"blockquote", "figcaption", "figure", "q"});

bool names_other(Node node) {
  for (const std::string_view name : {"class", "id"}) {
    for (const std::string& word : name_words(node.attribute(name).value_or(""))) {
      if (std::ranges::find(kOtherNames, word) != kOtherNames.end()) return true;
    }
  }
  return false;
}

bool is_other(Node node) {
  return std::ranges::find(kOtherTags, node.tag()) != kOtherTags.end() || names_other(node);
}

bool leads_to_page(Node link, std::string_view host) {
  const std::string_view href = link.attribute("href").value_or("");
  const std::string_view rel = link.attribute("rel").value_or("");
  if (href.empty() || href.find('#') != std::string_view::npos ||
      rel.find("author") != std::string_view::npos || rel.find("tag") != std::string_view::npos ||
      href.find("author") != std::string_view::npos)
    return false;
  const std::size_t scheme = href.find("//");
  if (scheme == std::string_view::npos) return href.find(':') == std::string_view::npos;
  return !host.empty() && href.substr(scheme + 2).starts_with(host);
}

/// A link to another story: its text is a headline, not the date.
bool is_story_link(Node link, std::string_view date, std::string_view host) {
  constexpr std::size_t kLeastWords = 4;
  constexpr std::size_t kUnspacedWord = 8;  // bytes
  constexpr std::size_t kMostBytes = 300;
  if (link.tag() != "a" || !leads_to_page(link, host)) return false;
  std::string text = line_of(link, kMostBytes).value_or("");
  if (const std::size_t at = text.find(date); at != std::string::npos) text.erase(at, date.size());
  const std::size_t unspaced = has_ascii_alone(text) ? 0 : text.size() / kUnspacedWord / 2;
  return std::max(words_of(text).size(), unspaced) >= kLeastWords;
}

/// A small box with a link to another story.
bool leads_to_other_story(Node box, std::string_view date, std::string_view host) {
  for (html::Walker walker(box); walker; walker.next()) {
    if (walker.is_entering() && walker.node().is_element() &&
        is_story_link(walker.node(), date, host))
      return true;
  }
  return false;
}

std::vector<Node> line_of_ancestors(Node node) {
  std::vector<Node> out;
  for (int level = 0; node && level < kMostAncestors; ++level, node = node.parent())
    out.push_back(node);
  return out;
}

}  // namespace

DateLabel date_label(std::string_view text) {
  const auto [published, updated] = labels_in(text);
  if (updated == std::string::npos && published == std::string::npos) return DateLabel::None;
  return updated < published ? DateLabel::Updated : DateLabel::Published;
}

bool is_date_of_story(Node node, std::string_view date, const StoryPlace& story) {
  constexpr std::size_t kSmallBox = 300;
  const std::vector<Node> around_headline = line_of_ancestors(story.headline);
  const auto holds_headline = [&](Node each) {
    return std::ranges::find(around_headline, each) != around_headline.end();
  };
  if (!holds_headline(node)) {
    const auto line = line_around(node);
    if (!line || is_prose_line(*line, date)) return false;
  }
  Node box;
  bool is_small = true;  // what is around a long text is long
  for (Node each = node; each && !holds_headline(each) && each.tag() != "body";
       each = each.parent()) {
    if (is_other(each)) return false;
    is_small = is_small && line_of(each, kSmallBox);
    if (is_small) box = each;
  }
  return !box || !leads_to_other_story(box, date, story.host);
}

}  // namespace newshole::extract
