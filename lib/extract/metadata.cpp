#include "extract/metadata.h"

#include <array>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "extract/metadata/page_head.h"
#include "text/clean.h"
#include "text/dates/dates.h"

namespace newshole::extract {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxJsonBytes = std::size_t{2} << 20;
constexpr int kMaxJsonDepth = 32;
/// How far below the top an article's object may stand: [ { "@graph": [ {article} ] } ].
constexpr int kMaxArticleDepth = 4;

std::optional<std::string> clean_or_nothing(std::string_view text) {
  std::string clean = text::clean_line(text);
  if (clean.empty()) return std::nullopt;
  return clean;
}

std::optional<std::string> string_in(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  return clean_or_nothing(found->get_ref<const std::string&>());
}

std::optional<UtcTime> time_in(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  return text::parse_iso_time(found->get_ref<const std::string&>());
}

bool is_article_type(const json& type) {
  if (type.is_array()) {
    return std::any_of(type.begin(), type.end(),
                       [](const json& one) { return one.is_string() && is_article_type(one); });
  }
  if (!type.is_string()) return false;
  const std::string_view name = type.get_ref<const std::string&>();
  return name.ends_with("Article") || name.ends_with("BlogPosting");
}

/// A string, or the name of an object; the first of an array.
std::optional<std::string> name_of(const json& value) {
  if (value.is_string()) return clean_or_nothing(value.get_ref<const std::string&>());
  if (value.is_object()) return string_in(value, "name");
  if (value.is_array() && !value.empty() && !value.front().is_array())
    return name_of(value.front());
  return std::nullopt;
}

std::vector<std::string> names_in(const json& object, const char* key) {
  std::vector<std::string> names;
  const auto found = object.find(key);
  if (found == object.end()) return names;
  const auto add = [&names](const json& value) {
    if (std::optional<std::string> name = name_of(value)) names.push_back(*std::move(name));
  };
  if (!found->is_array()) {
    add(*found);
    return names;
  }
  for (const json& value : *found) add(value);
  return names;
}

const json* find_article(const json& value, int depth) {
  if (depth == 0) return nullptr;
  if (value.is_array()) {
    for (const json& element : value) {
      if (const json* found = find_article(element, depth - 1)) return found;
    }
    return nullptr;
  }
  if (!value.is_object()) return nullptr;
  const auto type = value.find("@type");
  if (type != value.end() && is_article_type(*type)) return &value;
  const auto graph = value.find("@graph");
  return graph == value.end() ? nullptr : find_article(*graph, depth - 1);
}

Metadata article_metadata(const json& article) {
  Metadata out;
  out.headline = string_in(article, "headline");
  out.authors = names_in(article, "author");
  out.published = time_in(article, "datePublished");
  out.updated = time_in(article, "dateModified");
  if (const auto section = article.find("articleSection"); section != article.end()) {
    out.section = name_of(*section);
  }
  if (const auto language = article.find("inLanguage"); language != article.end()) {
    out.language = name_of(*language);
  }
  return out;
}

/// Parses without exceptions; what is nested too deeply is dropped while it is read, so that a bomb
/// costs no memory.
json parse_bounded(std::string_view text) {
  if (text.size() > kMaxJsonBytes) return json::value_t::discarded;
  const json::parser_callback_t keep = [](int depth, json::parse_event_t /*event*/,
                                          json& /*value*/) { return depth < kMaxJsonDepth; };
  return json::parse(text, keep, /*allow_exceptions=*/false);
}

enum class MetaField { Headline, Author, Published, Updated, Section };

struct MetaRule {
  std::string_view name;
  MetaField field;
};

/// In order of trust: of two that a page has, the earlier row counts.
constexpr std::array kMetaRules = {
    MetaRule{"og:title", MetaField::Headline},
    MetaRule{"twitter:title", MetaField::Headline},
    MetaRule{"author", MetaField::Author},
    MetaRule{"article:author", MetaField::Author},
    MetaRule{"article:published_time", MetaField::Published},
    MetaRule{"datepublished", MetaField::Published},
    MetaRule{"article:modified_time", MetaField::Updated},
    MetaRule{"datemodified", MetaField::Updated},
    MetaRule{"meta-section", MetaField::Section},
    MetaRule{"article:section", MetaField::Section},
};

void take(Metadata& out, MetaField field, std::string_view content) {
  switch (field) {
    case MetaField::Headline:
      if (!out.headline) out.headline = clean_or_nothing(content);
      break;
    case MetaField::Author:
      // An author that is an address names nobody.
      if (out.authors.empty() && content.find("://") == std::string_view::npos) {
        if (auto name = clean_or_nothing(content)) out.authors.push_back(*std::move(name));
      }
      break;
    case MetaField::Published:
      if (!out.published) out.published = text::parse_iso_time(content);
      break;
    case MetaField::Updated:
      if (!out.updated) out.updated = text::parse_iso_time(content);
      break;
    case MetaField::Section:
      if (!out.section) out.section = clean_or_nothing(content);
      break;
  }
}

bool equals_folded(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return ascii::lower(a) == b; });
}

std::vector<std::pair<std::string_view, std::string_view>> named_metas(
    const html::Document& document) {
  std::vector<std::pair<std::string_view, std::string_view>> metas;
  for (html::Walker walker(document.root()); walker; walker.next()) {
    const html::Node node = walker.node();
    if (!walker.is_entering() || node.tag() != "meta") continue;
    auto name = node.attribute("property");
    if (!name) name = node.attribute("name");
    const auto content = node.attribute("content");
    if (name && content) metas.emplace_back(*name, *content);
  }
  return metas;
}

}  // namespace

Metadata json_ld_metadata(const html::Document& document) {
  for (const html::JsonScript& script : document.json_scripts()) {
    const json value = parse_bounded(script.text);
    if (const json* article = find_article(value, kMaxArticleDepth))
      return article_metadata(*article);
  }
  return {};
}

Metadata meta_metadata(const html::Document& document) {
  Metadata out;
  const auto metas = named_metas(document);
  for (const MetaRule& rule : kMetaRules) {
    for (const auto& [name, content] : metas) {
      if (equals_folded(name, rule.name)) take(out, rule.field, content);
    }
  }
  if (!out.headline) out.headline = page_title(document);
  if (out.headline) out.headline->erase(std::min(out.headline->rfind(" | "), out.headline->size()));
  return out;
}

}  // namespace newshole::extract
