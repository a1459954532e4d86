#include "process/output.h"

#include <cerrno>
#include <unistd.h>
#include <utility>

#include "base/descriptor.h"

namespace newshole::converter {

Status Output::begin() {
  if (!path_ || file_) return {};
  const Result<std::filesystem::path> place = followed(*path_);
  if (!place) return tl::unexpected(place.error());
  Result<WholeFile> file = WholeFile::create(*place);
  if (!file) return tl::unexpected(file.error());
  file_.emplace(*std::move(file));
  packer_ = packer_for(path_->native());
  return {};
}

Status Output::write_to_file(std::string_view bytes) {
  if (bytes.empty()) return {};
  if (Status begun = begin(); !begun) return begun;
  if (!packer_) return file_->write(bytes);
  packed_.clear();
  packer_->add(bytes, packed_);
  return file_->write(packed_);
}

Status Output::write(std::string_view bytes) {
  if (path_) return write_to_file(bytes);
  const int error = write_fully(STDOUT_FILENO, bytes);
  closed_ = error == EPIPE;
  if (error == 0 || closed_) return {};
  return cannot_be_written("standard output", error);
}

Status Output::finish() {
  if (!file_) return {};
  if (packer_) {
    packed_.clear();
    packer_->finish(packed_);
    if (Status written = file_->write(packed_); !written) return written;
  }
  return file_->put_in_place();
}

}  // namespace newshole::converter
