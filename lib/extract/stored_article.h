#pragma once
// Articles as a mirror stores them, so that it can set their pages again without the site.

#include <string>
#include <string_view>

#include "base/error.h"
#include "extract/article.h"

namespace newshole::extract {

/// The whole article as bytes, a third of its text's size. Another version reads what it knows of
/// them.
[[nodiscard]] std::string to_stored(const Article& article);

/// The article of such bytes. Error: Internal, where they are no article.
[[nodiscard]] Result<Article> from_stored(std::string_view bytes);

}  // namespace newshole::extract
