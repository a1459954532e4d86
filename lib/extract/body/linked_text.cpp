#include "extract/body/linked_text.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"

namespace newshole::extract {

std::optional<std::string> LinkResolver::address_of(html::Node anchor) {
  const auto href = anchor.attribute("href");
  if (!href) return std::nullopt;
  // An empty address and a mere fragment lead to the page itself: its controls, not the article's
  // links.
  const std::size_t first = href->find_first_not_of(" \t\r\n\f");
  if (first == std::string_view::npos || (*href)[first] == '#') return std::nullopt;
  if (href->size() > limits::kUrlBytes || resolved_ == limits::kLinks) return std::nullopt;
  ++resolved_;
  Result<std::string> url = url::resolve_link(*base_, *href);
  if (!url || url->size() > limits::kUrlBytes) return std::nullopt;
  return *std::move(url);
}

void LinkedText::open_link(html::Node anchor) {
  close_link();
  if (auto url = resolver_->address_of(anchor))
    open_ = Mark{.url = *std::move(url), .begin = cleaner_.next_offset()};
}

void LinkedText::close_link() {
  if (!open_) return;
  open_->end = cleaner_.size();
  if (open_->end > open_->begin) marks_.push_back(*std::move(open_));
  open_.reset();
}

LinkedText::Result LinkedText::take() {
  std::optional<Mark> continued;
  if (open_) {
    continued = Mark{.url = open_->url};
    close_link();
  }
  Result out{.text = cleaner_.take()};
  for (Mark& mark : std::exchange(marks_, {})) {
    const std::size_t end = std::min(mark.end, out.text.size());
    const std::string_view inside = std::string_view(out.text).substr(0, end);
    const std::size_t begin = inside.find_first_not_of(" \n", mark.begin);
    if (begin == std::string_view::npos) continue;
    std::string text(inside.substr(begin));
    std::ranges::replace(text, '\n', ' ');
    out.links.push_back({.text = std::move(text), .url = std::move(mark.url), .end = end});
  }
  open_ = std::move(continued);
  return out;
}

}  // namespace newshole::extract
