#include "format/footnotes.h"

#include <algorithm>
#include <string_view>

#include "text/clean.h"

namespace newshole::format {

/// 0 for a link beyond the last that is numbered.
std::size_t Footnotes::number_of(const std::string& url) {
  const auto known = numbers_.find(url);
  if (known != numbers_.end()) return known->second;
  if (urls_.size() == kMost) {
    ++left_out_;
    return 0;
  }
  urls_.push_back(url);
  numbers_.emplace(url, urls_.size());
  return urls_.size();
}

std::string Footnotes::marked(const extract::Block& block, text::Charset charset) {
  const std::string_view text = block.text;
  std::string out;
  std::size_t done = 0;
  for (const extract::Link& link : block.links) {
    const std::size_t end = std::clamp(link.end, done, text.size());
    out += text::transliterate(text.substr(done, end - done), charset);
    done = end;
    if (link.text == link.url) continue;
    const std::size_t number = number_of(link.url);
    // A no-break space keeps the mark on the line of its word.
    if (number > 0) out.append(text::kNoBreakSpace).append("[" + std::to_string(number) + "]");
  }
  out += text::transliterate(text.substr(done), charset);
  return out;
}

}  // namespace newshole::format
