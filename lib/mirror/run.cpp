#include "mirror/run.h"

#include <algorithm>
#include <utility>

#include "pages/story_forms.h"
#include "search/update.h"

namespace newshole::mirror {
namespace {

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

Status with_index(const Run& run,
                  Result<search::UpdateOutcome> (*task)(const search::UpdateSources& sources)) {
  if (run.options->mode == Mode::DryRun) return {};
  const auto outcome = task({.root = run.options->config.root,
                             .state = run.state,
                             .fresh = run.fresh,
                             .edition = run.editions->front().edition,
                             .clock = run.clock,
                             .stop = run.options->stop});
  if (!outcome) return tl::unexpected(outcome.error());
  if (!outcome->index)
    run.report->failures.push_back({"", outcome->folder.string(), outcome->index.error()});
  return {};
}

}  // namespace

Status publish_staged(const Run& run) {
  Result<std::vector<PublishedFile>> published = run.publisher->publish();
  if (!published) return tl::unexpected(published.error());
  for (PublishedFile& file : *published) {
    run.progress->wrote(file.path);
    run.report->bytes_written += file.bytes;
    run.report->files_written.push_back(std::move(file.path));
  }
  return {};
}

Status put(const Run& run, const std::string& site, const std::string& path,
           std::string_view bytes) {
  const Result<Put> done = run.publisher->put(path, bytes);
  if (!done) return tl::unexpected(done.error());
  if (done->outcome == Put::Outcome::Refused) {
    run.report->failures.push_back({site, path, {ErrorKind::Io, done->obstacle}});
  }
  return {};
}

Status remove_pending(const Run& run) {
  constexpr int kBatch = 500;
  while (true) {
    const Result<std::vector<std::string>> paths = run.state->pending_removals(kBatch);
    if (!paths) return tl::unexpected(paths.error());
    if (paths->empty()) return {};
    store::Transaction removals = run.state->begin();
    for (const std::string& path : *paths) {
      if (Status status = run.publisher->remove(path); !status) return status;
      removals.drop_pending_removal(path);
    }
    if (Status status = removals.commit(); !status) return status;
  }
}

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

Status update_index(const Run& run) {
  return with_index(run, search::update_index);
}

Status rebuild_index(const Run& run) {
  return with_index(run, search::rebuild_index);
}

pages::MenuMaker menu_maker(const Run& run, const site::SiteProfile* profile,
                            EditionSetter& setter) {
  pages::MenuMaker maker{&run.options->config, setter.edition, profile, &setter.press.menu_lines()};
  if (run.forms != nullptr) {
    maker.form_of = [forms = run.forms, edition = setter.edition](const store::StoryRecord& story) {
      return forms->form_of(*edition, story);
    };
  }
  return maker;
}

}  // namespace newshole::mirror
