#include "extract/generic/boilerplate.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/ascii.h"
#include "extract/generic/folded.h"
#include "extract/generic/phrase_table.h"
#include "extract/languages/language_words.h"
#include "text/dates/printed_date.h"
#include "url/url.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kLongestLine = 250;
constexpr std::size_t kLongestLabel = 60;
constexpr std::size_t kLongestNotice = 700;
constexpr std::size_t kLongestLinkLine = 300;
constexpr double kOnlyLinks = 0.8;
constexpr std::size_t kLongestHeading = 60;

/// A few words that are no sentence.
bool is_label(std::string_view folded) {
  return folded.size() <= kLongestLabel && !folded.ends_with('.');
}

/// "sign up + newsletter": both parts of the phrase; further blanks belong to them.
std::pair<std::string_view, std::string_view> parts_of(std::string_view phrase) {
  constexpr std::string_view kPlus = " + ";
  const std::size_t plus = phrase.find(kPlus);
  return {phrase.substr(0, plus), phrase.substr(plus + kPlus.size())};
}

bool invites(std::string_view folded) {
  return std::ranges::any_of(language_words::kInvitations, [folded](const LocalPhrase& phrase) {
    const auto [call, offer] = parts_of(phrase.text);
    return folded.find(call) != std::string_view::npos &&
           folded.find(offer) != std::string_view::npos;
  });
}

bool asks(std::string_view folded) {
  return std::ranges::any_of(language_words::kAsks, [folded](const LocalPhrase& phrase) {
    const auto [call, address] = parts_of(phrase.text);
    return begins_with(folded, call) && folded.find(address) != std::string_view::npos;
  });
}

/// A copyright sign or a credit in brackets and nothing else.
bool is_credit(std::string_view folded) {
  return folded.starts_with("\u00a9") || folded.starts_with("(c) ") ||
         (folded.starts_with("(photo") && folded.ends_with(")"));
}

/// Only an address of mail or of the web.
bool is_address(std::string_view folded) {
  return folded.find(' ') == std::string_view::npos &&
         (folded.find('@') != std::string_view::npos ||
          folded.find(".com/") != std::string_view::npos);
}

/// The names of buttons: "Facebook Twitter Email".
bool is_share_line(std::string_view folded) {
  constexpr std::array<std::string_view, 16> kServices = {
      "facebook", "twitter",   "whatsapp", "linkedin", "pinterest", "reddit", "telegram", "email",
      "google+",  "flipboard", "tumblr",   "share",    "print",     "x",      "copy",     "link"};
  constexpr std::size_t kMostWords = 8;
  std::size_t words = 0;
  std::size_t services = 0;
  while (!folded.empty()) {
    const std::string_view word = ascii::take_before(folded, " ");
    if (!word.empty() && ++words > kMostWords) return false;
    if (std::ranges::find(kServices, word) != kServices.end()) ++services;
  }
  return services >= 2 && services * 2 >= words;
}

/// A day and little else: "October 15, 2018 in News by jdoe".
bool is_date_line(std::string_view line) {
  constexpr std::size_t kMostBytes = 60;
  if (line.size() > kMostBytes || line.find_first_of("0123456789") == std::string_view::npos)
    return false;
  if (line.ends_with('.') && line.find(". ") != std::string_view::npos) return false;
  return text::find_date(line, "").has_value();
}

/// Texts by their letters, to find what repeats one of them.
class Repetitions {
 public:
  explicit Repetitions(std::span<const std::string> texts) {
    for (const std::string& text : texts) {
      if (!text.empty()) letters_.push_back(letters_of(text));
    }
  }
  [[nodiscard]] bool holds(const std::string& text) const {
    return std::ranges::find(letters_, letters_of(text)) != letters_.end();
  }

 private:
  std::vector<std::string> letters_;
};

bool is_prose(const Block& block) {
  return block.kind == BlockKind::Paragraph && block.text.size() > kLongestLine / 2;
}

/// True for a block that holds only links, to other stories mostly.
bool is_link_line(const Block& block) {
  if (block.links.empty() || block.text.size() > kLongestLinkLine) return false;
  std::size_t linked = 0;
  for (const Link& link : block.links) linked += link.text.size();
  return static_cast<double>(linked) > kOnlyLinks * static_cast<double>(block.text.size());
}

