#include "extract/generic/script_tree.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <unordered_map>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/json_shape.h"
#include "base/limits.h"

namespace newshole::extract {
namespace {

using nlohmann::json;

constexpr std::size_t kLeastParagraph = 60;  // bytes of a paragraph that counts
constexpr double kMostOfIt = 0.7;
constexpr int kMostStrings = 3;  // JSON in strings of JSON
constexpr int kMostFaults = 50;  // values that are none: each may be read again inside

enum class Kind { Other, Text, Paragraph, Heading, Quote, Item, List, Numbered, Link, Break, Skip };

struct NamedKind {
  std::string_view name;
  Kind kind;
};

/// The types of nodes in the editors and frameworks that sites use, letters and digits alone.
constexpr auto kKinds = std::to_array<NamedKind>({
    {"p", Kind::Paragraph},
    {"paragraph", Kind::Paragraph},
    {"coreparagraph", Kind::Paragraph},
    {"text", Kind::Text},
    {"textblock", Kind::Text},
    {"block", Kind::Paragraph},
    {"unstyled", Kind::Paragraph},
    {"normal", Kind::Paragraph},
    {"rawhtml", Kind::Text},
    {"h1", Kind::Heading},
    {"h2", Kind::Heading},
    {"h3", Kind::Heading},
    {"h4", Kind::Heading},
    {"heading", Kind::Heading},
    {"coreheading", Kind::Heading},
    {"heading1", Kind::Heading},
    {"heading2", Kind::Heading},
    {"heading3", Kind::Heading},
    {"heading4", Kind::Heading},
    {"header", Kind::Heading},
    {"headerone", Kind::Heading},
    {"headertwo", Kind::Heading},
    {"headerthree", Kind::Heading},
    {"subheading", Kind::Heading},
    {"subheadline", Kind::Heading},
    {"crosshead", Kind::Heading},
    {"blockquote", Kind::Quote},
    {"quote", Kind::Quote},
    {"corequote", Kind::Quote},
    {"li", Kind::Item},
    {"listitem", Kind::Item},
    {"corelistitem", Kind::Item},
    {"unorderedlistitem", Kind::Item},
    {"orderedlistitem", Kind::Item},
    {"ul", Kind::List},
    {"list", Kind::List},
    {"bulletlist", Kind::List},
    {"bulletedlist", Kind::List},
    {"unorderedlist", Kind::List},
    {"ol", Kind::Numbered},
    {"orderedlist", Kind::Numbered},
    {"numberedlist", Kind::Numbered},
    {"a", Kind::Link},
    {"link", Kind::Link},
    {"hyperlink", Kind::Link},
    {"br", Kind::Break},
    {"break", Kind::Break},
    {"hardbreak", Kind::Break},
    {"linebreak", Kind::Break},
    {"ad", Kind::Skip},
    {"advertisement", Kind::Skip},
    {"aside", Kind::Skip},
    {"button", Kind::Skip},
    {"caption", Kind::Skip},
    {"embed", Kind::Skip},
    {"figcaption", Kind::Skip},
    {"figure", Kind::Skip},
    {"footer", Kind::Skip},
    {"gallery", Kind::Skip},
    {"iframe", Kind::Skip},
    {"image", Kind::Skip},
    {"img", Kind::Skip},
    {"media", Kind::Skip},
    {"nav", Kind::Skip},
    {"newsletter", Kind::Skip},
    {"promo", Kind::Skip},
    {"related", Kind::Skip},
    {"script", Kind::Skip},
    {"style", Kind::Skip},
    {"svg", Kind::Skip},
    {"video", Kind::Skip},
});

Kind kind_of_name(std::string_view name) {
  constexpr std::size_t kLongest = 30;
  if (name.size() > kLongest) return Kind::Other;
  std::string plain = ascii::lowered(name);
  std::erase_if(plain, [](char c) { return !ascii::is_alphanumeric(c); });
  const auto* const found = std::ranges::find(kKinds, plain, &NamedKind::name);
  return found == kKinds.end() ? Kind::Other : found->kind;
}

/// The member of the first of `keys` that the object has.
template <std::size_t N>
const json* member(const json& object, const std::array<std::string_view, N>& keys) {
  for (const std::string_view key : keys) {
    const auto found = object.find(key);
    if (found != object.end() && !found->is_null()) return &*found;
  }
  return nullptr;
}

/// ["$", "p", null, {...}]
bool is_element(const json& value) {
  return value.is_array() && value.size() >= 4 && value[0] == "$" && value[1].is_string() &&
         value[3].is_object();
}

/// A block of Portable Text says in `style` and `listItem` what it is.
Kind kind_of_object(const json& object) {
  constexpr auto kTypes = std::to_array<std::string_view>(
      {"type", "nodeType", "_type", "tag", "tagName", "blockType", "kind", "name"});
  if (object.contains("listItem")) return Kind::Item;
  const json* style = member(object, std::to_array<std::string_view>({"style"}));
  if (style != nullptr && style->is_string() && object.contains("children")) {
    const Kind kind = kind_of_name(style->get_ref<const std::string&>());
    if (kind != Kind::Other) return kind;
  }
  const json* type = member(object, kTypes);
  if (type == nullptr || !type->is_string()) return Kind::Other;
  return kind_of_name(type->get_ref<const std::string&>());
}

Kind kind_of(const json& value) {
  if (is_element(value)) return kind_of_name(value[1].get_ref<const std::string&>());
  return value.is_object() ? kind_of_object(value) : Kind::Other;
}

/// What a node holds: a string of its own, else its children.
const json* content_of(const json& node) {
  constexpr auto kTexts =
      std::to_array<std::string_view>({"html", "markup", "text", "value", "literal"});
  constexpr auto kChildren =
      std::to_array<std::string_view>({"children", "content", "nodes", "spans", "leaves", "items",
                                       "blocks", "model", "data", "props", "attributes", "json"});
  if (is_element(node)) return member(node[3], std::to_array<std::string_view>({"children"}));
  const json* text = member(node, kTexts);
  if (text != nullptr && text->is_string() && !text->get_ref<const std::string&>().empty())
    return text;
  return member(node, kChildren);
}

bool is_block(Kind kind) {
  return kind == Kind::Paragraph || kind == Kind::Heading || kind == Kind::Quote ||
         kind == Kind::Item || kind == Kind::List || kind == Kind::Numbered;
}

/// The content of a node, or of the objects in it that only hold more: "model", "data".
const json* inner_content_of(const json& node) {
  constexpr int kMostSteps = 3;
  const json* content = content_of(node);
  for (int step = 0; step < kMostSteps && content != nullptr && content->is_object(); ++step)
    content = content_of(*content);
  return content;
}

/// Some editors have "block" for a node around paragraphs.
bool holds_blocks(const json& node) {
  const json* content = inner_content_of(node);
  return content != nullptr && content->is_array() && !is_element(*content) &&
         std::ranges::any_of(*content, [](const json& part) { return is_block(kind_of(part)); });
}

/// True for a node that is set as one block: an item and a quotation with all that they hold.
bool is_line(const json& node) {
  const Kind kind = kind_of(node);
  if (kind == Kind::Heading || kind == Kind::Quote || kind == Kind::Item) return true;
  return (kind == Kind::Paragraph || kind == Kind::Text) && !holds_blocks(node);
}

std::string address_of(const json& link) {
  constexpr auto kAddresses = std::to_array<std::string_view>({"href", "url", "uri"});
  constexpr auto kPlaces =
      std::to_array<std::string_view>({"data", "attrs", "attributes", "props"});
  const json& node = is_element(link) ? link[3] : link;
  const json* found = member(node, kAddresses);
  if (const json* place = member(node, kPlaces); found == nullptr && place != nullptr)
    found = place->is_object() ? member(*place, kAddresses) : nullptr;
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

bool has_tags(std::string_view text) {
  return text.find("</") != std::string_view::npos || text.find("<br") != std::string_view::npos;
}

/// Appends the text of a node and of all below it, as HTML of one line.
void append_line(std::string& html, const json& node) {
  if (node.is_string()) {
    const auto& text = node.get_ref<const std::string&>();
    if (has_tags(text)) {
      html += text;
    } else {
      append_escaped(html, text);
    }
  } else if (node.is_array() && !is_element(node)) {
    for (const json& part : node) append_line(html, part);
  } else if (node.is_array() || node.is_object()) {
    const Kind kind = kind_of(node);
    if (kind == Kind::Break || (is_block(kind) && !html.empty())) html += "<br>";
    const json* content = content_of(node);
    if (kind == Kind::Skip || content == nullptr) return;
    if (kind == Kind::Link) append_escaped(html.append("<a href=\""), address_of(node));
    if (kind == Kind::Link) html += "\">";
    append_line(html, *content);
    if (kind == Kind::Link) html += "</a>";
  }
}

std::string html_of(const json& node) {
  std::string html;
  append_line(html, node);
  return html;
}

/// What stands directly in a node: of an element of React, its attributes with its children.
template <typename Take>
void for_each_below(const json& node, Take take) {
  if (is_element(node)) {
    take(node[3]);
  } else if (node.is_structured()) {
    for (const json& part : node) take(part);
  }
}

/// The prose below each node of a tree.
class ProseCount {
 public:
  explicit ProseCount(const json& root) { count(root); }

  [[nodiscard]] std::size_t below(const json& node) const {
    const auto found = bytes_.find(&node);
    return found == bytes_.end() ? 0 : found->second;
  }

  /// The innermost node with most of the prose.
  [[nodiscard]] const json& main_part(const json& root) const {
    const json* at = &root;
    for (const json* part = at; part != nullptr; part = largest_part(*at)) at = part;
    return *at;
  }

 private:
  /// The part that has nearly all of a node's prose and is no paragraph; nullptr without one.
  [[nodiscard]] const json* largest_part(const json& node) const {
    const json* largest = nullptr;
    for_each_below(node, [&](const json& part) {
      if (largest == nullptr || below(part) > below(*largest)) largest = &part;
    });
    const double enough = kMostOfIt * static_cast<double>(below(node));
    const bool has_most =
        largest != nullptr && below(*largest) > 0 && static_cast<double>(below(*largest)) >= enough;
    return has_most && !is_line(*largest) ? largest : nullptr;
  }

  std::size_t count(const json& node) {
    std::size_t bytes = 0;
    if (is_line(node)) {
      bytes = html_of(node).size();
      if (kind_of(node) == Kind::Heading || bytes < kLeastParagraph) bytes = 0;
    } else if (kind_of(node) != Kind::Skip) {
      for_each_below(node, [&](const json& part) { bytes += count(part); });
    }
    if (bytes > 0) bytes_.emplace(&node, bytes);
    return bytes;
  }

  std::unordered_map<const json*, std::size_t> bytes_;
};

/// A paragraph may be markup with paragraphs of its own.
std::string_view tag_of(Kind line) {
  if (line == Kind::Heading) return "h2";
  if (line == Kind::Quote) return "blockquote";
  return line == Kind::Item ? "li" : "div";
}

void append_block(std::string& html, std::string_view tag, std::string_view line) {
  html.append("<").append(tag).append(">").append(line).append("</").append(tag).append(">");
}

void append_blocks(std::string& html, const json& node);

/// The items of some editors are strings.
void append_list(std::string& html, std::string_view tag, const json& list) {
  html.append("<").append(tag).append(">");
  const json* items = inner_content_of(list);
  if (items != nullptr && is_element(*items)) {
    append_blocks(html, *items);
  } else if (items != nullptr && items->is_array()) {
    for (const json& item : *items)
      item.is_string() ? append_block(html, "li", html_of(item)) : append_blocks(html, item);
  }
  html.append("</").append(tag).append(">");
}

void append_blocks(std::string& html, const json& node) {
  const Kind kind = kind_of(node);
  if (kind == Kind::Skip) return;
  if (is_line(node)) return append_block(html, tag_of(kind), html_of(node));
  if (kind == Kind::List) return append_list(html, "ul", node);
  if (kind == Kind::Numbered) return append_list(html, "ol", node);
  for_each_below(node, [&html](const json& part) { append_blocks(html, part); });
}

/// The end of the value whose bracket is at `begin`; `begin` where it has none.
std::size_t end_of_value(std::string_view text, std::size_t begin) {
  std::size_t levels = 0;
  bool is_in_string = false;
  for (std::size_t at = begin; at < text.size(); ++at) {
    const char c = text[at];
    if (is_in_string) {
      if (c == '\\') ++at;
      is_in_string = c != '"';
    } else if (c == '"') {
      is_in_string = true;
    } else if (c == '{' || c == '[') {
      ++levels;
    } else if ((c == '}' || c == ']') && --levels == 0) {
      return at + 1;
    }
  }
  return begin;
}

/// Discarded where it is no JSON, or is nested too deeply.
json parsed(std::string_view value) {
  if (json_shape(value).levels > limits::kScriptLevels) return json::value_t::discarded;
  return json::parse(value, nullptr, /*allow_exceptions=*/false);
}

/// Finds the tree with most prose among the values of JSON in texts.
class TreeFinder {
 public:
  /// A value that is no JSON is a script's own code: data may stand in it.
  void look_in(std::string_view text, int strings) {
    for (std::size_t at = text.find_first_of("{["); at != std::string_view::npos;) {
      const std::size_t end = end_of_value(text, at);
      if (end == at) return;
      const std::string_view value = text.substr(at, end - at);
      const bool is_taken = value.size() < kLeastParagraph || take(parsed(value), strings);
      const bool goes_inside = !is_taken && ++faults_ < kMostFaults;
      at = text.find_first_of("{[", goes_inside ? at + 1 : end);
    }
  }

  [[nodiscard]] ScriptTree best() && { return std::move(best_); }

 private:
  bool take(const json& value, int strings) {
    if (value.is_discarded()) return false;
    const ProseCount count(value);
    const json& part = count.main_part(value);
    if (count.below(part) > best_.prose) {
      best_ = {.html = {}, .prose = count.below(part)};
      append_blocks(best_.html, part);
    }
    if (strings < kMostStrings) look_in_strings(value, strings + 1);
    return true;
  }

  void look_in_strings(const json& value, int strings) {
    if (value.is_string()) {
      const auto& text = value.get_ref<const std::string&>();
      if (text.size() >= kLeastParagraph && text.find("\":") != std::string::npos)
        look_in(text, strings);
    } else if (value.is_structured()) {
      for (const json& part : value) look_in_strings(part, strings);
    }
  }

  ScriptTree best_;
  int faults_ = 0;
};

/// React's server cuts its data anywhere: self.__next_f.push([1,"..."]), one call a script.
std::string joined_pushes(std::span<const std::string_view> scripts) {
  constexpr std::string_view kPush = "self.__next_f.push(";
  std::string joined;
  for (const std::string_view script : scripts) {
    const std::size_t at = script.find(kPush);
    if (at == std::string_view::npos || at + kPush.size() == script.size()) continue;
    const std::size_t begin = at + kPush.size();
    const std::string_view value = script.substr(begin, end_of_value(script, begin) - begin);
    if (value.size() > limits::kScriptBytes - joined.size()) continue;
    const json pushed = parsed(value);
    if (pushed.is_array() && pushed.size() == 2 && pushed[1].is_string())
      joined += pushed[1].get_ref<const std::string&>();
  }
  return joined;
}

/// Most scripts of a page name none.
bool names_paragraphs(std::string_view script) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"paragraph", "unstyled", "\"p\"", "\\\"p\\\"", "\"_type\"",
                                       "\"type\":\"text\"", "\"type\": \"text\""});
  return std::ranges::any_of(kNames, [script](std::string_view name) {
    const std::size_t first = script.find(name);
    return first != std::string_view::npos &&
           script.find(name, first + 1) != std::string_view::npos;
  });
}

}  // namespace

void append_escaped(std::string& html, std::string_view text) {
  for (const char c : text) {
    if (c == '<') {
      html += "&lt;";
    } else if (c == '&') {
      html += "&amp;";
    } else if (c == '"') {
      html += "&quot;";
    } else {
      html += c;
    }
  }
}

ScriptTree script_tree(std::span<const std::string_view> scripts) {
  TreeFinder finder;
  finder.look_in(joined_pushes(scripts), 1);
  std::size_t bytes = 0;
  for (const std::string_view script : scripts) {
    if (!names_paragraphs(script) || script.size() > limits::kScriptBytes - bytes) continue;
    bytes += script.size();
    finder.look_in(script, 0);
  }
  return std::move(finder).best();
}

}  // namespace newshole::extract
