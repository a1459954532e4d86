#include "extract/body/blocks.h"

#include <algorithm>

#include "base/ascii.h"
#include "extract/body/element_role.h"
#include "extract/body/linked_text.h"
#include "extract/body/node_text.h"
#include "text/clean.h"

namespace newshole::extract {
namespace {

bool begins_with_any(std::string_view text, std::span<const std::string> starts) {
  return std::ranges::any_of(starts, [text](const std::string& s) { return text.starts_with(s); });
}

bool matches_any(html::Node element, const site::Selectors& selectors) {
  return std::ranges::any_of(selectors, [element](const auto& s) { return s.matches(element); });
}

/// Applies the selectors of `remove`. A page has few kinds of elements, so the result for a kind is
/// cached: most elements take one comparison. Must not outlive the selectors or the page.
class Removal {
 public:
  explicit Removal(const site::Selectors& selectors) {
    for (const html::Selector& selector : selectors) {
      (selector.looks_at_names_only() ? by_name_ : others_).push_back(&selector);
    }
  }

  [[nodiscard]] bool applies_to(html::Node element) {
    return applies_to_kind(element) || any_matches(others_, element);
  }

 private:
  /// Elements with the same names, for selectors that look at nothing else.
  struct Kind {
    std::string_view tag;
    std::string_view classes;
    std::string_view id;
    bool is_removed = false;
  };
  using Pointers = std::vector<const html::Selector*>;

  static bool any_matches(const Pointers& selectors, html::Node element) {
    return std::ranges::any_of(selectors, [&](const auto* s) { return s->matches(element); });
  }

  bool applies_to_kind(html::Node element) {
    // The results for further kinds are not cached: no ordinary page has more.
    constexpr std::size_t kMostKinds = 16;
    Kind kind{.tag = element.tag(),
              .classes = element.attribute("class").value_or(""),
              .id = element.attribute("id").value_or("")};
    for (const Kind& known : kinds_) {
      if (known.tag == kind.tag && known.classes == kind.classes && known.id == kind.id)
        return known.is_removed;
    }
    kind.is_removed = any_matches(by_name_, element);
    if (kinds_.size() < kMostKinds) kinds_.push_back(kind);
    return kind.is_removed;
  }

  Pointers by_name_;
  Pointers others_;
  std::vector<Kind> kinds_;
};

/// The meaning of an open element for the text below it.
struct Context {
  html::Node element;
  BlockKind kind = BlockKind::Paragraph;
  std::optional<int> level;
  std::optional<int> ordinal;
  bool is_item = false;  ///< the li element itself, not what is below it
  std::string marker;    ///< of an item in a quotation: stands before its text
};

struct OpenList {
  html::Node element;
  std::optional<int> next;  ///< nothing: not ordered
  int step = 1;             ///< -1: the numbers count down
};

/// The first number of an ordered list. One that counts down ends with 1 unless it says otherwise.
OpenList ordered_list(html::Node element) {
  const bool counts_down = element.attribute("reversed").has_value();
  int items = 0;
  if (counts_down) {
    for (html::Node item = element.first_child(); item && items < kMaxNumber;
         item = item.next_sibling())
      items += item.tag() == "li" ? 1 : 0;
  }
  return {.element = element,
          .next = number_in(element, "start").value_or(counts_down ? items : 1),
          .step = counts_down ? -1 : 1};
}

/// The link ends its paragraph or a sentence of it: a call to follow it, not a mention.
bool ends_sentence(const Block& block, const Link& link) {
  const std::string_view rest =
      std::string_view(block.text).substr(std::min(link.end, block.text.size()));
  return rest.empty() || std::string_view(".!?:\n").find(rest.front()) != std::string_view::npos ||
         std::string_view(".!?:").find(link.text.back()) != std::string_view::npos;
}

/// Walks the body and cuts it into blocks. A block ends wherever a block element begins or ends.
class BodyReader {
 public:
  BodyReader(LinkResolver& resolver, const site::ArticleRules& rules, LeaveOut leave_out)
      : resolver_(resolver),
        rules_(rules),
        leave_out_(std::move(leave_out)),
        text_(resolver, text::Shape::Paragraph) {}

  Body read(html::Node root) {
    contexts_.push_back({.element = root});
    open_context(root, role_of(root.tag()));
    for (html::Walker walker(root); walker; walker.next()) {
      const html::Node node = walker.node();
      if (node.is_text()) {
        append(node.text());
      } else if (node != root) {
        walker.is_entering() ? enter(node, walker) : leave(node);
      }
    }
    flush();
    return std::move(body_);
  }

 private:
  void enter(html::Node element, html::Walker& walker) {
    const Role role = role_of(element.tag());
    if (is_left_out(element)) return walker.skip();
    switch (role) {
      case Role::Inline:
        return;
      case Role::Marked:
        return open_marked(element);
      case Role::Formula:
        append(formula_text(element));
        return walker.skip();
      case Role::Break:
        return append_break();
      case Role::Link:
        return text_.open_link(element);
      case Role::Preformatted:
        read_preformatted(element);
        return walker.skip();
      case Role::Table:
        if (is_data_table(element)) {
          read_data_table(element);
          return walker.skip();
        }
        break;
      default:
        break;
    }
    flush();
    open_context(element, role);
  }

