#include "extract/generic/page_outline.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "extract/generic/byline/name_line.h"
#include "text/utf8.h"

namespace newshole::extract {
namespace {

/// The most elements of each list; no ordinary page has more.
constexpr std::size_t kMostElements = 200;

constexpr double kMostlyLinks = 0.5;
constexpr std::uint32_t kLabelWords = 5;
constexpr std::uint32_t kSentenceWords = 10;
constexpr double kLabelPenalty = -10;
constexpr double kMostLinkPenalty = -80;

bool is_blank(char32_t c) {
  return c <= ' ' || c == 0xa0 || c == 0x200b || c == 0x3000;
}

bool is_comma(char32_t c) {
  return c == ',' || c == 0x3001 || c == 0xff0c || c == 0x60c || c == ';';
}

bool is_sentence_end(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xff01 || c == 0xff1f ||
         c == 0x964 || c == 0x6d4;
}

/// Scripts that put no blanks between words.
bool is_unspaced(char32_t c) {
  return (c >= 0x2e80 && c <= 0x9fff && c != 0x3000) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0x0e00 && c <= 0x0eff) || c >= 0x20000;
}

/// Counts what a run holds.
class RunCounter {
 public:
  void append(std::string_view text, std::uint32_t open_links) {
    for (std::size_t at = 0; at < text.size();) {
      const auto byte = static_cast<unsigned char>(text[at]);
      if (byte < 0x80) {
        count(byte, open_links);
        ++at;
        continue;
      }
      const text::CodePoint point = text::code_point_at(text, at);
      count(point.value, open_links);
      at += std::max<std::size_t>(point.length, 1);
    }
  }
  void part_words() { in_word_ = false; }

  TextRun take() {
    run_.words += unspaced_ / 2;
    const TextRun out = run_;
    run_ = {};
    unspaced_ = 0;
    in_word_ = false;
    return out;
  }
  [[nodiscard]] bool is_empty() const { return run_.chars == 0; }

 private:
  void count(char32_t c, std::uint32_t open_links) {
    if (is_blank(c)) {
      in_word_ = false;
      return;
    }
    ++run_.chars;
    if (open_links > 0) ++run_.link_chars;
    if (is_unspaced(c)) {
      ++unspaced_;
    } else if (!in_word_) {
      ++run_.words;
    }
    in_word_ = true;
    if (is_comma(c)) ++run_.commas;
    if (is_sentence_end(c)) ++run_.sentence_ends;
  }

