#include "config/fingerprints.h"

#include "base/fingerprint.h"

namespace newshole::config {
namespace {

// Raised when a new version sets pages in another way, so that old ones are set again.
constexpr std::string_view kLayoutVersion = "3";
// Raised when a new version reads pages in another way.
constexpr std::string_view kRulesVersion = "1";

// Raised when a new version sets menus in another way.
constexpr std::string_view kMenusVersion = "1";

void add_edition(Fingerprinter& layout, const Edition& edition) {
  layout.add(edition.name);
  layout.add(text::name_of(edition.charset));
  layout.add(edition.width);
  layout.add(edition.menu_width);
  layout.add(static_cast<std::int64_t>(edition.menu_measure));
  layout.add(static_cast<std::int64_t>(edition.dialect));
  layout.add(static_cast<std::int64_t>(edition.links));
  layout.add(static_cast<std::int64_t>(edition.article_view));
  // Mirrors know the fingerprints of editions that all had it everywhere.
  if (edition.banner != BannerPlace::All) layout.add(static_cast<std::int64_t>(edition.banner));
}

std::uint64_t layout_of(const Config& config, const site::SiteProfile& profile) {
  Fingerprinter layout;
  layout.add(kLayoutVersion);
  layout.add(config.host);
  layout.add(config.port);
  layout.add(config.selector_prefix);
  for (const Edition& edition : config.editions) add_edition(layout, edition);
  layout.add(profile.title);
  layout.add(profile.tagline);
  layout.add(profile.web);
  for (const std::string& line : profile.banner) layout.add(line);
  for (const std::string& line : profile.narrow_banner) layout.add(line);
  return layout.value();
}

void add_lines(Fingerprinter& menus, const std::vector<std::string>& lines) {
  menus.add(static_cast<std::int64_t>(lines.size()));
  for (const std::string& line : lines) menus.add(line);
}

std::uint64_t menu_layout_of(const Config& config, const site::SiteProfile& profile,
                             std::uint64_t layout) {
  Fingerprinter menus;
  menus.add(static_cast<std::int64_t>(layout));
  menus.add(static_cast<std::int64_t>(config.search.kind));
  menus.add(config.search.script);
  menus.add(kMenusVersion);
  menus.add(config.zone.name());
  menus.add(static_cast<std::int64_t>(config.menu_headlines));
  for (const MenuFact fact : config.menu_facts) menus.add(static_cast<std::int64_t>(fact));
  // Mirrors know the fingerprints of menus that were set when there were no such lines.
  if (profile.header.empty() && profile.footer.empty()) return menus.value();
  add_lines(menus, profile.header);
  add_lines(menus, profile.footer);
  return menus.value();
}

std::uint64_t rules_of(const site::SiteProfile& profile) {
  Fingerprinter rules;
  rules.add(kRulesVersion);
  rules.add(static_cast<std::int64_t>(profile.revision));
  return rules.value();
}

}  // namespace

Fingerprints fingerprints_of(const Config& config, const site::SiteProfile& profile) {
  const std::uint64_t layout = layout_of(config, profile);
  return {layout, menu_layout_of(config, profile, layout), rules_of(profile)};
}

}  // namespace newshole::config