/// True for an item of a list whose links lead to other sites: what to buy or to read, as a text
/// names it. A list of the site's own stories has other links.
bool leads_away(const Block& block, std::string_view host) {
  constexpr std::string_view kMostlyLeftOut = "www.";
  if (block.kind != BlockKind::ListItem || host.empty()) return false;
  if (host.starts_with(kMostlyLeftOut)) host.remove_prefix(kMostlyLeftOut.size());
  return std::ranges::none_of(block.links, [host](const Link& link) {
    const auto address = url::parse_url(link.url);
    return address && (address->host == host || address->host.ends_with("." + std::string(host)));
  });
}

/// The words of a button or the name of a service and no more: "Share", "YouTube".
bool is_button(std::string_view folded) {
  static const PhraseTable kWholeLines(language_words::kWholeLines);
  return kWholeLines.is_all_of(folded);
}

/// "Listen to the news (low bandwidth)": a few words that begin with a link and are no sentence.
bool is_link_label(const Block& block) {
  constexpr std::size_t kMostBytes = 60;
  if (block.kind != BlockKind::Paragraph || block.text.size() > kMostBytes || block.links.empty())
    return false;
  const Link& first = block.links.front();
  return first.end == first.text.size() &&
         std::string_view(".!?:\"").find(block.text.back()) == std::string_view::npos &&
         static_cast<unsigned char>(block.text.back()) < 0x80;
}

/// "— Ann Pell, pilot": a dash, and the name of who is quoted.
bool opens_attribution(std::string_view text) {
  constexpr auto kDashes =
      std::to_array<std::string_view>({"\u2014", "\u2013", "\u2015", "--", "- ", "~ "});
  return std::ranges::any_of(kDashes,
                             [text](std::string_view dash) { return text.starts_with(dash); });
}

/// A heading may be a link as long as it heads something, and a table has a caption.
bool is_boilerplate(const Block& block, const Block* next) {
  if (block.kind == BlockKind::Preformatted || block.kind == BlockKind::Table) return false;
  // Who is quoted may be a link, with the day of a post.
  if (block.kind == BlockKind::Quote && opens_attribution(block.text)) return false;
  if (block.kind == BlockKind::Caption) return next == nullptr || next->kind != BlockKind::Table;
  const bool heads_text = block.kind == BlockKind::Heading && next != nullptr &&
                          block.text.size() <= kLongestHeading &&
                          next->kind == BlockKind::Paragraph && !is_link_line(*next);
  return (is_link_line(block) && !heads_text) || is_link_label(block) ||
         is_boilerplate_line(block.text);
}

/// Words that stories have no sentences with.
bool tells_boilerplate(std::string_view line, std::string_view folded) {
  static const PhraseTable kRights(language_words::kRightsReserved);
  static const PhraseTable kNotices(language_words::kNotices);
  static const PhraseTable kOpenings(language_words::kOpenings);
  static const PhraseTable kLabels(language_words::kLabels);
  if (kRights.is_in(folded) || kNotices.is_in(folded)) return true;
  if (is_credit(folded) || is_address(folded) || is_share_line(folded)) return true;
  if (line.size() > kLongestLine) return false;
  return kOpenings.begins(folded) || is_button(folded) || invites(folded) || asks(folded) ||
         (is_label(folded) && kLabels.begins(folded));
}

/// The make of a paragraph: the tag and the class of its element, digits left out.
std::string make_of(html::Node element) {
  if (!element) return {};
  constexpr std::size_t kLongestName = 200;
  std::string make(element.tag());
  make.append(" ").append(element.attribute("class").value_or("").substr(0, kLongestName));
  std::erase_if(make, ascii::is_digit);
  return make;
}