  TextRun run_;
  std::uint32_t unspaced_ = 0;
  bool in_word_ = false;
};

template <typename T>
void push(std::vector<T>& list, T item) {
  if (list.size() < kMostElements) list.push_back(std::move(item));
}

/// "By Jane Doe", or the "By" before a link, in any language.
bool is_credit_line(std::string_view text) {
  constexpr std::size_t kLongest = 100;
  text = ascii::trimmed(text);
  return text.size() <= kLongest && text.size() > 1 && looks_like_credit(text);
}

/// A number of four digits that begins with `digits`.
bool has_number(std::string_view text, std::string_view digits) {
  constexpr std::size_t kDigits = 4;
  const auto is_digit = [text](std::size_t i) {
    return i < text.size() && ascii::is_digit(text[i]);
  };
  for (std::size_t at = text.find(digits); at != std::string_view::npos;
       at = text.find(digits, at + 1)) {
    const std::size_t end = at + kDigits;
    if (is_digit(end - 1) && is_digit(end - 2) && !is_digit(end) && (at == 0 || !is_digit(at - 1)))
      return true;
  }
  return false;
}

/// A year from 2000 on in other scripts and calendars: Arabic, Persian, Hindi, Bengali, Thai and
/// Chinese digits, the years of eras, 25xx of Thailand, 14xx of Iran and of Islam.
bool has_foreign_year(std::string_view text) {
  constexpr auto kYears = std::to_array<std::string_view>(
      {"\u0662\u0660", "\u06f1\u06f4", "\u06f2\u06f0", "\u0968\u0966", "\u09e8\u09e6",
       "\u0e52\u0e55", "\u4e8c\u3007", "\u4ee4\u548c", "\u6c11\u570b"});
  if (text::ascii_prefix(text) == text.size()) return false;
  return has_number(text, "25") || has_number(text, "140") || has_number(text, "144") ||
         std::ranges::any_of(kYears, [text](std::string_view year) {
           return text.find(year) != std::string_view::npos;
         });
}

/// Folders in which sites keep the pages of their authors. Sorted.
constexpr auto kAuthorFolders = std::to_array<std::string_view>(
    {"auteur",      "auteurs",      "author",    "authors",    "autor",       "autore",
     "autoren",     "autores",      "autori",    "by",         "columnist",   "columnists",
     "contributor", "contributors", "forfatter", "journalist", "journalists", "people",
     "person",      "profile",      "profiles",  "redakteur",  "reporter",    "reporters",
     "staff",       "writer",       "writers"});
static_assert(std::ranges::is_sorted(kAuthorFolders));
/// Folders in which sites that anyone may write for keep the pages of their users. Sorted.
constexpr auto kUserFolders =
    std::to_array<std::string_view>({"member", "members", "u", "user", "users"});

/// A short line with a year from 2000 on.
bool has_year(std::string_view text) {
  constexpr std::size_t kLongest = 150;
  text = ascii::trimmed(text);
  if (text.size() > kLongest) return false;
  return has_number(text, "20") || has_foreign_year(text);
}

bool is_inline(Role role) {
  return is_in_line(role) || role == Role::Break;
}

/// The folders of a link's address, parted by "/", and what stands behind them.
std::string_view path_of(html::Node link) {
  const std::string_view href = link.attribute("href").value_or("");
  const std::size_t scheme = href.find("://");
  const std::size_t slash = href.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  return slash == std::string_view::npos ? std::string_view() : href.substr(slash);
}

/// The first folder of a path that `folders` have, with its "/", and what stands behind it.
std::string_view from_folder(std::string_view path, std::span<const std::string_view> folders) {
  while (!path.empty()) {
    const std::size_t next = path.find('/', 1);
    if (next == std::string_view::npos || next + 1 >= path.size()) return {};
    if (std::ranges::binary_search(folders, path.substr(1, next - 1))) return path;
    path.remove_prefix(next);
  }
  return {};
}

class OutlineMaker {
 public:
  PageOutline make(html::Node root) {
    for (html::Walker walker(root); walker; walker.next()) {
      const html::Node node = walker.node();
      if (node.is_text()) {
        if (!out_.elements.empty()) read(node);
      } else if (walker.is_entering()) {
        if (!enter(node)) walker.skip();
      } else {
        leave(node);
      }
    }
    return std::move(out_);
  }

 private:
  void read(html::Node text) {
    run_.append(text.text(), open_links_);
    if (is_credit_line(text.text())) push(out_.credit_lines, Mention{text.parent(), position_});
    if (has_year(text.text())) push(out_.times, Mention{text.parent(), position_});
  }

  /// False where nothing below counts.
  bool enter(html::Node node) {
    const std::string_view tag = node.tag();
    if (tag == "meta") push(out_.metas, node);
    if (tag == "title" && !out_.title) out_.title = node;
    if (tag == "link" && node.attribute("rel") == "canonical") out_.canonical = node;
    // Elements of the head, such as base and link, are no part of the page's text.
    if (out_.elements.empty() && tag != "body") return tag == "html" || tag == "head";
    const Role role = role_of(tag);
    if (role == Role::Skip) return false;
    const ElementNames names = names_of(node, meanings_);
    note(node, tag, names);
    if (role == Role::Link) ++open_links_;
    if (role == Role::Break) run_.part_words();
    const bool has_name = node.attribute("class") || node.attribute("id") || !is_inline(role) ||
                          node.attribute("style") || node.attribute("aria-hidden");
    const Evidence evidence = has_name ? evidence_of(node, names) : Evidence::None;
    if (is_inline(role) && (evidence == Evidence::None || out_.elements.empty())) return true;
    if (!is_inline(role)) finish_run();
    open(node, role, evidence);
    return true;
  }

  void leave(html::Node node) {
    const Role role = role_of(node.tag());
    if (role == Role::Link && open_links_ > 0) --open_links_;
    if (open_.empty() || out_.elements[open_.back()].node != node) return;
    if (!is_in_line(role)) finish_run();
    OutlineElement& element = out_.elements[open_.back()];
    element.end = static_cast<std::uint32_t>(out_.elements.size());
    element.end_run = static_cast<std::uint32_t>(out_.runs.size());
    open_.pop_back();
    open_blocks_.pop_back();
  }

