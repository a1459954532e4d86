#include "extract/metadata/page_terms.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/limits.h"
#include "extract/body/character_references.h"
#include "extract/body/node_text.h"
#include "extract/metadata/page_head.h"
#include "text/clean.h"

namespace newshole::extract {
namespace {

/// The likeliest first.
constexpr auto kCopyrightNames =
    std::to_array<std::string_view>({"copyright", "dcterms.rights", "dc.rights", "rights"});

std::string_view value_of(html::Node node, std::string_view attribute) {
  return node.attribute(attribute).value_or("");
}

class TermsReader {
 public:
  explicit TermsReader(const url::Url& base) : base_(base) {}

  void read(html::Node node) {
    if (node.tag() == "meta") return read_meta(node);
    if (node.tag() != "link") return;
    fetch::add_link(terms_.preferences, value_of(node, "rel"), value_of(node, "type"),
                    value_of(node, "href"), base_);
  }

  PageTerms take() { return std::move(terms_); }

 private:
  void read_meta(html::Node node) {
    const std::string_view name = node.attribute("name").value_or(value_of(node, "property"));
    const std::string_view content = value_of(node, "content");
    if (name.empty() || content.empty()) return;
    fetch::add_meta(terms_.preferences, name, content, base_);
    const auto is_name = [name](std::string_view one) { return ascii::equals_folded(one, name); };
    const auto* rank = std::ranges::find_if(kCopyrightNames, is_name);
    if (rank >= rank_) return;
    std::string text = field_text(text::clean_line(resolved_references(content)));
    if (text.empty() || text.starts_with("http://") || text.starts_with("https://")) return;
    terms_.copyright = std::move(text);
    rank_ = rank;
  }

  const url::Url& base_;
  PageTerms terms_;
  const std::string_view* rank_ = kCopyrightNames.end();  // of the copyright that was found
};

}  // namespace

PageTerms page_terms(const fetch::Page& page, const html::Document& document, const url::Url& url) {
  const url::Url base = base_of(url, document);
  TermsReader reader(base);
  std::size_t left = limits::kHeadElements;
  for (html::Node node = first_in_head(document); node && left > 0; node = node.next_sibling()) {
    if (!node.is_element()) continue;
    reader.read(node);
    --left;
  }
  PageTerms terms = reader.take();
  fetch::Preferences preferences = page.preferences;
  add_weaker(preferences, terms.preferences);
  add_weaker(preferences, page.site_preferences);
  terms.preferences = std::move(preferences);
  return terms;
}

}  // namespace newshole::extract