/// All of its text stands in one element that is set off from the text around it.
bool is_set_off(html::Node element) {
  constexpr std::array<std::string_view, 8> kStyles = {"em",    "i", "strong", "b",
                                                       "small", "a", "u",      "font"};
  constexpr std::size_t kMostSteps = 50;
  html::Node only;
  std::size_t steps = 0;
  for (html::Node child = element.first_child(); child; child = child.next_sibling()) {
    if (++steps > kMostSteps) return false;
    if (child.is_text() && ascii::trimmed(child.text()).empty()) continue;
    if (only || child.is_text()) return false;
    only = child;
  }
  return only && std::ranges::find(kStyles, only.tag()) != kStyles.end();
}

bool ends_as_sentence(std::string_view text) {
  constexpr std::array<std::string_view, 10> kQuotes = {
      "\"", "'", ")", "]", "\u201d", "\u2019", "\u00bb", "\u300d", "\u300f", "\uff09"};
  constexpr std::array<std::string_view, 12> kEnds = {".",      "!",      "?",      ":",
                                                      "\u2026", "\u3002", "\uff01", "\uff1f",
                                                      "\u0964", "\u06d4", "\u061f", "\u0589"};
  for (const std::string_view quote : kQuotes) {
    if (text.ends_with(quote)) text.remove_suffix(quote.size());
  }
  return std::ranges::any_of(kEnds, [text](std::string_view end) { return text.ends_with(end); });
}

/// Several words, or as much in a script without blanks.
bool has_words(std::string_view text) {
  constexpr std::ptrdiff_t kLeastBlanks = 4;
  constexpr std::size_t kLeastUnspaced = 30;  // bytes
  const std::ptrdiff_t blanks = std::ranges::count(text, ' ');
  return blanks >= kLeastBlanks ||
         (static_cast<unsigned char>(text.front()) >= 0xe0 && text.size() >= kLeastUnspaced);
}

/// A sentence of several words that ends as one, most of it in no link.
bool is_sentence(const Block& block) {
  constexpr double kMostLinked = 0.5;
  std::size_t linked = 0;
  for (const Link& link : block.links) linked += link.text.size();
  return static_cast<double>(linked) <= kMostLinked * static_cast<double>(block.text.size()) &&
         ends_as_sentence(block.text) && has_words(block.text);
}

/// "Sign up for our newsletter", the newsletter being a link.
bool leads_to_newsletter(const Block& block) {
  static const PhraseTable kWords(language_words::kNewsletterLinks);
  return std::ranges::any_of(block.links,
                             [](const Link& link) { return kWords.is_in(folded_line(link.text)); });
}

/// The prose of a body: paragraphs of the make that most of its long ones have.
class Prose {
 public:
  explicit Prose(const Body& body) : body_(&body) {
    std::map<std::string, std::size_t> bytes;
    for (std::size_t i = 0; i < body.blocks.size(); ++i) {
      if (!is_long(i)) continue;
      bytes[make_of(body.elements[i])] += body.blocks[i].text.size();
      if (is_boilerplate_line(body.blocks[i].text)) continue;
      if (ends_.second == 0) ends_.first = i;
      ends_.second = i + 1;
    }
    const auto most =
        std::ranges::max_element(bytes, {}, [](const auto& row) { return row.second; });
    if (most != bytes.end()) make_ = most->first;
    count_paragraphs();
  }

  /// A sentence made like the text. Amid the text it does not count what it says; before and behind
  /// it only words count that stories do not have.
  [[nodiscard]] bool holds(std::size_t i) const {
    const Block& block = body_->blocks[i];
    if (!is_sentence(block) || is_set_off(body_->elements[i]) || leads_to_newsletter(block))
      return false;
    const bool is_item = block.kind == BlockKind::ListItem || block.kind == BlockKind::Quote;
    if (make_of(body_->elements[i]) != make_ && !(is_amid(i) && is_item)) return false;
    if (is_amid(i)) return true;
    return block.links.empty() && !tells_boilerplate(block.text, folded_line(block.text));
  }

  /// True between the first and the last paragraph that no rule's words are in.
  [[nodiscard]] bool is_amid(std::size_t i) const { return ends_.first <= i && i < ends_.second; }

  /// Long paragraphs of the text's make behind the i-th block.
  [[nodiscard]] std::size_t paragraphs_behind(std::size_t i) const { return behind_[i + 1]; }

