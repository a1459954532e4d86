#pragma once
// Finds FIGfonts, and draws the banners of profiles in them.

#include <filesystem>
#include <string>

#include "base/error.h"
#include "format/figfont.h"
#include "site/profile.h"

namespace newshole::converter {

/// A name with a slash is a file; others are looked for in `beside`, if that is not empty, then
/// where figlet keeps its fonts. With or without its suffix. Errors: Usage (there is none), those
/// of FigFont::parse.
[[nodiscard]] Result<format::FigFont> load_font(const std::string& name,
                                                const std::filesystem::path& beside);

/// Draws a profile's banner as one line of letters, however long. Reads each font once; not for
/// several threads.
[[nodiscard]] site::DrawBanner banner_drawer(std::filesystem::path beside);

}  // namespace newshole::converter
