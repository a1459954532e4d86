#include "html/shorter_page.h"

#include <algorithm>
#include <array>

#include <gumbo.h>

#include "base/ascii.h"
#include "html/stand_ins.h"

namespace newshole::html {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// The effect of a start tag on the tokenizer, outside svg.
enum class Effect : unsigned char {
  None,
  Style,     // its text is cut
  Script,    // its text is cut
  Text,      // its text is no markup, but it stays
  Svg,       //
  Select,    // in it, gumbo ignores most start tags
  Template,  //
  Column,    // in a template, it makes gumbo ignore what follows
  Doubt,
};

constexpr std::array<Effect, GUMBO_TAG_LAST + 1> effects() {
  std::array<Effect, GUMBO_TAG_LAST + 1> table{};
  table[GUMBO_TAG_STYLE] = Effect::Style;
  table[GUMBO_TAG_SCRIPT] = Effect::Script;
  for (const GumboTag tag : {GUMBO_TAG_TITLE, GUMBO_TAG_TEXTAREA, GUMBO_TAG_XMP, GUMBO_TAG_IFRAME,
                             GUMBO_TAG_NOEMBED, GUMBO_TAG_NOFRAMES}) {
    table[tag] = Effect::Text;
  }
  table[GUMBO_TAG_SVG] = Effect::Svg;
  table[GUMBO_TAG_SELECT] = Effect::Select;
  table[GUMBO_TAG_TEMPLATE] = Effect::Template;
  table[GUMBO_TAG_COL] = Effect::Column;
  for (const GumboTag tag : {GUMBO_TAG_MATH, GUMBO_TAG_FRAMESET, GUMBO_TAG_PLAINTEXT}) {
    table[tag] = Effect::Doubt;
  }
  return table;
}

constexpr auto kEffects = effects();

// Tags that gumbo compares with others by their attributes, or makes text of these. (Links are
// formatting elements, too, but no two of them are ever open.)
bool is_told_apart_by_attributes(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_B:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
    case GUMBO_TAG_ISINDEX:
      return true;
    default:
      return false;
  }
}

// What gumbo and this module read themselves. Sorted.
constexpr auto kOwnAttributes =
    std::to_array<std::string_view>({"id", "shadowroot", "shadowrootmode", "type"});

constexpr bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}
constexpr bool ends_name(char c) {
  return is_blank(c) || c == '/' || c == '>';
}

constexpr bool is_plain_name(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return ascii::is_alphanumeric(c) || c == '-' || c == ':' || c == '_';
  });
}

// Places in the page.
struct Attribute {
  std::size_t begin = 0;
  std::size_t name_end = 0;
  std::size_t end = 0;  // behind the value and the blanks that follow
};

struct Tag {
  std::string_view name;  // as written
  std::size_t end = 0;    // behind its '>'
  bool is_self_closing = false;
  bool is_bare = false;  // nothing stands between the name and the '>'
};

// The tokenizer's states from a tag's name to its '>' (13.2.5.8 and 13.2.5.32 to 13.2.5.40).
class TagReader {
 public:
  TagReader(std::string_view page, std::size_t name_begin,
            std::vector<Attribute>* attributes = nullptr)
      : page_(page), at_(name_begin), attributes_(attributes) {}

  Tag read() {
    const std::size_t begin = at_;
    while (at_ < page_.size() && !ends_name(page_[at_])) ++at_;
    const std::size_t name_end = at_;
    const bool is_whole = skip_attributes();
    return {.name = page_.substr(begin, name_end - begin),
            .end = is_whole ? at_ : kNone,
            .is_self_closing = is_self_closing_,
            .is_bare = is_whole && at_ == name_end + 1};
  }

 private:
  // Goes behind the '>'. False: the page ends first.
  bool skip_attributes() {
    while (skip_blanks()) {
      if (take('>')) return true;
      if (take('/')) {
        is_self_closing_ = take('>');
        if (is_self_closing_) return true;
      } else if (!skip_attribute()) {
        return false;
      }
    }
    return false;
  }