 private:
  void count_paragraphs() {
    behind_.resize(body_->blocks.size() + 1);
    for (std::size_t i = ends_.second; i-- > 0;) {
      const bool counts = is_long(i) && make_of(body_->elements[i]) == make_;
      behind_[i] = behind_[i + 1] + (counts ? 1 : 0);
    }
  }
  [[nodiscard]] bool is_long(std::size_t i) const {
    constexpr std::size_t kLeastBytes = 60;
    const Block& block = body_->blocks[i];
    return block.kind == BlockKind::Paragraph && block.text.size() >= kLeastBytes &&
           is_sentence(block);
  }

  const Body* body_;
  std::string make_;
  std::pair<std::size_t, std::size_t>
      ends_;                         ///< the first that no rule's words are in, and behind the last
  std::vector<std::size_t> behind_;  ///< for each block, of those from it on
};

/// The first of the blocks behind the article: an afterword's heading in the second half that
/// little prose of the text's make follows.
std::size_t end_of_article(const std::vector<Block>& blocks, const Prose& prose) {
  constexpr std::size_t kMostProseBehind = 2;
  std::size_t total = 0;
  for (const Block& block : blocks) total += block.text.size();
  std::size_t before = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (before * 2 > total && opens_afterword(blocks[i]) &&
        prose.paragraphs_behind(i) <= kMostProseBehind)
      return i;
    before += blocks[i].text.size();
  }
  return blocks.size();
}

/// The end of the blocks from `first` on that repeat earlier ones in their order; `first` where
/// none does.
std::size_t end_of_copy(const std::vector<std::optional<std::size_t>>& originals,
                        std::size_t first) {
  std::size_t end = first;
  while (end < originals.size() && originals[end] &&
         (end == first || *originals[end] > *originals[end - 1]))
    ++end;
  return end;
}

/// For each block the first one with the same text, where that stands before it.
std::vector<std::optional<std::size_t>> originals_of(const std::vector<Block>& blocks) {
  std::unordered_map<std::string_view, std::size_t> places;
  std::vector<std::optional<std::size_t>> originals(blocks.size());
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto [place, is_new] = places.try_emplace(blocks[i].text, i);
    if (!is_new) originals[i] = place->second;
  }
  return originals;
}

std::size_t bytes_of(std::span<const Block> blocks) {
  std::size_t bytes = 0;
  for (const Block& block : blocks) bytes += block.text.size();
  return bytes;
}

/// Pages hold a text twice, for small screens and for large ones: the second one goes. A few
/// paragraphs that come again may be meant so.
void drop_copies(std::vector<Block>& blocks) {
  constexpr std::size_t kLeastShare = 10;  // a tenth of the text
  constexpr std::size_t kLong = 80;
  const std::vector<std::optional<std::size_t>> originals = originals_of(blocks);
  const std::size_t total = bytes_of(blocks);
  std::vector<Block> kept;
  for (std::size_t first = 0; first < blocks.size();) {
    const std::size_t end = end_of_copy(originals, first);
    const std::span<Block> run =
        std::span(blocks).subspan(first, std::max(end - first, std::size_t{1}));
    const auto long_ones =
        std::ranges::count_if(run, [](const Block& block) { return block.text.size() >= kLong; });
    const bool is_copy = end > first + 1 && long_ones > 1 && bytes_of(run) * kLeastShare >= total;
    if (!is_copy) std::ranges::move(run, std::back_inserter(kept));
    first += run.size();
  }
  blocks = std::move(kept);
}

/// "OPINION", "Local news": a label of a few words without a full stop above the first paragraph.
void drop_first_labels(std::vector<Block>& blocks) {
  constexpr std::size_t kMostBytes = 40;
  const auto first = std::ranges::find_if_not(blocks, [](const Block& block) {
    return block.kind == BlockKind::Paragraph && block.text.size() <= kMostBytes &&
           std::string_view(".!?:\"").find(block.text.back()) == std::string_view::npos &&
           static_cast<unsigned char>(block.text.back()) < 0x80;
  });
  if (first != blocks.end()) blocks.erase(blocks.begin(), first);
}

