#include "serve/live/takedowns.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "store/takedowns.h"

namespace newshole::serve {
namespace {

const std::filesystem::path kFolder = ".newshole";

// Differs from what it was if the file was replaced; empty where there is none.
std::string version_of(int root) {
  struct stat status {};
  const std::string name = kFolder / store::kTakedownsFile;
  if (::fstatat(root, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return {};
  return std::to_string(status.st_ino) + " " + std::to_string(status.st_size) + " " +
         std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec);
}

}  // namespace

LiveTakedowns::LiveTakedowns(const std::filesystem::path& root, const LiveSites& sites)
    : sites_(&sites), root_(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}

Result<LiveTarget> LiveTakedowns::allowed(LiveTarget target) {
  const std::lock_guard lock(mutex_);
  read_if_changed();
  if (!keys_.contains(target.url.text)) return target;
  return fail(ErrorKind::TakenDown, "taken down by the operator of this server");
}

void LiveTakedowns::read_if_changed() {
  if (!root_.is_open()) return;
  std::string version = version_of(root_.get());
  if (version == version_) return;
  const auto takedowns = store::read_takedowns_at(root_.get(), kFolder);
  if (!takedowns) return;
  version_ = std::move(version);
  keys_.clear();
  for (const store::Takedown& each : *takedowns) {
    const auto url = url::parse_url(each.url);
    const auto target = url.and_then([&](const url::Url& it) { return sites_->target_of(it); });
    keys_.insert(target ? target->url.text : each.url);
  }
}

}  // namespace newshole::serve
