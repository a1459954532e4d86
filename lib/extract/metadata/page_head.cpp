#include "extract/metadata/page_head.h"

#include "base/limits.h"
#include "extract/body/node_text.h"
#include "extract/field_trace.h"
#include "text/width.h"

namespace newshole::extract {
namespace {

/// The first child with this name, and with the attribute unless that is empty.
html::Node child_of(html::Node parent, std::string_view tag, std::string_view attribute) {
  for (html::Node child = parent.first_child(); child; child = child.next_sibling()) {
    if (child.tag() == tag && (attribute.empty() || child.attribute(attribute))) return child;
  }
  return {};
}

html::Node first_in_head(const html::Document& document, std::string_view tag,
                         std::string_view attribute) {
  const html::Node head = child_of(document.root(), "head", "");
  return head ? child_of(head, tag, attribute) : head;
}

}  // namespace

html::Node first_in_head(const html::Document& document) {
  const html::Node head = child_of(document.root(), "head", "");
  return head ? head.first_child() : head;
}

std::optional<std::string> page_title(const html::Document& document) {
  const html::Node title = first_in_head(document, "title", "");
  if (!title) return std::nullopt;
  std::string text = field_text(text_of(title));
  if (text.empty()) return std::nullopt;
  return text;
}

tl::unexpected<Error> no_article(const std::string& what, const std::optional<std::string>& title) {
  const std::string named =
      title ? "the page calls itself \"" + text::shortened(*title, kTraceCells) + "\""
            : "the page has no title";
  return fail(ErrorKind::NotArticle, "no article: " + what + " (" + named + ")");
}

url::Url base_of(const url::Url& own, const html::Document& document) {
  const html::Node base = first_in_head(document, "base", "href");
  if (!base) return own;
  // Each link of the page is resolved against it.
  const std::string_view href = *base.attribute("href");
  if (href.size() > limits::kUrlBytes) return own;
  return url::resolve(own, href).value_or(own);
}

}  // namespace newshole::extract