  void open(html::Node node, Role role, Evidence evidence) {
    const auto index = static_cast<std::uint32_t>(out_.elements.size());
    out_.elements.push_back({.node = node,
                             .parent = open_.empty() ? index : open_.back(),
                             .first_run = static_cast<std::uint32_t>(out_.runs.size()),
                             .role = role,
                             .evidence = evidence});
    open_.push_back(index);
    open_blocks_.push_back(is_inline(role) ? open_blocks_.back() : index);
  }

  void finish_run() {
    if (run_.is_empty() || open_.empty()) return;
    TextRun run = run_.take();
    run.element = open_blocks_.back();
    run.is_heading = out_.elements[run.element].role == Role::Heading;
    out_.runs.push_back(run);
  }

  void note(html::Node node, std::string_view tag, const ElementNames& names) {
    ++position_;
    if (tag == "h1" || tag == "h2" || holds_word(node, "itemprop", "headline"))
      push(out_.headings, Mention{node, position_});
    if (states_time(node, names)) push(out_.times, Mention{node, position_});
    if (names_author(node, names)) push(out_.bylines, Mention{node, position_});
    if (leads_to_author(node) || !user_page_of(node).empty())
      push(out_.author_links, Mention{node, position_});
    if (names_standfirst(node, names)) push(out_.standfirsts, Mention{node, position_});
  }

  PageOutline out_;
  NameMeanings meanings_;
  RunCounter run_;
  std::vector<std::uint32_t> open_;
  std::vector<std::uint32_t> open_blocks_;  // for each of them the innermost block around it
  std::uint32_t open_links_ = 0;
  std::uint32_t position_ = 0;
};

}  // namespace

std::vector<Mention> nearest_first(std::vector<Mention> mentions, std::uint32_t position) {
  constexpr std::uint32_t kBeforeCounts = 3;
  const auto distance = [position](const Mention& mention) {
    return mention.position >= position ? mention.position - position
                                        : (position - mention.position) * kBeforeCounts;
  };
  std::ranges::stable_sort(mentions, {}, distance);
  return mentions;
}

bool leads_to_author(html::Node element) {
  if (element.tag() != "a") return false;
  return !from_folder(path_of(element), kAuthorFolders).empty() ||
         holds_word(element, "href", "?author=");
}

std::string_view user_page_of(html::Node element) {
  if (element.tag() != "a") return {};
  std::string_view path = from_folder(path_of(element), kUserFolders);
  if (path.ends_with('/')) path.remove_suffix(1);
  return path.substr(std::min<std::size_t>(path.size(), 1));
}

PageOutline outline_of(const html::Document& document) {
  return OutlineMaker().make(document.root());
}

double link_density(const TextRun& run) {
  return run.chars == 0 ? 0 : static_cast<double>(run.link_chars) / run.chars;
}

double block_score(const TextRun& run) {
  const double chars = run.chars;
  if (link_density(run) > kMostlyLinks) return std::max(-chars, kMostLinkPenalty);
  if (run.is_heading) return 0;
  const bool has_sentence = run.sentence_ends > 0 && run.words >= kLabelWords;
  if (run.words < kLabelWords) return kLabelPenalty;
  if (!has_sentence && run.words < kSentenceWords) return kLabelPenalty / 2;
  return chars - run.link_chars;
}

RunSums& RunSums::operator+=(const TextRun& run) {
  const double one = block_score(run);
  score += one;
  prose += std::max(one, 0.0);
  chars += run.chars;
  link_chars += run.link_chars;
  return *this;
}

RunSums operator-(const RunSums& a, const RunSums& b) {
  return {.score = a.score - b.score,
          .prose = a.prose - b.prose,
          .chars = a.chars - b.chars,
          .link_chars = a.link_chars - b.link_chars};
}

std::vector<RunSums> running_sums(const std::vector<TextRun>& runs,
                                  const std::vector<bool>& is_kept) {
  std::vector<RunSums> sums(runs.size() + 1);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    sums[i + 1] = sums[i];
    if (is_kept[i]) sums[i + 1] += runs[i];
  }
  return sums;
}

RunSums sums_below(const std::vector<RunSums>& sums, const OutlineElement& element) {
  return sums[element.end_run] - sums[element.first_run];
}

}  // namespace newshole::extract