/// "Jane covers the courts."
bool tells_of(std::string_view folded, std::string_view first_name) {
  const std::string name = folded_line(first_name);
  if (name.size() < 3 || !folded.starts_with(name + " ")) return false;
  const std::string_view rest = folded.substr(name.size() + 1);
  return std::ranges::any_of(language_words::kAuthorVerbs, [rest](const LocalPhrase& verb) {
    return rest.starts_with(verb.text) && rest.substr(verb.text.size()).starts_with(' ');
  });
}

/// "Jane Doe is a reporter who covers ...": a story does not describe its author.
bool is_author_note(const Block& block, std::span<const std::string> authors) {
  const std::string folded = folded_line(block.text);
  return std::ranges::any_of(authors, [&folded](const std::string& author) {
    if (tells_of(folded, author.substr(0, author.find(' ')))) return true;
    const std::string name = folded_line(author);
    const std::size_t at = folded.find(name);
    return name.find(' ') != std::string::npos && at < 3 && folded.size() > name.size();
  });
}

void drop_last_lines(std::vector<Block>& blocks, std::span<const std::string> authors) {
  constexpr std::ptrdiff_t kMostNotes = 4;
  const auto size = static_cast<std::ptrdiff_t>(blocks.size());
  const auto tail = blocks.end() - std::min(size, kMostNotes);
  blocks.erase(
      std::remove_if(tail, blocks.end(),
                     [authors](const Block& block) { return is_author_note(block, authors); }),
      blocks.end());
  while (!blocks.empty() && blocks.back().kind == BlockKind::Heading) blocks.pop_back();
}

}  // namespace

bool is_boilerplate_line(std::string_view line) {
  if (line.size() > kLongestNotice) return false;
  static const PhraseTable kCalls(language_words::kCalls);
  const std::string folded = folded_line(line);
  return tells_boilerplate(line, folded) || is_date_line(line) ||
         (line.size() <= kLongestLine && kCalls.begins(folded));
}

bool opens_correction(std::string_view line) {
  static const PhraseTable kCorrections(language_words::kCorrections);
  return kCorrections.begins(folded_line(line));
}

bool is_cut_off(std::span<const Block> blocks) {
  static const PhraseTable kWords(language_words::kSubscribeToRead);
  constexpr std::size_t kLastLines = 6;
  const std::size_t first = blocks.size() - std::min(blocks.size(), kLastLines);
  return std::ranges::any_of(blocks.subspan(first), [](const Block& block) {
    if (block.text.size() > kLongestLine) return false;
    return kWords.is_in(folded_line(block.text));
  });
}

bool opens_afterword(const Block& block) {
  if (block.text.size() > kLongestHeading || is_prose(block)) return false;
  const std::string folded = folded_line(block.text);
  const auto opens = [&](std::string_view words) {
    return folded.starts_with(words) &&
           (block.kind == BlockKind::Heading || folded.size() <= words.size() + 2);
  };
  return std::ranges::any_of(language_words::kAfterwords, opens, &LocalPhrase::text);
}

std::vector<Block> without_boilerplate(Body body, std::span<const std::string> fields,
                                       std::span<const std::string> authors,
                                       std::string_view host) {
  std::vector<Block>& blocks = body.blocks;
  const Prose prose(body);
  const Repetitions repeated(fields);
  blocks.resize(end_of_article(blocks, prose));
  std::vector<Block> kept;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block* next = i + 1 < blocks.size() ? &blocks[i + 1] : nullptr;
    const bool goes = is_boilerplate(blocks[i], next) || repeated.holds(blocks[i].text);
    const bool is_list_of_text =
        prose.is_amid(i) && leads_away(blocks[i], host) && !is_boilerplate_line(blocks[i].text);
    const bool heads_prose = blocks[i].kind == BlockKind::Heading && next != nullptr &&
                             prose.is_amid(i) && prose.holds(i + 1) &&
                             is_button(folded_line(blocks[i].text));
    if (!goes || is_list_of_text || heads_prose || prose.holds(i)) kept.push_back(blocks[i]);
  }
  drop_copies(kept);
  drop_first_labels(kept);
  drop_last_lines(kept, authors);
  return kept;
}

}  // namespace newshole::extract
