#include "listing/own_links/story_box.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/limits.h"
#include "extract/body/element_role.h"
#include "extract/body/node_text.h"
#include "extract/generic/byline/name_line.h"
#include "extract/link_words.h"
#include "text/clean.h"
#include "text/dates/printed_date.h"

namespace newshole::listing {
namespace {

using extract::Role;
using html::Node;

constexpr std::size_t kLongestDateLine = 120;  // bytes
constexpr std::size_t kLongestByline = 120;
constexpr std::size_t kMostLines = 200;

struct BoxLine {
  std::string text;
  bool is_linked = false;
  bool is_heading = false;
  bool is_named = false;  ///< its class says that it is the headline
  bool is_standfirst = false;
  bool is_paragraph = false;
  bool is_first = false;   ///< of its link, but for labels
  std::size_t linked = 0;  ///< bytes of links to other pages
};

bool has_letters_beyond_ascii(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// A word of a script without blanks takes some bytes.
std::size_t words_of(std::string_view text) {
  constexpr std::size_t kUnspacedWord = 6;
  const auto blanks = static_cast<std::size_t>(std::ranges::count(text, ' '));
  const std::size_t unspaced = has_letters_beyond_ascii(text) ? text.size() / kUnspacedWord / 2 : 0;
  return text.empty() ? 0 : std::max(blanks + 1, unspaced);
}

bool ends_sentence(std::string_view text) {
  constexpr auto kEnds = std::to_array<std::string_view>({".", "!", "?", "\u3002", "\uff01"});
  return std::ranges::any_of(kEnds, [text](std::string_view end) { return text.ends_with(end); });
}

bool is_unseen(Node node) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"sr-only", "screen-reader", "visually-hidden", "visuallyhidden"});
  const std::string_view name = node.attribute("class").value_or("");
  return node.attribute("hidden") || std::ranges::any_of(kNames, [name](std::string_view part) {
           return name.find(part) != std::string_view::npos;
         });
}

/// "LIVE" and "3 min read" beside a headline.
bool is_tagged_label(Node node) {
  const std::string_view tag = node.tag();
  if (tag == "time") return true;
  if ((tag != "span" && tag != "small") || !node.attribute("class")) return false;
  constexpr std::size_t kLongestLabel = 40;
  const auto text = extract::line_of(node, kLongestLabel);
  return text && !text->empty() && extract::is_link_label(*text);
}

bool names_headline(Node node) {
  constexpr auto kParts = std::to_array<std::string_view>({"eadline", "itle", "titel"});
  const std::string_view name = node.attribute("class").value_or("");
  return name.find("ubtitle") == std::string_view::npos &&
         std::ranges::any_of(kParts, [name](std::string_view part) {
           return name.find(part) != std::string_view::npos;
         });
}

/// A word or two before a headline that name its section.
bool names_kicker(Node node) {
  constexpr auto kParts = std::to_array<std::string_view>(
      {"kicker", "rubri", "ategor", "section", "eyebrow", "overline", "dachzeile", "topline"});
  if (node.tag() != "span" && node.tag() != "small") return false;
  const std::string_view name = node.attribute("class").value_or("");
  return !names_headline(node) && std::ranges::any_of(kParts, [name](std::string_view part) {
    return name.find(part) != std::string_view::npos;
  });
}

class BoxReader {
 public:
  explicit BoxReader(const BoxContext& context) : context_(context) {}

  StoryBox read(std::span<const Node> nodes) {
    for (const Node node : nodes) read(node);
    choose_headline();
    choose_summary();
    if (!out_.published) choose_date();
    return std::move(out_);
  }

 private:
  /// The state of what is open around a text.
  struct Open {
    int links = 0;
    int headings = 0;
    int named = 0;
    int standfirsts = 0;
    int paragraphs = 0;
  };

  void read(Node root) {
    if (root.is_text()) return text_.append(root.text());
    for (html::Walker walker(root); walker && lines_.size() < kMostLines; walker.next()) {
      const Node node = walker.node();
      if (node.is_text()) {
        text_.append(node.text());
      } else if (walker.is_entering()) {
        if (!enter(node)) walker.skip();
      } else {
        turn(node, -1);
      }
    }
    end_line();
  }

