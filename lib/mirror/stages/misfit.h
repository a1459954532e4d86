#pragma once
// What a run says of a site whose pages its profile does not fit any more, or whose feeds are
// broken. Pure. Internal to this module.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "extract/article.h"

namespace newshole::mirror {

/// What was read without the profile, of all pages of a run together, or in part.
struct Misfit {
  extract::Overruled stories;  ///< of front pages
  extract::Overruled words;    ///< of texts
  std::size_t texts = 0;
  std::vector<std::string> damages;  ///< "ADDRESS was read in part: line 12: the feed ends early"

  void add_front_page(const extract::Overruled& found);
  void add_text(const extract::Overruled& found);
  void add_damage(const std::string& address, const std::string& cause);
  [[nodiscard]] bool is_any() const {
    return texts > 0 || stories.without_rules > 0 || !damages.empty();
  }
};

/// Lines, without the site's name: "its profile finds 0 of 100 stories, and 120 of 6200 words in
/// 20 of them; ...".
[[nodiscard]] std::vector<std::string> in_words(const Misfit& misfit);

/// True where nobody said it yet, or the last one did a day ago.
[[nodiscard]] bool is_to_be_told(const std::optional<UtcTime>& told, UtcTime now);

}  // namespace newshole::mirror
