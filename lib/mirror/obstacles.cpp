#include "mirror/obstacles.h"

#include <algorithm>

#include "base/join.h"
#include "pages/own_file.h"

namespace newshole::mirror {
namespace {

namespace fs = std::filesystem;
using store::FailureRecord;

// The cause of a file that stays.
constexpr std::string_view kKept = "kept";

// Sites that a notice names at most.
constexpr std::size_t kNamedSites = 5;

bool is_story(const FailureRecord& obstacle) {
  return obstacle.subject.find("://") != std::string::npos;
}

/// Whether a folder stands at the path, or something else in the place of a folder above it.
bool is_blocked(const fs::path& root, const std::string& path) {
  std::error_code error;
  fs::path at = root;
  for (const std::string_view part : split(path, '/')) {
    if (at != root && fs::exists(fs::symlink_status(at, error)) &&
        fs::symlink_status(at, error).type() != fs::file_type::directory)
      return true;
    at /= part;
  }
  return fs::symlink_status(at, error).type() == fs::file_type::directory;
}

std::string places_of_news(const OpenMirror& mirror, const config::Edition& edition) {
  std::vector<std::string> selectors;
  for (const std::string& site : mirror.sites) {
    if (selectors.size() == kNamedSites) break;
    selectors.push_back(pages::selector_of({mirror.config, edition}, site));
  }
  const std::string more = mirror.sites.size() > kNamedSites ? " and so on" : "";
  return "; the news are at " + joined(selectors, ", ") + more;
}

std::string notice_of(const OpenMirror& mirror, const std::string& path) {
  std::string notice = "is not newshole's, so it stays as it is";
  const auto& editions = mirror.config.editions;
  const auto edition = std::ranges::find_if(
      editions, [&](const config::Edition& each) { return pages::menu_path(each, "") == path; });
  return edition == editions.end() ? notice : notice + places_of_news(mirror, *edition);
}

class Obstacles {
 public:
  Obstacles(OpenMirror& mirror, UtcTime now) : mirror_(mirror), now_(now) {}

  Status recall() {
    std::set<std::string> sites = {""};
    for (const SiteReport& site : mirror_.report.sites) sites.insert(site.site);
    return try_each(sites, [&](const std::string& site) {
      return mirror_.state.failures(site).map([&](const std::vector<FailureRecord>& known) {
        for (const FailureRecord& each : known) {
          if (each.of == FailureRecord::Of::File) known_.emplace(Key(site, each.subject), each);
        }
      });
    });
  }

  void settle() {
    for (Failure& failure : mirror_.report.failures) {
      if (failure.error.is_obstacle) settle(failure);
    }
    for (const std::string& path : mirror_.kept) {
      if (is_news({"", path}, std::string(kKept)))
        mirror_.report.notices.push_back(
            {(mirror_.config.root / path).string(), notice_of(mirror_, path)});
    }
  }

  Status remember() {
    for (const auto& [key, known] : known_) {
      if (!met_.contains(key) && is_gone(key, known)) gone_.push_back(key);
    }
    if (fresh_.empty() && gone_.empty()) return {};
    store::Transaction changes = mirror_.state.begin();
    for (const auto& [key, fresh] : fresh_) changes.save(key.first, fresh);
    for (const Key& key : gone_) changes.drop_failure(key.first, known_.at(key));
    return changes.commit();
  }

 private:
  using Key = std::pair<std::string, std::string>;  // site, subject

  void settle(Failure& failure) {
    const Key key(failure.site, failure.subject);
    if (is_news(key, failure.error.message)) return;
    failure.gravity = Gravity::Known;
    failure.since = known_.at(key).first_failed;
  }

  // Notes that it was met.
  bool is_news(const Key& key, const std::string& cause) {
    const auto known = known_.find(key);
    met_.insert(key);
    if (known != known_.end() && known->second.cause == cause) return false;
    fresh_.insert_or_assign(key, FailureRecord{.of = FailureRecord::Of::File,
                                               .subject = key.second,
                                               .cause = cause,
                                               .first_failed = now_,
                                               .last_tried = now_,
                                               .last_told = now_});
    return true;
  }

  // Files are not tried in each run; stories are, while their site lists them.
  [[nodiscard]] bool is_gone(const Key& key, const FailureRecord& known) const {
    if (!is_story(known)) {
      const fs::path& root = mirror_.config.root;
      return known.cause == kKept ? !pages::is_foreign(root / known.subject)
                                  : !is_blocked(root, known.subject);
    }
    return std::ranges::none_of(mirror_.report.sites, [&](const SiteReport& site) {
      return site.site == key.first && (site.ended_early || site.front_page_failed);
    });
  }

  OpenMirror& mirror_;
  UtcTime now_;
  std::map<Key, FailureRecord> known_;
  std::map<Key, FailureRecord> fresh_;
  std::set<Key> met_;
  std::vector<Key> gone_;
};

}  // namespace

Status tell_obstacles(OpenMirror& mirror, UtcTime now, Memory memory) {
  Obstacles obstacles(mirror, now);
  const Status recalled = memory == Memory::Heeded ? obstacles.recall() : Status();
  if (!recalled) return recalled;
  obstacles.settle();
  return memory == Memory::Heeded ? obstacles.remember() : Status();
}

}  // namespace newshole::mirror