  bool enter(Node node) {
    const Role role = extract::role_of(node.tag());
    if (node.tag() == "img") note_alt(node);
    if (role == Role::Skip || role == Role::Marked || is_unseen(node))
      return role == Role::Marked && node.tag() != "img";
    const extract::ElementNames names = extract::names_of(node, context_.meanings);
    if (states_time(node, names)) note_time(node);
    if (names_author(node, names)) note_author(node);
    const bool is_in_headline = open_.links > 0 || open_.headings > 0;
    if (is_in_headline && is_tagged_label(node)) return false;
    if (is_in_headline && names_kicker(node)) return note_kicker(node);
    turn(node, 1);
    if (is_story_link(node)) note_label(node);
    return true;
  }

  /// False: it is no part of the headline.
  bool note_kicker(Node node) {
    constexpr std::size_t kLongest = 60;
    std::string text = extract::line_of(node, kLongest).value_or("");
    while (text.ends_with(':')) text.pop_back();
    if (!out_.kicker && !text.empty()) out_.kicker = std::move(text);
    return false;
  }

  /// Opens (1) or closes (-1) an element.
  void turn(Node node, int step) {
    const Role role = extract::role_of(node.tag());
    const bool is_edge = !extract::is_in_line(role) || is_story_link(node);
    if (is_edge) end_line();
    if (is_story_link(node)) open_.links += step;
    if (role == Role::Link && !is_story_link(node)) note_other_link(step);
    if (role == Role::Heading) open_.headings += step;
    if (role == Role::Paragraph) open_.paragraphs += step;
    if (names_headline(node)) open_.named += step;
    if (names_standfirst(node, extract::names_of(node, context_.meanings)))
      open_.standfirsts += step;
    if (is_story_link(node)) has_first_ = false;
  }

  void note_other_link(int step) {
    if (step > 0) {
      link_begin_ = text_.size();
    } else if (text_.size() > link_begin_) {
      linked_ += text_.size() - link_begin_;
    }
  }

  [[nodiscard]] bool is_story_link(Node node) const {
    return context_.story_links.contains(node.identity());
  }

  void end_line() {
    std::string text = text_.take();
    const std::size_t linked = std::exchange(linked_, 0);
    link_begin_ = 0;
    if (text.empty()) return;
    const bool is_label = extract::is_link_label(text);
    const bool is_first = open_.links > 0 && !has_first_ && !is_label && words_of(text) > 3;
    has_first_ = has_first_ || is_first;
    lines_.push_back({.text = std::move(text),
                      .is_linked = open_.links > 0,
                      .is_heading = open_.headings > 0,
                      .is_named = open_.named > 0,
                      .is_standfirst = open_.standfirsts > 0,
                      .is_paragraph = open_.paragraphs > 0,
                      .is_first = is_first,
                      .linked = linked});
  }

  void note_alt(Node picture) {
    std::string alt = text::clean_line(picture.attribute("alt").value_or(""));
    if (open_.links > 0 && alt.size() > alt_.size()) alt_ = std::move(alt);
  }

  void note_label(Node link) {
    for (const std::string_view name : {"aria-label", "title"}) {
      std::string label = text::clean_line(link.attribute(name).value_or(""));
      if (!extract::is_link_label(label) && label.size() > label_.size()) label_ = std::move(label);
    }
  }

  void note_time(Node node) {
    if (out_.published && out_.published->offset) return;
    std::optional<text::PrintedDate> date;
    for (const std::string_view name : {"datetime", "content"}) {
      const auto value = node.attribute(name);
      if (value && !date) date = text::parse_machine_date(*value);
    }
    const auto line = extract::line_of(node, kLongestDateLine);
    if (!date && line) date = text::find_date(*line, context_.language);
    if (!date) return;
    const text::DateOrTime time = text::date_or_time(*date);
    const bool is_same_day = !out_.published || is_near(out_.published->time, time.time);
    if (!out_.published || (time.offset && is_same_day)) out_.published = time;
  }

  static bool is_near(UtcTime a, UtcTime b) {
    constexpr std::chrono::hours kDay{24};
    return std::chrono::abs(a - b) <= kDay;
  }

  void note_author(Node node) {
    const auto line = extract::line_of(node, kLongestByline);
    if (!line || line->empty()) return;
    const extract::NamedPeople people =
        extract::named_people(*line, {.outlets = {}, .language = context_.language});
    for (const std::string& name : people.names) {
      const bool is_new = std::ranges::find(out_.authors, name) == out_.authors.end();
      if (is_new && out_.authors.size() < limits::kAuthors) out_.authors.push_back(name);
    }
  }