  void leave(html::Node element) {
    const Role role = role_of(element.tag());
    if (role == Role::Link) return text_.close_link();
    if (role == Role::Marked) return text_.close_marked(element);
    if (contexts_.back().element != element) return;
    flush();
    contexts_.pop_back();
    if (!lists_.empty() && lists_.back().element == element) lists_.pop_back();
  }

  void append(std::string_view text) {
    const std::size_t before = text_.size();
    text_.append(text);
    if (text_.size() != before) after_break_ = false;
  }

  void open_marked(html::Node element) {
    const std::size_t before = text_.size();
    text_.open_marked(element);
    if (text_.size() != before) after_break_ = false;
  }

  /// Old pages write paragraphs as two breaks in a row.
  void append_break() {
    if (after_break_) return flush();
    text_.append_break();
    after_break_ = true;
  }

  void open_context(html::Node element, Role role) {
    Context context = contexts_.back();
    context.element = element;
    context.is_item = false;
    switch (role) {
      case Role::Heading:
        context = {
            .element = element, .kind = BlockKind::Heading, .level = element.tag().back() - '0'};
        break;
      case Role::List:
        lists_.push_back({.element = element});
        break;
      case Role::OrderedList:
        lists_.push_back(ordered_list(element));
        break;
      case Role::ListItem:
        open_list_item(element, context);
        break;
      case Role::Quote:
        context.level = context.kind == BlockKind::Quote ? context.level.value_or(0) + 1 : 1;
        context.kind = BlockKind::Quote;
        context.ordinal.reset();
        break;
      case Role::Caption:
        context = {.element = element, .kind = BlockKind::Caption};
        break;
      default:
        break;
    }
    if (matches_any(element, rules_.captions)) {
      context = {.element = element, .kind = BlockKind::Caption};
    }
    if (matches_any(element, rules_.notes)) context = {.element = element, .kind = BlockKind::Note};
    contexts_.push_back(context);
  }

  void open_list_item(html::Node element, Context& context) {
    if (lists_.empty()) lists_.push_back({.element = element});
    OpenList& list = lists_.back();
    const bool is_quoted = context.kind == BlockKind::Quote;
    if (is_quoted) return open_quoted_item(element, list, context);
    context.kind = BlockKind::ListItem;
    context.is_item = true;
    context.level = static_cast<int>(lists_.size());
    context.ordinal = take_ordinal(element, list);
  }

  /// It stays a quotation, to be told from the paper's own lists.
  static void open_quoted_item(html::Node element, OpenList& list, Context& context) {
    const std::optional<int> ordinal = take_ordinal(element, list);
    context.marker = ordinal ? std::to_string(*ordinal) + ". " : "* ";
  }

  static std::optional<int> take_ordinal(html::Node element, OpenList& list) {
    if (!list.next) return std::nullopt;
    const int ordinal = number_in(element, "value").value_or(*list.next);
    list.next = std::min(ordinal + list.step, kMaxNumber);
    return ordinal;
  }

  /// Line ends and blanks count here, so links keep no place in the text: they stand at its end.
  void read_preformatted(html::Node element) {
    flush();
    std::string raw;
    LinkedText links(resolver_, text::Shape::Line);
    for (html::Walker walker(element); walker; walker.next()) {
      const html::Node node = walker.node();
      if (node.is_text()) {
        raw += node.text();
        links.append(node.text());
      } else if (node != element && walker.is_entering() && is_left_out(node)) {
        walker.skip();
      } else if (walker.is_entering() && node.tag() == "br") {
        raw += '\n';
      } else if (node.tag() == "a") {
        walker.is_entering() ? links.open_link(node) : links.close_link();
      }
    }
    Block block{.kind = BlockKind::Preformatted,
                .text = text::clean_preformatted(raw),
                .links = links.take().links};
    for (Link& link : block.links) link.end = block.text.size();
    add(std::move(block));
  }

  void read_data_table(html::Node table) {
    flush();
    for (html::Node child = table.first_child(); child; child = child.next_sibling()) {
      if (child.tag() == "caption") add({.kind = BlockKind::Caption, .text = text_of(child)});
    }
    add(read_table(table, resolver_, [this](html::Node node) { return is_left_out(node); }));
  }

  void flush() {
    LinkedText::Result gathered = text_.take();
    after_break_ = false;
    const Context context = contexts_.back();
    if (gathered.text.empty()) return;
    if (!context.marker.empty()) put_marker(gathered);
    add({.kind = context.kind,
         .text = std::move(gathered.text),
         .level = context.level,
         .ordinal = context.ordinal,
         .links = std::move(gathered.links)});
    if (context.kind == BlockKind::ListItem) end_item_text();
  }

  void put_marker(LinkedText::Result& item) {
    const std::string marker = contexts_.back().marker;
    item.text.insert(0, marker);
    for (Link& link : item.links) link.end += marker.size();
    for (auto context = contexts_.rbegin(); context != contexts_.rend(); ++context) {
      if (context->marker.empty()) return;
      context->marker.clear();
    }
  }

