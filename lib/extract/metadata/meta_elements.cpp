#include "extract/metadata/meta_elements.h"

#include "base/ascii.h"
#include "extract/body/character_references.h"
#include "text/clean.h"

namespace newshole::extract {

MetaElements::MetaElements(std::span<const html::Node> metas) {
  for (const html::Node node : metas) {
    const auto content = node.attribute("content");
    if (!content || content->empty()) continue;
    for (const std::string_view key : {"property", "name", "itemprop"}) {
      if (const auto name = node.attribute(key))
        metas_.push_back({.name = ascii::lowered(*name), .content = *content});
    }
  }
}

std::optional<std::string> MetaElements::first(std::span<const std::string_view> names) const {
  for (const std::string_view name : names) {
    for (const Meta& meta : metas_) {
      std::string text = meta.name == name ? text_of(meta) : std::string();
      if (!text.empty()) return text;
    }
  }
  return std::nullopt;
}

std::vector<std::string> MetaElements::all(std::string_view name) const {
  std::vector<std::string> out;
  for (const Meta& meta : metas_) {
    std::string text = meta.name == name ? text_of(meta) : std::string();
    if (!text.empty()) out.push_back(std::move(text));
  }
  return out;
}

std::string MetaElements::text_of(const Meta& meta) {
  return text::clean_line(resolved_references(meta.content));
}

}  // namespace newshole::extract
