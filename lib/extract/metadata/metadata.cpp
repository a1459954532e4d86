#include "extract/metadata/metadata.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "extract/body/character_references.h"
#include "extract/body/node_text.h"
#include "extract/metadata/page_head.h"
#include "extract/metadata/structured_data.h"
#include "text/clean.h"
#include "text/dates/dates.h"

namespace newshole::extract {
namespace {

using Names = std::span<const std::string_view>;

/// The likeliest first.
constexpr auto kHeadlineNames = std::to_array<std::string_view>({"og:title", "twitter:title"});
constexpr auto kAuthorNames = std::to_array<std::string_view>({"author", "article:author"});
constexpr auto kPublishedNames =
    std::to_array<std::string_view>({"article:published_time", "datepublished"});
constexpr auto kUpdatedNames =
    std::to_array<std::string_view>({"article:modified_time", "datemodified"});
constexpr auto kSectionNames = std::to_array<std::string_view>({"meta-section", "article:section"});

std::vector<html::Node> meta_elements(const html::Document& document) {
  std::vector<html::Node> metas;
  for (html::Walker walker(document.root()); walker; walker.next()) {
    if (walker.is_entering() && walker.node().tag() == "meta") metas.push_back(walker.node());
  }
  return metas;
}

std::optional<UtcTime> first_time(const MetaElements& metas, Names names) {
  for (const std::string_view name : names) {
    for (const std::string& content : metas.all(name)) {
      if (const auto time = text::parse_iso_time(content)) return time;
    }
  }
  return std::nullopt;
}

/// The first that is no address: an address names no author.
std::vector<std::string> first_author(const MetaElements& metas) {
  for (const std::string_view name : kAuthorNames) {
    for (std::string& content : metas.all(name)) {
      if (content.find("://") == std::string::npos) return {std::move(content)};
    }
  }
  return {};
}

}  // namespace

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
  return field_text(text::clean_line(resolved_references(meta.content)));
}

Metadata json_ld_metadata(const html::Document& document) {
  StructuredData data = structured_data(document.json_scripts());
  Metadata out{.headline = std::move(data.headline),
               .authors = std::move(data.authors),
               .section = std::move(data.section),
               .language = std::move(data.language),
               .copyright = std::move(data.copyright)};
  if (data.published) out.published = text::parse_iso_time(*data.published);
  if (data.updated) out.updated = text::parse_iso_time(*data.updated);
  return out;
}

Metadata meta_metadata(const html::Document& document) {
  const std::vector<html::Node> nodes = meta_elements(document);
  const MetaElements metas(nodes);
  Metadata out{.headline = metas.first(kHeadlineNames),
               .authors = first_author(metas),
               .published = first_time(metas, kPublishedNames),
               .updated = first_time(metas, kUpdatedNames),
               .section = metas.first(kSectionNames)};
  if (!out.headline) out.headline = page_title(document);
  if (out.headline) out.headline->erase(std::min(out.headline->rfind(" | "), out.headline->size()));
  return out;
}

}  // namespace newshole::extract
