#pragma once
// The tree as a reader sees it who runs no scripts. Internal to this module.

#include <cstddef>
#include <vector>

#include <gumbo.h>

#include "html/arena.h"

namespace newshole::html {

/// Collects what scripts, or browsers that run them, would show elsewhere or otherwise, while the
/// tree is walked; then changes the tree:
/// - the shadow root that a template declares (HTML, 4.12.3: shadowrootmode) is an element in its
/// place;
/// - a fragment that is sent later and stands hidden at the page's end ("S:1", as React's server
/// renderer
///   sends it) stands where its template ("B:1", "P:1") marks its place;
/// - a noscript element with a paragraph of text is an element like any other.
class Scriptless {
 public:
  /// For each element, in document order.
  void note(GumboNode* element);

  /// Elements whose children have changed, to be numbered again; memory comes from `arena`. False:
  /// it is used up.
  [[nodiscard]] bool change(GumboNode* root, Arena& arena, std::vector<GumboNode*>& changed);

 private:
  std::vector<GumboNode*> places_;  ///< templates of streamed fragments
  std::vector<GumboNode*> noscripts_;
  std::vector<GumboNode*> fragments_;  ///< elements that may be one
};

}  // namespace newshole::html
