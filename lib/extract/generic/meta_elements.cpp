#include "extract/generic/meta_elements.h"

#include "extract/body/character_references.h"
#include "extract/body/node_text.h"
#include "text/clean.h"

namespace newshole::extract {

MetaElements::MetaElements(std::span<const html::Node> metas) {
  for (const html::Node node : metas) {
    const auto content = node.attribute("content");
    if (!content || content->empty()) continue;
    for (const std::string_view key : {"property", "name", "itemprop"}) {
      if (const auto name = node.attribute(key))
        metas_.push_back({.name = lower_ascii(*name), .content = *content});
    }
  }
}

std::optional<std::string> MetaElements::first(std::span<const std::string_view> names) const {
  for (const std::string_view name : names) {
    for (const Meta& meta : metas_) {
      if (meta.name != name) continue;
      std::string clean = text::clean_line(resolved_references(meta.content));
      if (!clean.empty()) return clean;
    }
  }
  return std::nullopt;
}

std::vector<std::string> MetaElements::all(std::string_view name) const {
  std::vector<std::string> out;
  for (const Meta& meta : metas_) {
    if (meta.name != name) continue;
    std::string clean = text::clean_line(resolved_references(meta.content));
    if (!clean.empty()) out.push_back(std::move(clean));
  }
  return out;
}

}  // namespace newshole::extract
