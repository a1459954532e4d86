#include "listing/feeds/opml.h"

#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/ascii.h"
#include "base/limits.h"
#include "extract/body/node_text.h"
#include "listing/feeds/sax.h"
#include "listing/feeds/stated_feed.h"
#include "text/clean.h"

namespace newshole::listing {
namespace {

/// Exporters write xmlUrl, xmlurl and xmlURL.
std::string_view value_in_any_case(const XmlAttributes& attributes, std::string_view name) {
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const XmlAttribute attribute = attributes[i];
    if (ascii::equals_folded(attribute.local, name)) return attribute.value;
  }
  return {};
}

std::string_view first_stated(const XmlAttributes& attributes, std::string_view name,
                              std::string_view other) {
  const std::string_view value = value_in_any_case(attributes, name);
  return value.empty() ? value_in_any_case(attributes, other) : value;
}

/// "feed:https://news.example/rss" and "feed://news.example/rss" lead feed readers to the rest.
std::string address_of(std::string_view stated) {
  constexpr std::string_view kFeedScheme = "feed:";
  std::string address = text::clean_line(stated.substr(0, limits::kUrlBytes + 1));
  if (address.size() > limits::kUrlBytes) return {};
  if (!address.starts_with(kFeedScheme)) return address;
  address.erase(0, kFeedScheme.size());
  return address.starts_with("//") ? "https:" + address : address;
}

class OpmlReader final : public SaxHandler {
 public:
  std::string_view start(const XmlName& name, const XmlAttributes& attributes) override {
    if (++depth_ == 1 && !ascii::equals_folded(name.local, "opml")) return kOtherRoot;
    if (comment_depth_ != 0 || !ascii::equals_folded(name.local, "outline")) return {};
    if (ascii::equals_folded(value_in_any_case(attributes, "isComment"), "true")) {
      comment_depth_ = depth_;
      return {};
    }
    return note(attributes);
  }

  void end(std::string_view /*local_name*/) override {
    if (comment_depth_ == depth_) comment_depth_ = 0;
    --depth_;
  }

  void characters(std::string_view /*utf8*/) override {}

  Result<Subscriptions> finish(std::optional<XmlFault> fault) && {
    if (fault && fault->cause == kOtherRoot) return fail(ErrorKind::NotArticle, fault->cause);
    if (fault && fault->kind == XmlFault::End) fault->cause = "it ends early";
    if (fault) out_.damage = damage_at(fault->line, fault->cause);
    if (fault && fault->kind == XmlFault::Limit) return fail(ErrorKind::TooComplex, *out_.damage);
    if (out_.all.empty())
      return fail(ErrorKind::NotArticle, fault ? *out_.damage : "it names no site");
    return std::move(out_);
  }

 private:
  static constexpr std::string_view kOtherRoot = "no OPML";

  std::string_view note(const XmlAttributes& attributes) {
    std::string address = address_of(first_stated(attributes, "xmlUrl", "htmlUrl"));
    if (address.empty() || !seen_.insert(address).second) return {};
    if (out_.all.size() == limits::kSubscriptions) return "it names more sites than are read";
    Subscription& site = out_.all.emplace_back();
    site.address = std::move(address);
    std::string title =
        extract::field_text(text::clean_line(first_stated(attributes, "title", "text")));
    if (!title.empty()) site.title = std::move(title);
    return {};
  }

  Subscriptions out_;
  std::unordered_set<std::string> seen_;
  std::size_t depth_ = 0;
  std::size_t comment_depth_ = 0;  // of the outermost outline that is one; 0: none is
};

}  // namespace

Result<Subscriptions> read_opml(fetch::Page page) {
  fetch::decode(page);
  if (page.html.size() > limits::kFeedBytes)
    return fail(ErrorKind::TooComplex, "it is longer than is read");
  OpmlReader reader;
  // In a tag that is cut off the last address may be.
  const std::size_t whole = page.html.rfind('>') + 1;
  std::optional<XmlFault> fault = parse_xml(std::string_view(page.html).substr(0, whole), reader);
  return std::move(reader).finish(std::move(fault));
}

}  // namespace newshole::listing
