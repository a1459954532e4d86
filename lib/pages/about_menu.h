#pragma once
// What a mirror says of itself, and the files beside its menus that it leads to. Pure.

#include "pages/menus.h"

namespace newshole::pages {

/// What a reader should know: what this is, whose texts these are, what the marks mean.
[[nodiscard]] gopher::Outline about_menu(const SiteScope& scope);

/// "SITE/about", relative to the edition's folder.
[[nodiscard]] std::string about_folder(std::string_view site);

/// The site's feed, and that of all sites: paths relative to the edition's folder.
[[nodiscard]] std::string feed_path(std::string_view site);
[[nodiscard]] std::string root_feed_path();

/// Items of the site's feed, of that of all sites, and of the other editions' menus of `folder`
/// (empty: their roots).
void add_feed(gopher::Outline& menu, const SiteScope& scope);
void add_root_feed(gopher::Outline& menu, const EditionScope& scope);
void add_other_editions(gopher::Outline& menu, const EditionScope& scope, std::string_view folder);

/// "Plain ASCII, 40 columns": an edition for readers who choose among several.
[[nodiscard]] std::string edition_label(const config::Edition& edition);

}  // namespace newshole::pages
