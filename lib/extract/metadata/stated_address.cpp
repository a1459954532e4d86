#include "extract/metadata/stated_address.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/limits.h"
#include "extract/metadata/metadata.h"
#include "extract/metadata/page_head.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kMostBytesOfHead = std::size_t{512} << 10;

std::optional<url::Url> whole_address(std::string_view text) {
  text = ascii::trimmed(text);
  const bool is_web = text.starts_with("http://") || text.starts_with("https://");
  if (!is_web || text.size() > limits::kUrlBytes) return std::nullopt;
  const Result<url::Url> parsed = url::parse_url(text);
  return parsed ? std::optional(*parsed) : std::nullopt;
}

/// "saved from url=(0028)https://news.example/a/b" (Internet Explorer, and browsers since), " url:
/// https://news.example/a/b" behind "Page saved with SingleFile".
std::optional<url::Url> saved_from(std::string_view html) {
  constexpr std::size_t kMostBytes = 4096;
  constexpr auto kMarks = std::to_array<std::string_view>({"saved from url=(", "SingleFile"});
  const std::string_view begin = html.substr(0, kMostBytes);
  for (const std::string_view mark : kMarks) {
    const std::size_t at = begin.find(mark);
    if (at == std::string_view::npos) continue;
    const std::size_t address = begin.find("http", at);
    if (address == std::string_view::npos) continue;
    const std::string_view rest = begin.substr(address);
    return whole_address(rest.substr(0, rest.find_first_of(" \t\r\n<>\"")));
  }
  return std::nullopt;
}

std::string_view head_of(std::string_view html) {
  const std::string_view begin = html.substr(0, kMostBytesOfHead);
  return begin.substr(0, std::min(begin.find("</head"), begin.size()));
}

}  // namespace

std::optional<url::Url> stated_address(std::string_view html, const Clock& clock) {
  const auto document = html::Document::parse_borrowed(head_of(html), clock);
  if (!document) return saved_from(html);
  constexpr auto kNames = std::to_array<std::string_view>({"og:url", "twitter:url"});
  std::vector<html::Node> metas;
  for (html::Node node = first_in_head(*document); node; node = node.next_sibling()) {
    if (node.tag() == "meta") metas.push_back(node);
    if (node.tag() != "link" ||
        !ascii::equals_folded(node.attribute("rel").value_or(""), "canonical"))
      continue;
    if (auto address = whole_address(node.attribute("href").value_or(""))) return address;
  }
  for (const std::string_view name : kNames) {
    const auto stated = MetaElements(metas).first(std::span(&name, 1));
    if (auto address = whole_address(stated.value_or(""))) return address;
  }
  return saved_from(html);
}

}  // namespace newshole::extract