  bool skip_blanks() {
    while (at_ < page_.size() && is_blank(page_[at_])) ++at_;
    return at_ < page_.size();
  }

  bool take(char c) {
    if (at_ == page_.size() || page_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool skip_attribute() {
    Attribute attribute{.begin = at_};
    ++at_;  // even '=' and '"' begin a name
    while (at_ < page_.size() && page_[at_] != '=' && !ends_name(page_[at_])) ++at_;
    attribute.name_end = at_;
    if (!skip_blanks()) return false;
    if (take('=') && !(skip_blanks() && skip_value() && skip_blanks())) return false;
    attribute.end = at_;
    if (attributes_ != nullptr) attributes_->push_back(attribute);
    return true;
  }

  bool skip_value() {
    const char quote = page_[at_];
    if (quote == '"' || quote == '\'') {
      at_ = page_.find(quote, at_ + 1);
      return at_++ != kNone;
    }
    while (at_ < page_.size() && page_[at_] != '>' && !is_blank(page_[at_])) ++at_;
    return at_ < page_.size();
  }

  std::string_view page_;
  std::size_t at_;
  std::vector<Attribute>* attributes_;
  bool is_self_closing_ = false;
};

// True if `name` and the end of a tag's name stand at `at`.
bool is_name_at(std::string_view page, std::size_t at, std::string_view name) {
  return page.size() > at + name.size() && ends_name(page[at + name.size()]) &&
         ascii::equals_folded(page.substr(at, name.size()), name);
}

bool is_end_tag_at(std::string_view page, std::size_t at, std::string_view name) {
  return at + 1 < page.size() && page[at + 1] == '/' && is_name_at(page, at + 2, name);
}

std::size_t find_end_tag(std::string_view page, std::size_t from, std::string_view name) {
  std::size_t at = page.find('<', from);
  while (at != kNone && !is_end_tag_at(page, at, name)) at = page.find('<', at + 1);
  return at;
}

// The script data states (13.2.5.15 to 13.2.5.31): a script may hold "</script>" in a comment that
// holds "<script>".
class ScriptReader {
 public:
  ScriptReader(std::string_view page, std::size_t from) : page_(page), at_(from) {}

  // Where the end tag begins, or kNone.
  std::size_t find_end() {
    for (at_ = page_.find('<', at_); at_ != kNone; at_ = page_.find('<', at_)) {
      if (is_end_tag_at(page_, at_, "script")) return at_;
      if (page_.substr(at_, 4) != "<!--") {
        ++at_;
      } else if (skip_escaped()) {
        return at_;
      }
    }
    return kNone;
  }

 private:
  // At "<!--". True: at the end tag. False: behind the "-->", or at kNone.
  bool skip_escaped() {
    // The dashes of "<!--" count for the "-->" too.
    const std::size_t close = page_.find("-->", at_ + 2);
    bool is_doubly_escaped = false;
    for (at_ = page_.find('<', at_ + 4); at_ < close; at_ = page_.find('<', at_ + 1)) {
      const bool is_end = is_end_tag_at(page_, at_, "script");
      if (is_end && !is_doubly_escaped) return true;
      if (is_end) is_doubly_escaped = false;
      if (is_name_at(page_, at_ + 1, "script")) is_doubly_escaped = true;
    }
    at_ = close == kNone ? kNone : close + 3;
    return false;
  }

  std::string_view page_;
  std::size_t at_;
};

// Behind the comment whose text begins at `from`, or kNone (13.2.5.43 to 13.2.5.51).
std::size_t comment_end(std::string_view page, std::size_t from) {
  const std::string_view start = page.substr(from, 2);
  if (start.starts_with('>')) return from + 1;
  if (start == "->") return from + 2;
  for (std::size_t at = page.find('>', from); at != kNone; at = page.find('>', at + 1)) {
    const std::string_view text = page.substr(from, at - from);
    if (text.ends_with("--") || text.ends_with("--!")) return at + 1;
  }
  return kNone;
}

// Inside svg, where start tags of HTML end it, or begin HTML inside it, or both.
class Svg {
 public:
  [[nodiscard]] bool is_open() const { return depth_ > 0; }

  // False: doubt.
  bool start(const Tag& tag) {
    // Gumbo's own comparison of plain names agrees with that of end().
    if (is_text_only_ || depth_ == open_.size() || !is_plain_name(tag.name)) return false;
    const Kind kind = kind_of(tag.name);
    if (kind == Kind::Doubt) return false;
    if (tag.is_self_closing) return true;
    is_text_only_ = kind == Kind::TextOnly;
    open_[depth_++] = tag.name;
    return true;
  }

  // False: doubt. Gumbo reads all between "</" and ">" as the name here.
  bool end(const Tag& tag) {
    if (!tag.is_bare) return false;
    std::size_t at = depth_;
    while (at > 0 && !ascii::equals_folded(open_[at - 1], tag.name)) --at;
    if (at == 0 || (is_text_only_ && at != depth_)) return false;
    depth_ = at - 1;
    is_text_only_ = false;
    return true;
  }

 private:
  enum class Kind { Plain, TextOnly, Doubt };

  // Gumbo treats all names alike that have no number in its table.
  static Kind kind_of(std::string_view name) {
    switch (gumbo_tagn_enum(name.data(), static_cast<unsigned>(name.size()))) {
      case GUMBO_TAG_UNKNOWN:
      case GUMBO_TAG_SVG:
      case GUMBO_TAG_A:
      case GUMBO_TAG_IMAGE:
        return Kind::Plain;
      case GUMBO_TAG_TITLE:
      case GUMBO_TAG_DESC:
      case GUMBO_TAG_STYLE:
        return Kind::TextOnly;
      default:
        return Kind::Doubt;
    }
  }

  std::array<std::string_view, 32> open_;
  std::size_t depth_ = 0;
  bool is_text_only_ = false;
};

// A stand-in costs as much as any character, and its run a place in a table.
constexpr std::size_t kShortestRun = 8;

// Bytes of a character by its first byte, if the character may be part of a run; else 0. What gumbo
// or the standard mends or counts as an error is not plain: control characters, CR, surrogates,
// noncharacters, bytes that are not UTF-8.
constexpr std::array<unsigned char, 256> plain_lengths() {
  std::array<unsigned char, 256> lengths{};
  for (std::size_t c = 0x20; c < 0x7F; ++c) lengths.at(c) = 1;
  for (std::size_t c = 0xC2; c < 0xE0; ++c) lengths.at(c) = 2;
  for (std::size_t c = 0xE0; c < 0xEF; ++c) lengths.at(c) = 3;
  lengths['\t'] = lengths['\n'] = 1;
  lengths['<'] = lengths['&'] = 0;
  lengths[0xED] = 0;  // half of it are surrogates
  return lengths;
}

constexpr auto kPlainLengths = plain_lengths();

// Bytes of the character at `at`, 0 if it may not be part of a run.
std::size_t plain_length(std::string_view page, std::size_t at) {
  const unsigned char lead = byte_at(page, at);
  const std::size_t length = kPlainLengths[lead];
  if (length < 2) return length;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte_at(page, at + i) & 0xC0U) != 0x80U) return 0;
  }
  const unsigned char second = byte_at(page, at + 1);
  const bool is_control = lead == 0xC2 && second < 0xA0;
  const bool is_overlong = lead == 0xE0 && second < 0xA0;
  return is_control || is_overlong ? 0 : length;
}

