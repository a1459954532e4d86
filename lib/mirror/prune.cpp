#include "mirror/prune.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/ascii.h"
#include "gopher/menu_file.h"
#include "mirror/open_mirror.h"
#include "pages/changes/corrections.h"
#include "pages/digest.h"
#include "pages/own_file.h"
#include "pages/stories/story_forms.h"
#include "store/state.h"

namespace newshole::mirror {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFeed = "feed.xml";
// Below a site's folder no story stands in these.
constexpr std::array<std::string_view, 6> kOwnFolders = {"sections", "archive",     "new",
                                                         "about",    "corrections", "digest"};
constexpr int kBatch = 500;

bool is_menu_or_feed(const fs::path& file) {
  return file.filename() == kFeed || pages::dialect_of(file).has_value();
}

bool is_regular(const fs::directory_entry& entry) {
  std::error_code error;
  return entry.symlink_status(error).type() == fs::file_type::regular;
}

bool is_folder(const fs::directory_entry& entry) {
  std::error_code error;
  return entry.symlink_status(error).type() == fs::file_type::directory;
}

/// The entries of a folder; none where it cannot be read.
std::vector<fs::directory_entry> entries_of(const fs::path& folder) {
  std::error_code error;
  fs::directory_iterator at(folder, error);
  std::vector<fs::directory_entry> entries;
  for (; !error && at != fs::directory_iterator(); at.increment(error)) entries.push_back(*at);
  return entries;
}

/// The regular files below a folder, relative to `root`. Links are not followed.
std::vector<std::string> files_below(const fs::path& root, const fs::path& folder) {
  std::vector<std::string> files;
  if (fs::is_symlink(root / folder)) return files;
  std::error_code error;
  fs::recursive_directory_iterator at(root / folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (is_regular(*at)) files.push_back(at->path().lexically_relative(root).string());
  }
  std::ranges::sort(files);
  return files;
}

/// By its place: the front page, the feed, and the menus and pages where no story stands. `file` is
/// its whole path.
bool is_own_page(std::string_view inside, const fs::path& file) {
  const std::size_t slash = inside.find('/');
  if (slash == std::string_view::npos) return is_menu_or_feed(inside);
  const std::string_view top = inside.substr(0, slash);
  if (std::ranges::find(kOwnFolders, top) == kOwnFolders.end()) return false;
  if (pages::dialect_of(file)) return true;
  if (!inside.ends_with(".txt")) return false;
  if (top == "corrections") return pages::has_own_heading(file, pages::kCorrectionHeading);
  return top == "digest" && pages::has_own_heading(file, pages::kDigestHeading);
}

using Names = std::vector<std::string>;

bool contains(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

Names edition_names(const config::Config& config) {
  Names names;
  for (const config::Edition& edition : config.editions) names.push_back(edition.name);
  return names;
}

bool has_front_page(const fs::path& folder) {
  return std::ranges::any_of(entries_of(folder), [](const fs::directory_entry& entry) {
    return is_regular(entry) && pages::dialect_of(entry.path()).has_value();
  });
}

/// What the configuration and the state say of a mirror.
struct Mirrored {
  const config::Config& config;
  Names sites;     // of the state
  Names editions;  // that are left over

  [[nodiscard]] bool is_configured(const std::string& site) const {
    return contains(config.sites, site);
  }
};

bool may_be_edition(const std::string& name) {
  return std::ranges::all_of(name, [](char c) {
    return ascii::is_lower(c) || ascii::is_digit(c) || c == '-' || c == '_';
  });
}

Result<Mirrored> look_at(const config::Config& config, store::State& state) {
  auto sites = state.site_names();
  if (!sites) return tl::unexpected(sites.error());
  Mirrored found{config, *std::move(sites), {}};
  const Names configured = edition_names(config);
  for (const fs::directory_entry& entry : entries_of(config.root)) {
    const std::string name = entry.path().filename().string();
    if (!is_folder(entry) || contains(configured, name) || !may_be_edition(name)) continue;
    // Another mirror.
    if (fs::exists(entry.path() / ".newshole")) continue;
    const bool has_site = std::ranges::any_of(found.sites, [&](const std::string& site) {
      return !fs::is_symlink(entry.path() / site) && has_front_page(entry.path() / site);
    });
    if (has_site) found.editions.push_back(name);
  }
  std::ranges::sort(found.editions);
  return found;
}

struct SiteFolder {
  std::string edition;
  std::string site;

  [[nodiscard]] std::string path() const { return edition.empty() ? site : edition + "/" + site; }
};

std::vector<SiteFolder> folders_of(const Mirrored& mirrored) {
  std::vector<SiteFolder> folders;
  for (const std::string& site : mirrored.sites) {
    if (mirrored.is_configured(site)) continue;
    for (const std::string& edition : edition_names(mirrored.config))
      folders.push_back({edition, site});
  }
  for (const std::string& edition : mirrored.editions) {
    for (const std::string& site : mirrored.sites) folders.push_back({edition, site});
  }
  std::erase_if(folders, [&](const SiteFolder& folder) {
    std::error_code error;
    return !fs::is_directory(fs::symlink_status(mirrored.config.root / folder.path(), error));
  });
  return folders;
}

/// The files that the site's stories have or had in the edition.
Result<std::set<std::string>> story_files(store::State& state, const SiteFolder& folder) {
  const config::Edition edition{.name = folder.edition};
  std::set<std::string> files;
  std::string last;
  while (true) {
    const auto stories = state.stories_after(folder.site, last, kBatch);
    if (!stories) return tl::unexpected(stories.error());
    if (stories->empty()) return files;
    last = stories->back().url;
    for (const store::StoryRecord& story : *stories) {
      const pages::StoryFiles all = pages::story_files(edition, story.path);
      files.insert(all.own.begin(), all.own.end());
      files.insert(all.others.begin(), all.others.end());
    }
  }
}

Result<LeftOver> left_over_in(const Mirrored& mirrored, store::State& state,
                              const SiteFolder& folder) {
  const auto of_stories = story_files(state, folder);
  if (!of_stories) return tl::unexpected(of_stories.error());
  LeftOver left{.folder = folder.path()};
  for (std::string& file : files_below(mirrored.config.root, left.folder)) {
    const std::string_view inside = std::string_view(file).substr(left.folder.size() + 1);
    const bool is_own =
        of_stories->contains(file) || is_own_page(inside, mirrored.config.root / file);
    (is_own ? left.files : left.foreign).push_back(std::move(file));
  }
  return left;
}

/// The pages above an edition's sites.
LeftOver left_over_edition(const Mirrored& mirrored, const std::string& edition) {
  LeftOver left{.folder = edition};
  for (const fs::directory_entry& entry : entries_of(mirrored.config.root / edition)) {
    const std::string file = edition + "/" + entry.path().filename().string();
    if (!is_folder(entry)) {
      const bool is_own =
          is_regular(entry) && is_menu_or_feed(entry.path()) && !pages::is_foreign(entry.path());
      (is_own ? left.files : left.foreign).push_back(file);
    }
  }
  return left;
}

Result<std::vector<LeftOver>> all_left_over(const Mirrored& mirrored, store::State& state) {
  std::vector<LeftOver> all;
  for (const SiteFolder& folder : folders_of(mirrored)) {
    auto left = left_over_in(mirrored, state, folder);
    if (!left) return tl::unexpected(left.error());
    all.push_back(*std::move(left));
  }
  for (const std::string& edition : mirrored.editions)
    all.push_back(left_over_edition(mirrored, edition));
  return all;
}

Status forget_site(store::State& state, const std::string& site) {
  while (true) {
    const auto stories = state.stories_after(site, "", kBatch);
    if (!stories) return tl::unexpected(stories.error());
    store::Transaction changes = state.begin();
    for (const store::StoryRecord& story : *stories) changes.remove_story(site, story.url);
    if (stories->empty()) changes.remove_site(site);
    if (Status done = changes.commit(); !done || stories->empty()) return done;
  }
}

// The state goes last: a run that is killed leaves it, and the next finds the rest.
Status remove_all(const std::vector<LeftOver>& all, const Mirrored& mirrored, store::State& state,
                  Publisher& publisher) {
  for (const LeftOver& left : all) {
    Status removed =
        try_each(left.files, [&](const std::string& file) { return publisher.remove(file); });
    if (!removed) return removed;
  }
  return try_each(mirrored.sites, [&](const std::string& site) {
    return mirrored.is_configured(site) ? Status() : forget_site(state, site);
  });
}

}  // namespace

Result<std::vector<std::string>> left_over_folders(const config::Config& config,
                                                   store::State& state) {
  return look_at(config, state).map([](const Mirrored& mirrored) {
    Names folders = mirrored.editions;
    for (const SiteFolder& folder : folders_of(mirrored)) {
      if (!contains(mirrored.editions, folder.edition)) folders.push_back(folder.path());
    }
    return folders;
  });
}

Result<std::vector<LeftOver>> prune(const config::Config& config, Mode mode) {
  const bool is_dry = mode == Mode::DryRun;
  const PublishMode publishing = is_dry ? PublishMode::DryRun : PublishMode::Write;
  const auto workspace = Workspace::open(config.root, publishing, passage_of(config));
  if (!workspace) return tl::unexpected(workspace.error());
  auto publisher = Publisher::open(workspace->place(), publishing);
  if (!publisher) return tl::unexpected(publisher.error());
  auto state = store::State::open(workspace->private_folder(),
                                  is_dry ? store::StateMode::Scratch : store::StateMode::Durable);
  if (!state) return tl::unexpected(state.error());
  const auto mirrored = look_at(config, *state);
  if (!mirrored) return tl::unexpected(mirrored.error());
  const auto is_configured = [&](const std::string& site) { return mirrored->is_configured(site); };
  if (std::ranges::none_of(mirrored->sites, is_configured))
    return fail(ErrorKind::Config, config.root.string() +
                                       ": has none of the configuration's sites, so it may be the "
                                       "mirror of another one; nothing is removed");
  auto all = all_left_over(*mirrored, *state);
  if (!all || is_dry) return all;
  const Status removed = remove_all(*all, *mirrored, *state, *publisher);
  if (!removed) return tl::unexpected(removed.error());
  return all;
}

}  // namespace newshole::mirror
