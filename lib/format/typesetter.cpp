#include "format/typesetter.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/join.h"
#include "base/limits.h"
#include "format/footnotes.h"
#include "format/table.h"
#include "text/clean.h"
#include "text/dates/dates.h"
#include "text/width.h"

namespace newshole::format {
namespace {

using extract::Article;
using extract::Block;
using extract::BlockKind;

constexpr std::string_view kLinksHeading = "Links:";
/// Columns that are left for the text of lists and quotes, however deep they are nested.
constexpr int kLeastRoom = 10;
constexpr std::string_view kCutMark = "\\";

/// The page while it grows: groups of lines with a blank line between them.
class Composer {
 public:
  /// Begins a group; its blank line comes with its first line.
  void begin_group() { wants_blank_ = !lines_.empty(); }

  void add(std::string text, std::string url = {}) {
    if (std::exchange(wants_blank_, false)) lines_.push_back({});
    text.erase(text.find_last_not_of(' ') + 1);
    if (text == ".") text = " .";
    lines_.push_back({std::move(text), std::move(url)});
  }

  void add_all(std::vector<std::string> texts) {
    for (std::string& text : texts) add(std::move(text));
  }

  [[nodiscard]] Document take() && { return std::move(lines_); }

 private:
  Document lines_;
  bool wants_blank_ = false;
};

std::string repeated(std::string_view piece, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += piece;
  return out;
}

/// A preformatted line, kept as it is, or cut with a mark where it is too wide.
void set_preformatted_line(std::string_view line, int width, std::vector<std::string>& lines) {
  while (line.size() > text::kMaxLineBytes || text::width(line) > width) {
    const std::size_t head = text::prefix_within(line, width - 1, text::kMaxLineBytes - 1).size();
    if (head == line.size()) break;
    lines.push_back(std::string(line.substr(0, head)).append(kCutMark));
    line.remove_prefix(head);
  }
  lines.emplace_back(line);
}

std::vector<std::string> set_preformatted(std::string_view text, int width) {
  std::vector<std::string> lines;
  const std::string plain = text::as_printed(text);
  for (const std::string_view line : split(plain, '\n')) set_preformatted_line(line, width, lines);
  return lines;
}

/// How long a line of a menu may be.
struct Room {
  int cells;
  std::size_t bytes;
};

Room room_of(const View& view, int width) {
  const bool counts_bytes = view.measure == Measure::CellsAndBytes &&
                            view.charset == text::Charset::Utf8 && view.width > 0;
  return {width, counts_bytes ? static_cast<std::size_t>(width) : text::kMaxLineBytes};
}

/// Menus have no room beyond their width, not even for what should not be broken: the line goes on
/// in further ones, each behind `indent`.
std::vector<std::string> cut_to_fit(std::string line, Room room, std::string_view indent) {
  std::vector<std::string> lines;
  if (line.size() <= room.bytes && text::width(line) <= room.cells) {
    lines.push_back(std::move(line));
    return lines;
  }
  std::string_view rest = line;
  std::string_view before = rest.substr(0, rest.find_first_not_of(' '));
  rest.remove_prefix(before.size());
  while (!rest.empty()) {
    // One character at least.
    const std::string_view head = text::prefix_within(
        rest, room.cells - text::width(before), room.bytes - std::min(room.bytes, before.size()));
    const std::string_view visible = head.substr(0, head.find_last_not_of(' ') + 1);
    if (!visible.empty()) lines.push_back(std::string(before).append(visible));
    rest.remove_prefix(head.size());
    before = indent;
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

Document cut_to_fit(Document document, Room room) {
  Document out;
  for (Line& line : document) {
    std::vector<std::string> parts = cut_to_fit(std::move(line.text), room, "");
    out.push_back({std::move(parts.front()), std::move(line.url)});
    for (std::size_t i = 1; i < parts.size(); ++i) out.push_back({std::move(parts[i]), ""});
  }
  return out;
}

/// The line with "..." at its end, cut behind a word where there is no room for that.
std::string ended(std::string_view line, int width) {
  constexpr std::string_view kMore = " ...";
  const auto room = width - static_cast<int>(kMore.size());
  if (text::width(line) > room) {
    line = text::prefix_within(line, room, line.size());
    const std::size_t blank = line.rfind(' ');
    const bool has_word = blank != std::string_view::npos && line.find_first_not_of(' ') < blank;
    if (has_word) line = line.substr(0, blank);
  }
  return std::string(line).append(kMore);
}

/// Sets the blocks of an article.
class BlockSetter {
 public:
  BlockSetter(const View& view, text::LineBreaker& breaker) : view_(view), breaker_(breaker) {}

  /// `text` is the block's own, in the view's charset.
  std::vector<std::string> set(const Block& block, const std::string& text) {
    switch (block.kind) {
      case BlockKind::Heading:
        return heading(text);
      case BlockKind::ListItem:
        return list_item(block, text);
      case BlockKind::Quote:
        return quote(block, text);
      case BlockKind::Preformatted:
        return set_preformatted(text, view_.width);
      case BlockKind::Table:
        return set_table(text, block.level == 0 ? TableHead::None : TableHead::FirstRow,
                         view_.width, breaker_);
      case BlockKind::Paragraph:
      case BlockKind::Caption:
      case BlockKind::Note:
        break;
    }
    return paragraph(block, text);
  }

 private:
  std::vector<std::string> wrap(std::string_view text, std::string_view first_indent,
                                std::string_view next_indent) {
    return breaker_.wrap(text, {.width = view_.width,
                                .first_indent = first_indent,
                                .next_indent = next_indent,
                                .max_bytes = room_of(view_, view_.width).bytes});
  }

  std::vector<std::string> heading(const std::string& text) {
    std::vector<std::string> lines = wrap(text, "", "");
    int widest = 0;
    for (const std::string& line : lines) widest = std::max(widest, text::width(line));
    lines.push_back(repeated("-", std::min(widest, view_.width)));
    return lines;
  }

  [[nodiscard]] std::string list_indent(const Block& block) const {
    const int deepest = std::max(1, (view_.width - kLeastRoom) / 4);
    return repeated("  ", std::min(block.level.value_or(0), deepest));
  }

  std::vector<std::string> list_item(const Block& block, const std::string& text) {
    const std::string marker = block.ordinal ? std::to_string(*block.ordinal) + ". " : "* ";
    const std::string first = list_indent(block) + marker;
    return wrap(text, first, std::string(first.size(), ' '));
  }

  /// A paragraph that belongs to a list item stands below the item's text.
  std::vector<std::string> paragraph(const Block& block, const std::string& text) {
    const std::string indent = list_indent(block) + (block.level ? "  " : "");
    return wrap(text, indent, indent);
  }

  std::vector<std::string> quote(const Block& block, const std::string& text) {
    const int deepest = std::max(1, (view_.width - kLeastRoom) / 2);
    const std::string indent = repeated("> ", std::min(block.level.value_or(1), deepest));
    return wrap(text, indent, indent);
  }

  const View& view_;
  text::LineBreaker& breaker_;
};

bool is_in_list(const Block& block) {
  return block.kind == BlockKind::ListItem || (block.kind == BlockKind::Paragraph && block.level);
}

/// The time as printed on the page that a profile knows; else from its metadata.
std::vector<std::string> time_lines(const Article& article) {
  const std::optional<text::DateOrTime>& published = article.published;
  const std::optional<text::DateOrTime>& updated = article.updated;
  std::vector<std::string> lines;
  if (article.reading == extract::Reading::Generic) {
    if (published) lines.push_back(text::to_line(*published));
    if (updated && updated != published) lines.push_back("Updated: " + text::to_line(*updated));
  } else if (article.timestamp) {
    lines.push_back(*article.timestamp);
  } else if (updated) {
    lines.push_back("Updated: " + text::to_readable(updated->time));
  } else if (published) {
    lines.push_back("Published: " + text::to_readable(published->time));
  }
  return lines;
}

/// "By" and the names; with a profile, and where nobody is named, as printed.
std::optional<std::string> byline_of(const Article& article) {
  const std::vector<std::string>& names = article.authors;
  if (article.reading == extract::Reading::ByProfile || names.empty()) return article.byline;
  std::string line = "By " + names.front();
  for (std::size_t i = 1; i < names.size(); ++i)
    line.append(i + 1 == names.size() ? " and " : ", ").append(names[i]);
  return line;
}

void set_masthead(const Masthead& masthead, Composer& page, const View& view,
                  text::LineBreaker& breaker, text::Transliterator& letters) {
  const auto fits = [&](const std::string& line) { return text::width(line) <= view.width; };
  if (std::ranges::all_of(masthead.banner, fits)) page.add_all(masthead.banner);
  if (!masthead.tagline.empty())
    page.add_all(breaker.wrap(letters(masthead.tagline),
                              {.width = view.width, .max_bytes = room_of(view, view.width).bytes}));
  page.begin_group();
}

void set_marks(const Marks& marks, Composer& page, int width, text::LineBreaker& breaker) {
  const auto add = [&](const std::string& words, UtcTime time) {
    const std::string when = text::to_line({.time = time, .offset = std::chrono::minutes(0)});
    page.add_all(breaker.wrap(words + when, {.width = width}));
  };
  if (!marks.length.empty()) page.add_all(breaker.wrap(marks.length, {.width = width}));
  if (marks.taken_down) add("Taken down by the site; found gone on ", *marks.taken_down);
  if (marks.changed) add("Changed on ", *marks.changed);
  if (marks.correction.empty()) return;
  constexpr std::string_view kLabel = "What changed:";
  const bool has_room = text::width(kLabel) + 1 + text::width(marks.correction) <= width;
  page.add(std::string(kLabel) + (has_room ? " " + marks.correction : ""));
  if (!has_room) page.add(marks.correction);
}

/// Sets the lines above the body.
void set_head(const Article& article, const Masthead& masthead, const Marks& marks, Composer& page,
              const View& view, text::LineBreaker& breaker, text::Transliterator& letters) {
  const text::WrapOptions options{.width = view.width,
                                  .max_bytes = room_of(view, view.width).bytes};
  const auto add = [&](std::string_view text) {
    page.add_all(breaker.wrap(letters(text), options));
  };
  set_masthead(masthead, page, view, breaker, letters);
  page.add(std::string(kArticleHeading));
  page.begin_group();
  add(article.headline);
  page.begin_group();
  if (const auto line = byline_of(article)) add(*line);
  for (const std::string& line : time_lines(article)) add(line);
  if (const auto& source = article.source ? article.source : article.publisher)
    add("Source: " + *source);
  set_marks(marks, page, view.width, breaker);
}

/// The body; `text_of` gives a block's text in the view's charset and is asked block by block.
template <typename TextOf>
void set_blocks(const Article& article, Composer& page, BlockSetter setter, TextOf text_of) {
  const Block* before = nullptr;
  for (const Block& block : article.blocks) {
    const std::string text = text_of(block);
    // Items of one list stand together.
    if (before == nullptr || !is_in_list(*before) || !is_in_list(block)) page.begin_group();
    page.add_all(setter.set(block, text));
    before = &block;
  }
}

/// "LABEL URL" where that fits; else the address alone on its line, never broken to fit.
void add_address(Composer& page, text::LineBreaker& breaker, int width, const std::string& label,
                 const std::string& url) {
  if (text::width(label) + 1 + text::width(url) <= width) return page.add(label + " " + url);
  page.add(label);
  page.add_all(breaker.wrap(url, {.width = width}));
}

void set_notes(const Footnotes& notes, Composer& page, int width, text::LineBreaker& breaker) {
  if (notes.urls().empty()) return;
  page.begin_group();
  page.add(std::string(kLinksHeading));
  page.begin_group();
  for (std::size_t i = 0; i < notes.urls().size(); ++i) {
    add_address(page, breaker, width, "[" + std::to_string(notes.first() + i) + "]",
                notes.urls()[i]);
  }
  if (notes.left_out() > 0) page.add(std::to_string(notes.left_out()) + " more links");
}

/// Some pages state only who holds it, which needs a label.
void set_copyright(const Article& article, Composer& page, const View& view,
                   text::LineBreaker& breaker, text::Transliterator& letters) {
  constexpr auto kMarks = std::to_array<std::string_view>({"\u00a9", "(c)", "copyright"});
  if (!article.copyright) return;
  const std::string_view stated = *article.copyright;
  const bool is_marked = std::ranges::any_of(kMarks, [stated](std::string_view mark) {
    return ascii::equals_folded(stated.substr(0, mark.size()), mark);
  });
  page.add_all(breaker.wrap(letters((is_marked ? "" : "Copyright: ") + *article.copyright),
                            {.width = view.width, .max_bytes = room_of(view, view.width).bytes}));
}

/// The first line of the title leads to `url`. A link line has a "URL:" selector, which must not
/// hold every scheme (gopher/CONVENTIONS.md 3.3).
void add_menu_link(Composer& page, std::vector<std::string> title, const std::string& url) {
  if (url.starts_with("gopher:") || url.starts_with("telnet:")) {
    page.add_all(std::move(title));
    return page.add(url);
  }
  page.add(std::move(title.front()), url);
  title.erase(title.begin());
  page.add_all(std::move(title));
}

}  // namespace

std::string story_facts(const extract::Story& story) {
  std::vector<std::string> facts;
  if (story.section) facts.push_back(*story.section);
  if (story.published) {
    facts.push_back(text::to_line(*story.published));
  } else if (story.date) {
    facts.push_back(text::to_line({.time = std::chrono::sys_days(*story.date), .offset = {}}));
  }
  return newshole::joined(facts, ", ");
}

Typesetter::Typesetter(const View& view, text::LineBreaker breaker)
    : view_(view), breaker_(std::move(breaker)) {}

Result<Typesetter> Typesetter::create(const View& view) {
  Result<text::LineBreaker> breaker = text::LineBreaker::create();
  if (!breaker) return tl::unexpected(breaker.error());
  return Typesetter(view, *std::move(breaker));
}

Document Typesetter::article(const Article& article, const Masthead& masthead, const Marks& marks) {
  Composer page;
  Footnotes notes(last_number_in(article.blocks));
  text::Transliterator letters(view_.charset);
  set_head(article, masthead, marks, page, view_, breaker_, letters);
  const bool is_numbered = view_.links == LinkStyle::Footnotes;
  set_blocks(article, page, BlockSetter(view_, breaker_), [&](const Block& block) {
    return is_numbered ? notes.marked(block, letters) : letters(block.text);
  });
  set_notes(notes, page, view_.width, breaker_);
  page.begin_group();
  if (article.full_url)
    add_address(page, breaker_, view_.width, "Full article:", *article.full_url);
  set_copyright(article, page, view_, breaker_, letters);
  unknown_characters_ = letters.unknown();
  return std::move(page).take();
}

Document Typesetter::stories(std::span<const extract::Story> stories, const Masthead& masthead) {
  Composer page;
  text::Transliterator letters(view_.charset);
  set_masthead(masthead, page, view_, breaker_, letters);
  const std::size_t digits = std::to_string(stories.size()).size();
  const std::string indent(digits + 2, ' ');
  const auto add = [&](const std::string& text, const std::string& before) {
    page.add_all(breaker_.wrap(letters(text), {.width = view_.width,
                                               .first_indent = before,
                                               .next_indent = indent,
                                               .max_bytes = room_of(view_, view_.width).bytes}));
  };
  for (std::size_t i = 0; i < stories.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    add(stories[i].headline, std::string(digits - number.size(), ' ') + number + ". ");
    if (const std::string facts = story_facts(stories[i]); !facts.empty()) add(facts, indent);
  }
  unknown_characters_ = letters.unknown();
  if (view_.links == LinkStyle::None) return std::move(page).take();
  page.begin_group();
  page.add(std::string(kLinksHeading));
  page.begin_group();
  for (std::size_t i = 0; i < stories.size(); ++i)
    add_address(page, breaker_, view_.width, "[" + std::to_string(i + 1) + "]",
                stories[i].url.text);
  return std::move(page).take();
}

Document Typesetter::article_menu(const Article& article, const Masthead& masthead,
                                  const Marks& marks) {
  Composer page;
  text::Transliterator letters(view_.charset);
  set_head(article, masthead, marks, page, view_, breaker_, letters);
  const Block* last = nullptr;
  std::size_t links = 0;
  const auto add_links = [&] {
    if (last == nullptr || view_.links == LinkStyle::None) return;
    for (const extract::Link& link : last->links) {
      if (++links <= Footnotes::kMost)
        add_menu_link(page, title(link.text, kWebLinkWidth), link.url);
    }
  };
  set_blocks(article, page, BlockSetter(view_, breaker_), [&](const Block& block) {
    add_links();
    last = &block;
    return letters(block.text);
  });
  add_links();
  if (links > Footnotes::kMost) page.add(std::to_string(links - Footnotes::kMost) + " more links");
  page.begin_group();
  if (article.full_url) page.add("Full article", *article.full_url);
  set_copyright(article, page, view_, breaker_, letters);
  unknown_characters_ = letters.unknown();
  return cut_to_fit(std::move(page).take(), room_of(view_, view_.width));
}

Document Typesetter::page(const Masthead& masthead, std::span<const PagePart> parts) {
  Composer page;
  text::Transliterator letters(view_.charset);
  set_masthead(masthead, page, view_, breaker_, letters);
  for (const PagePart& part : parts) {
    if (part.gap == PagePart::Gap::BlankLine) page.begin_group();
    page.add_all(part_lines(part, letters(text::clean_line(part.text))));
  }
  return std::move(page).take();
}

std::vector<std::string> Typesetter::part_lines(const PagePart& part, std::string_view text) {
  std::vector<std::string> lines = menu_lines(
      text, {.width = view_.width, .first_indent = part.indent, .next_indent = part.indent});
  const bool is_cut = part.most_lines > 0 && lines.size() > part.most_lines;
  if (is_cut) lines.resize(part.most_lines);
  if (is_cut) lines.back() = ended(lines.back(), view_.width);
  if (part.address.empty()) return lines;
  const int room = view_.width - text::width(part.address) - 1;
  if (!lines.empty() && text::width(lines.back()) <= room) {
    lines.back().append(" ").append(part.address);
    return lines;
  }
  for (std::string& line :
       cut_to_fit(part.indent + part.address, room_of(view_, view_.width), part.indent))
    lines.push_back(std::move(line));
  return lines;
}

std::vector<std::string> Typesetter::menu_lines(std::string_view text, text::WrapOptions form) {
  const Room room = room_of(view_, form.width);
  form.max_bytes = room.bytes;
  std::vector<std::string> lines;
  for (std::string& line : breaker_.wrap(text, form)) {
    for (std::string& part : cut_to_fit(std::move(line), room, form.next_indent))
      lines.push_back(std::move(part));
  }
  return lines;
}

std::vector<std::string> Typesetter::title(std::string_view headline, int most) {
  std::string text = text::transliterate(headline, view_.charset).text;
  std::ranges::replace(text, '\n', ' ');
  std::vector<std::string> lines =
      menu_lines(text::shortened(text, limits::kTitleCells),
                 {.width = std::min(most, view_.width), .next_indent = "  "});
  if (lines.empty()) lines.emplace_back("(no title)");
  return lines;
}

std::string Typesetter::short_title(std::string_view headline, int most) {
  std::vector<std::string> whole = title(headline, most);
  if (whole.size() == 1) return std::move(whole.front());
  std::string text = text::transliterate(headline, view_.charset).text;
  std::ranges::replace(text, '\n', ' ');
  const Room room = room_of(view_, std::min(most, view_.width));
  int cells = room.cells;
  std::string line = text::shortened(text, cells);
  while (line.size() > room.bytes && cells > 1) line = text::shortened(text, --cells);
  return line;
}

std::vector<std::string> Typesetter::lines(std::string_view text, int indent) {
  std::vector<std::string> lines =
      menu_lines(text::transliterate(text, view_.charset).text, {.width = view_.width - indent});
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::vector<std::string> Typesetter::kept_line(std::string_view text) {
  const std::string line = text::transliterate(text, view_.charset).text;
  const Room room = room_of(view_, view_.width);
  if (line.size() <= room.bytes && text::width(line) <= room.cells) return {line};
  const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
  const int indent = std::min(static_cast<int>(blanks), std::max(view_.width - kLeastRoom, 0));
  const std::string before = repeated(" ", indent);
  std::vector<std::string> lines =
      menu_lines(std::string_view(line).substr(blanks),
                 {.width = view_.width, .first_indent = before, .next_indent = before});
  if (lines.empty()) lines.emplace_back();
  return lines;
}

}  // namespace newshole::format