class Cutter {
 public:
  Cutter(std::string_view page, AttributeNames read)
      : page_(page), read_(read), may_have_stand_ins_(may_have_stand_ins(page)) {}

  ShorterPage run() {
    std::size_t at = 0;
    while (at != kNone) {
      const std::size_t markup = page_.find('<', at);
      take_text(at, std::min(markup, page_.size()));
      at = markup == kNone ? kNone : behind_markup(markup);
    }
    if (result_.is_shorter()) result_.text.append(page_.substr(copied_));
    return std::move(result_);
  }

 private:
  // Text between markup. In svg, gumbo builds by other rules.
  void take_text(std::size_t at, std::size_t end) {
    if (!may_have_stand_ins_ || svg_.is_open()) return;
    while (at < end) {
      while (at < end && is_blank(page_[at])) ++at;
      at = take_run(at, end);
      // A reference is as long as its name, and a malformed byte may include the next one.
      while (at < end && !is_blank(page_[at])) ++at;
    }
  }

  // Goes behind the plain characters at `begin`.
  std::size_t take_run(std::size_t begin, std::size_t end) {
    std::size_t at = begin;
    std::size_t run_end = begin;
    while (at < end) {
      const std::size_t length = plain_length(page_, at);
      if (length == 0 || at + length > end) break;
      const bool is_in_run = !is_blank(page_[at]);
      at += length;
      if (is_in_run) run_end = at;
    }
    if (run_end - begin >= kShortestRun && result_.runs.size() < kMostStandIns)
      stand_in(begin, run_end);
    return at;
  }

