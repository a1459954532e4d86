#include "extract/node_text.h"

#include "text/clean.h"

namespace newshole::extract {

std::string text_of(html::Node node) {
  text::LineCleaner cleaner;
  for (html::Walker walker(node); walker; walker.next()) {
    if (!walker.is_entering()) continue;
    const std::string_view tag = walker.node().tag();
    if (walker.node().is_text()) {
      cleaner.append(walker.node().text());
    } else if (tag == "br") {
      cleaner.append(" ");
    } else if (tag == "script" || tag == "style") {
      walker.skip();
    }
  }
  return cleaner.take();
}

}  // namespace newshole::extract
