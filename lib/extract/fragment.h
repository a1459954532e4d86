#pragma once
// HTML that is the text of a story and nothing else.

#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "extract/article.h"
#include "url/url.h"

namespace newshole::extract {

/// All blocks of it, in its order; links are resolved against `base`. `clock` is for the limits of
/// parsing only. Errors: TooComplex.
[[nodiscard]] Result<std::vector<Block>> read_fragment(std::string_view html, const url::Url& base,
                                                       const Clock& clock);

}  // namespace newshole::extract