  void stand_in(std::size_t begin, std::size_t end) {
    leave_out(begin, end);
    append_stand_in(result_.text, result_.runs.size());
    result_.runs.push_back(page_.substr(begin, end - begin));
  }

  void leave_out(std::size_t begin, std::size_t end) {
    result_.text.append(page_.substr(copied_, begin - copied_));
    copied_ = end;
  }

  // The place behind what begins at the '<', or kNone: the rest of the page stays as it is.
  std::size_t behind_markup(std::size_t at) {
    const char c = at + 1 < page_.size() ? page_[at + 1] : '\0';
    if (ascii::is_letter(c)) return behind_start_tag(at);
    if (c == '/') return behind_end_tag(at);
    if (c == '!') return behind_declaration(at);
    if (c == '?') return behind_bracket(at + 1);
    return at + 1;
  }

  [[nodiscard]] std::size_t behind_bracket(std::size_t at) const {
    const std::size_t found = page_.find('>', at);
    return found == kNone ? kNone : found + 1;
  }

  std::size_t behind_declaration(std::size_t at) {
    const std::string_view rest = page_.substr(at);
    if (rest.starts_with("<!--")) return behind_comment(at + 4);
    if (svg_.is_open() && rest.starts_with("<![CDATA[")) return kNone;
    return behind_bracket(at + 2);  // a doctype or what is taken for a comment
  }

  std::size_t behind_comment(std::size_t begin) {
    constexpr std::string_view kEnd = "-->";
    const std::size_t behind = comment_end(page_, begin);
    if (behind == kNone || behind <= begin + kEnd.size()) return behind;
    const std::size_t end = behind - kEnd.size();
    if (page_.substr(end, kEnd.size()) == kEnd) leave_out(begin, end);
    return behind;
  }

  std::size_t behind_end_tag(std::size_t at) {
    // Gumbo reads "</>" as the beginning of the text behind it, and then misreads the name of an
    // svg.
    if (at + 2 >= page_.size() || page_[at + 2] == '>') return kNone;
    if (!ascii::is_letter(page_[at + 2])) return behind_bracket(at + 2);
    const Tag tag = TagReader(page_, at + 2).read();
    if (tag.end == kNone || (svg_.is_open() && !svg_.end(tag))) return kNone;
    if (ascii::equals_folded(tag.name, "select")) is_in_select_ = false;
    return tag.end;
  }

  std::size_t behind_start_tag(std::size_t at) {
    attributes_.clear();
    const Tag tag = TagReader(page_, at + 1, read_.empty() ? nullptr : &attributes_).read();
    if (tag.end == kNone) return kNone;
    if (svg_.is_open()) return behind_tag_in_svg(tag);
    const GumboTag number =
        gumbo_tagn_enum(tag.name.data(), static_cast<unsigned>(tag.name.size()));
    const Effect effect = kEffects[number];
    if (effect != Effect::Doubt && !is_told_apart_by_attributes(number)) leave_out_unread();
    return behind_content(tag, effect);
  }

