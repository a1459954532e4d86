#include "extract/fragment.h"

#include "extract/body/blocks.h"
#include "html/document.h"

namespace newshole::extract {

Result<std::vector<Block>> read_fragment(std::string_view html, const url::Url& base,
                                         const Clock& clock) {
  const auto is_left_out = [](html::Node node) { return node.tag() == "head"; };
  return html::Document::parse_borrowed(html, clock).map([&](const html::Document& document) {
    return read_blocks(document.root(), base, is_left_out).blocks;
  });
}

}  // namespace newshole::extract
