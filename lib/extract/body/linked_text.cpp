#include "extract/body/linked_text.h"

#include <algorithm>
#include <utility>

namespace newshole::extract {

void LinkedText::open_link(html::Node anchor) {
  close_link();
  const auto href = anchor.attribute("href");
  if (!href) return;
  // An empty address and a mere fragment lead to the page itself: its controls, not the article's
  // links.
  const std::size_t first = href->find_first_not_of(" \t\r\n\f");
  if (first == std::string_view::npos || (*href)[first] == '#') return;
  newshole::Result<std::string> url = url::resolve_link(*base_, *href);
  if (!url) return;
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