  template <typename Counts>
  [[nodiscard]] const BoxLine* first_line(Counts counts) const {
    const auto found = std::ranges::find_if(lines_, [&counts](const BoxLine& line) {
      return !extract::is_link_label(line.text) && counts(line);
    });
    return found == lines_.end() ? nullptr : &*found;
  }

  /// The longest of those that begin their links.
  [[nodiscard]] const BoxLine* longest_link() const {
    const BoxLine* best = nullptr;
    for (const BoxLine& line : lines_) {
      const bool counts = line.is_first && !extract::opens_as_link_label(line.text);
      if (counts && (best == nullptr || line.text.size() > best->text.size())) best = &line;
    }
    return best;
  }

  void choose_headline() {
    const std::array<const BoxLine*, 6> choices = {
        first_line([](const BoxLine& line) { return line.is_linked && line.is_heading; }),
        first_line([](const BoxLine& line) {
          return line.is_linked && line.is_named && words_of(line.text) > 1;
        }),
        longest_link(),
        first_line([](const BoxLine& line) { return line.is_heading; }),
        first_line([](const BoxLine& line) { return line.is_named && words_of(line.text) > 3; }),
        first_line([](const BoxLine& line) { return line.is_linked; })};
    for (const BoxLine* const choice : choices) {
      if (choice == nullptr) continue;
      out_.headline = extract::field_text(choice->text);
      return;
    }
    if (!label_.empty() || !alt_.empty()) {
      out_.headline = extract::field_text(label_.empty() ? alt_ : label_);
    } else if (out_.kicker) {
      out_.headline = *std::exchange(out_.kicker, std::nullopt);
    }
  }

  /// A line of words beside the headline.
  [[nodiscard]] bool is_prose(const BoxLine& line) const {
    constexpr std::size_t kLeastWords = 3;
    constexpr std::size_t kMostLinked = 4;  // of its bytes a part of this
    return !line.is_heading && line.text != out_.headline &&
           line.linked * kMostLinked < line.text.size() && words_of(line.text) >= kLeastWords;
  }

  /// The standfirst, else the only paragraph, else the only line that is as long as one.
  void choose_summary() {
    constexpr std::size_t kSentenceWords = 12;
    const auto standfirsts = [](const BoxLine& line) { return line.is_standfirst; };
    const auto paragraphs = [](const BoxLine& line) { return line.is_paragraph; };
    const auto sentences = [](const BoxLine& line) {
      return words_of(line.text) >= kSentenceWords || ends_sentence(line.text);
    };
    if (!take_summary(standfirsts) && !take_summary(paragraphs)) take_summary(sentences);
  }

  /// False where no line counts.
  template <typename Counts>
  bool take_summary(Counts counts) {
    constexpr std::size_t kMostBytes = 600;
    constexpr std::size_t kLeastWords = 6;
    const auto is_one = [&](const BoxLine& line) { return counts(line) && is_prose(line); };
    const auto first = std::ranges::find_if(lines_, is_one);
    if (first == lines_.end()) return false;
    const bool is_alone = std::find_if(first + 1, lines_.end(), is_one) == lines_.end();
    if (is_alone && first->text.size() <= kMostBytes && words_of(first->text) >= kLeastWords)
      out_.summary = first->text;
    return true;
  }

  void choose_date() {
    constexpr std::size_t kMostWords = 12;
    for (const BoxLine& line : lines_) {
      const bool has_digit =
          std::ranges::any_of(line.text, ascii::is_digit) || has_letters_beyond_ascii(line.text);
      if (!has_digit || line.text.size() > kLongestDateLine || words_of(line.text) > kMostWords ||
          line.text == out_.headline)
        continue;
      const auto date = text::find_date(line.text, context_.language);
      if (date) out_.published = text::date_or_time(*date);
      if (date) return;
    }
  }

  const BoxContext& context_;
  StoryBox out_;
  std::vector<BoxLine> lines_;
  text::LineCleaner text_;
  Open open_;
  bool has_first_ = false;
  std::size_t linked_ = 0;  // bytes of links to other pages in the line
  std::size_t link_begin_ = 0;
  std::string label_;
  std::string alt_;
};

}  // namespace

StoryBox read_story_box(std::span<const Node> nodes, const BoxContext& context) {
  return BoxReader(context).read(nodes);
}

}  // namespace newshole::listing
