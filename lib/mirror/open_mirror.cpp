#include "mirror/open_mirror.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "pages/menus.h"
#include "pages/server_files.h"

namespace newshole::mirror {
namespace {

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

Result<std::vector<store::SiteRecord>> known_sites(const OpenMirror& mirror) {
  std::vector<store::SiteRecord> sites;
  for (const std::string& name : mirror.sites) {
    Result<std::optional<store::SiteRecord>> site = mirror.state->site(name);
    if (!site) return tl::unexpected(site.error());
    if (*site) sites.push_back(**std::move(site));
  }
  return sites;
}

Status remove_files(const OpenMirror& mirror, std::span<const std::string> paths) {
  store::Transaction removals = mirror.state->begin();
  for (const std::string& path : paths) removals.add_pending_removal(path);
  const Status status = removals.commit();
  return status ? remove_pending(mirror) : status;
}

// Removes menus of the dialect that an edition had before once there is one of today's.
Status publish_root_menu(const OpenMirror& mirror, std::span<const store::SiteRecord> sites,
                         std::vector<EditionSetter>& editions) {
  const Publisher& publisher = mirror.output->publisher();
  std::vector<std::string> former;
  for (EditionSetter& setter : editions) {
    const pages::EditionScope scope{*mirror.config, *setter.edition};
    const std::string path = pages::menu_path(*setter.edition, "");
    const std::string other = pages::other_menu_path(*setter.edition, "");
    if (!publisher.has_file(path) && publisher.has_file(other)) former.push_back(other);
    Status status =
        mirror.output->put("", path, setter.press.bytes(pages::root_menu(scope, sites)));
    if (!status) return status;
  }
  const Status status = mirror.output->publish();
  return status ? remove_files(mirror, former) : status;
}

struct ServerFile {
  std::string path;
  std::string bytes;
};

// The files that speak for the whole server.
std::vector<ServerFile> server_files(const OpenMirror& mirror,
                                     std::span<const store::SiteRecord> sites) {
  std::vector<std::string> editions;
  for (const config::Edition& edition : mirror.config->editions) {
    if (!edition.name.empty()) editions.push_back(edition.name);
  }
  std::vector<std::string> titles;
  for (const store::SiteRecord& site : sites) titles.push_back(site.title);
  return {{std::string(pages::kRobotsFile),
           pages::robots_txt({.sites = mirror.sites, .editions = editions})},
          {std::string(pages::kCapsFile),
           pages::caps_txt({.sites = titles,
                            .contact = mirror.config->network.contact,
                            .charset = mirror.config->editions.front().charset})}};
}

// Removes what earlier runs wrote when the root was the server's; other files there are not ours.
Status remove_server_files(const OpenMirror& mirror, std::span<const ServerFile> files) {
  std::vector<std::string> own;
  for (const ServerFile& file : files) {
    if (mirror.output->publisher().holds(file.path, file.bytes)) own.push_back(file.path);
  }
  return remove_files(mirror, own);
}

Status publish_server_files(const OpenMirror& mirror, std::span<const store::SiteRecord> sites) {
  const std::vector<ServerFile> files = server_files(mirror, sites);
  if (mirror.config->server_root == config::ServerRoot::Elsewhere) {
    return remove_server_files(mirror, files);
  }
  for (const ServerFile& file : files) {
    if (Status status = mirror.output->put("", file.path, file.bytes); !status) return status;
  }
  return mirror.output->publish();
}

}  // namespace

Result<std::vector<std::string>> sites_of_mirror(const RefreshOptions& options,
                                                 store::State& state) {
  const std::vector<std::string>& configured = options.config.sites;
  const bool is_part = std::ranges::all_of(options.profiles, [&](const auto* profile) {
    return std::ranges::find(configured, profile->name) != configured.end();
  });
  std::vector<std::string> names;
  for (const std::string& name : configured) {
    const auto known = state.site(name);
    if (!known) return tl::unexpected(known.error());
    if (is_part || *known) add_once(names, name);
  }
  for (const site::SiteProfile* profile : options.profiles) add_once(names, profile->name);
  return names;
}

Status remove_pending(const OpenMirror& mirror) {
  constexpr int kBatch = 500;
  while (true) {
    const Result<std::vector<std::string>> paths = mirror.state->pending_removals(kBatch);
    if (!paths) return tl::unexpected(paths.error());
    if (paths->empty()) return {};
    store::Transaction removals = mirror.state->begin();
    for (const std::string& path : *paths) {
      if (Status status = mirror.output->publisher().remove(path); !status) return status;
      removals.drop_pending_removal(path);
    }
    if (Status status = removals.commit(); !status) return status;
  }
}

Status publish_root(const OpenMirror& mirror, std::vector<EditionSetter>& editions) {
  const auto sites = known_sites(mirror);
  if (!sites) return tl::unexpected(sites.error());
  const bool has_root_menu = mirror.sites.size() > 1 && !sites->empty();
  const Status status = has_root_menu ? publish_root_menu(mirror, *sites, editions) : Status();
  return status ? publish_server_files(mirror, *sites) : status;
}

}  // namespace newshole::mirror
