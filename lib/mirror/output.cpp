#include "mirror/output.h"

#include <utility>
#include <vector>

namespace newshole::mirror {

Status Output::put(const std::string& site, const std::string& path, std::string_view bytes) {
  const Result<Put> done = publisher_->put(path, bytes);
  if (!done) return tl::unexpected(done.error());
  if (done->outcome == Put::Outcome::Refused) {
    fail({site, path, {ErrorKind::Io, done->obstacle}});
  }
  return {};
}

Status Output::publish() {
  std::set<std::string> reported;
  return publish_once(reported);
}

Status Output::publish_once(std::set<std::string>& reported) {
  Result<std::vector<PublishedFile>> published = publisher_->publish();
  if (!published) return tl::unexpected(published.error());
  for (PublishedFile& file : *published) {
    report_->bytes_written += file.bytes;
    if (!reported.insert(file.path).second) continue;
    progress_->wrote(file.path);
    report_->files_written.push_back(std::move(file.path));
  }
  return {};
}

void Output::report_visible() {
  for (PublishedFile& file : publisher_->take_visible()) {
    report_->bytes_written += file.bytes;
    report_->files_written.push_back(std::move(file.path));
  }
}

}  // namespace newshole::mirror