  std::size_t behind_tag_in_svg(const Tag& tag) {
    if (!svg_.start(tag)) return kNone;
    leave_out_unread();
    return tag.end;
  }

  void leave_out_unread() {
    constexpr std::size_t kMostAttributes = 32;  // comparing each with each stays cheap
    if (attributes_.size() > kMostAttributes || has_odd_attribute()) return;
    for (const Attribute& one : attributes_) {
      const std::string_view name = name_of(one);
      if (is_blank(page_[one.begin - 1]) && is_plain_name(name) && !is_read(name))
        leave_out(one.begin, one.end);
    }
  }

  // An '=' that begins a name would give a value to the name before, and gumbo may lose the
  // attribute that follows one with the name of another.
  [[nodiscard]] bool has_odd_attribute() const {
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      const std::string_view name = name_of(attributes_[i]);
      if (name.starts_with('=')) return true;
      for (std::size_t before = 0; before < i; ++before) {
        if (ascii::equals_folded(name_of(attributes_[before]), name)) return true;
      }
    }
    return false;
  }

  [[nodiscard]] std::string_view name_of(const Attribute& attribute) const {
    return page_.substr(attribute.begin, attribute.name_end - attribute.begin);
  }

  // In svg, gumbo makes "href" of "xlink:href".
  [[nodiscard]] bool is_read(std::string_view name) const {
    std::array<char, 32> lower{};  // longer names are rare, and stay
    if (name.size() > lower.size()) return true;
    std::ranges::transform(name, lower.begin(), ascii::lower);
    const std::string_view whole(lower.data(), name.size());
    const std::size_t colon = whole.find(':');
    return is_listed(whole) || (colon != kNone && is_listed(whole.substr(colon + 1)));
  }

  [[nodiscard]] bool is_listed(std::string_view name) const {
    return std::ranges::binary_search(read_, name) ||
           std::ranges::binary_search(kOwnAttributes, name);
  }

  std::size_t behind_content(const Tag& tag, Effect effect) {
    const bool is_known_in_select =
        effect == Effect::None || effect == Effect::Script || effect == Effect::Select;
    if (is_in_select_ && !is_known_in_select) return kNone;
    switch (effect) {
      case Effect::Script:
        return cut(tag.end, ScriptReader(page_, tag.end).find_end());
      case Effect::Style:
        return cut(tag.end, find_end_tag(page_, tag.end, tag.name));
      case Effect::Text:
        return find_end_tag(page_, tag.end, tag.name);
      case Effect::Svg:
        return svg_.start(tag) ? tag.end : kNone;
      case Effect::Select:
        is_in_select_ = true;
        return tag.end;
      case Effect::Template:
        has_template_ = true;
        return tag.end;
      case Effect::Column:
        return has_template_ ? kNone : tag.end;
      case Effect::Doubt:
        return kNone;
      case Effect::None:
        return tag.end;
    }
    return kNone;
  }

  // Cuts up to the end tag at `end`, and goes behind it. Where the page ends before the end tag
  // does, all that is left of it is text, and it stays.
  std::size_t cut(std::size_t begin, std::size_t end) {
    const std::size_t behind = end == kNone ? kNone : TagReader(page_, end + 2).read().end;
    if (behind == kNone || end == begin) return behind;
    leave_out(begin, end);
    result_.cuts.push_back({.at = result_.text.size(), .text = page_.substr(begin, end - begin)});
    return behind;
  }

  std::string_view page_;
  AttributeNames read_;
  std::vector<Attribute> attributes_;  // of the start tag that is read
  bool may_have_stand_ins_;
  std::size_t copied_ = 0;  // of the page, into the result or left out
  Svg svg_;
  bool is_in_select_ = false;
  bool has_template_ = false;
  ShorterPage result_;
};

}  // namespace

ShorterPage shortened(std::string_view page, AttributeNames read) {
  return Cutter(page, read).run();
}

}  // namespace newshole::html