  /// An item has one bullet: what else it holds are paragraphs that keep its depth.
  void end_item_text() {
    for (auto context = contexts_.rbegin(); context->kind == BlockKind::ListItem; ++context) {
      const bool is_item = context->is_item;
      *context = {.element = context->element, .level = context->level};
      if (is_item) return;
    }
  }

  void add(Block block) {
    take_full_url(block);
    if (block.text.empty() || is_removed(block)) return;
    if (block.kind == BlockKind::Paragraph && begins_with_any(block.text, rules_.note_starts)) {
      block.kind = BlockKind::Note;
    }
    body_.blocks.push_back(std::move(block));
    body_.elements.push_back(contexts_.back().element);
  }

  [[nodiscard]] bool is_left_out(html::Node element) {
    return role_of(element.tag()) == Role::Skip || element.attribute("hidden") ||
           leave_out_(element) || is_struck_out(element);
  }

  /// A link to the full page ends a block or is one: it is removed, and its address is kept.
  void take_full_url(Block& block) {
    if (leads_to_full_page(block.text) && block.links.empty()) block.text.clear();
    if (block.links.empty() || !leads_to_full_page(block.links.back().text)) return;
    const Link& link = block.links.back();
    if (std::string_view(block.text).substr(link.end).find_first_not_of(" .") !=
        std::string_view::npos)
      return;
    body_.full_url = link.url;
    block.text.erase(link.end - std::min(link.text.size(), link.end));
    block.text.erase(block.text.find_last_not_of(" \n") + 1);
    block.links.pop_back();
  }

  [[nodiscard]] bool leads_to_full_page(std::string_view text) const {
    // Nearly all blocks are longer than any such link.
    constexpr std::size_t kMostBytes = 80;
    if (text.size() > kMostBytes) return false;
    const std::string folded = ascii::lowered(text.substr(0, text.find_last_not_of(" .\n") + 1));
    return std::ranges::any_of(rules_.full_url_links, [&](const std::string& words) {
      return folded == ascii::lowered(words);
    });
  }

  [[nodiscard]] bool is_removed(const Block& block) const {
    return std::ranges::any_of(rules_.remove_paragraphs, [&block](const site::ParagraphRule& rule) {
      const auto has_it = [&](const Link& link) {
        return ascii::lowered(link.text).find(ascii::lowered(rule.link_contains)) !=
                   std::string::npos &&
               ends_sentence(block, link);
      };
      return block.text.starts_with(rule.starts_with) &&
             (rule.link_contains.empty() || std::ranges::any_of(block.links, has_it));
    });
  }

  LinkResolver& resolver_;
  const site::ArticleRules& rules_;
  LeaveOut leave_out_;
  Body body_;
  LinkedText text_;
  std::vector<Context> contexts_;
  std::vector<OpenList> lists_;
  bool after_break_ = false;  // a break, and nothing visible since
};

/// "/us" and "/us/crime" are sections; the path of a story holds a date, a number or a slug's
/// dashes.
bool is_section_path(std::string_view path) {
  const auto is_letter = [](char c) { return ascii::is_letter(c) || c == '/'; };
  return std::ranges::count(path, '/') <= 3 && std::ranges::all_of(path, is_letter);
}

/// Without the separators of a breadcrumb: blanks, slashes, arrows and other signs.
std::string letters_and_digits(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](char c) {
    return !ascii::is_alphanumeric(c) && static_cast<unsigned char>(c) < 0xc3;
  });
  return out;
}

/// A block that holds only links to whole sections: navigation, not the story.
bool is_breadcrumb(const Block& block) {
  if (block.links.empty() || block.kind != BlockKind::Paragraph) return false;
  std::string linked;
  for (const Link& link : block.links) {
    const Result<url::Url> target = url::parse_url(link.url);
    if (!target || !is_section_path(target->path)) return false;
    linked += link.text;
  }
  return letters_and_digits(linked) == letters_and_digits(block.text);
}

void drop_breadcrumbs(Body& body) {
  const auto first = std::ranges::find_if_not(body.blocks, is_breadcrumb);
  if (first == body.blocks.end()) return;
  body.elements.erase(body.elements.begin(), body.elements.begin() + (first - body.blocks.begin()));
  body.blocks.erase(body.blocks.begin(), first);
}

}  // namespace

Body read_body(html::Node root, LinkResolver& resolver, const site::ArticleRules& rules,
               std::span<const html::Node> fields) {
  Removal removal(rules.remove);
  const LeaveOut leave_out = [&](html::Node element) {
    return std::ranges::find(fields, element) != fields.end() || removal.applies_to(element);
  };
  Body body = BodyReader(resolver, rules, leave_out).read(root);
  drop_breadcrumbs(body);
  return body;
}

Body read_blocks(html::Node root, const url::Url& base, const LeaveOut& leave_out) {
  LinkResolver resolver(base);
  return BodyReader(resolver, site::ArticleRules(), leave_out).read(root);
}

}  // namespace newshole::extract
