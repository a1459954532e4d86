#include "fetch/fetcher.h"

#include <utility>

namespace newshole::fetch {
namespace {

Result<Page> page_of(Answer answer) {
  if (auto* page = std::get_if<Page>(&answer)) return std::move(*page);
  return fail(ErrorKind::Internal, "the fetcher answered what was not asked");
}

}  // namespace

Traffic Traffic::since(const Traffic& before) const {
  return {.requests = requests - before.requests,
          .connections = connections - before.connections,
          .bytes_on_the_wire = bytes_on_the_wire - before.bytes_on_the_wire,
          .bytes_decoded = bytes_decoded - before.bytes_decoded,
          .not_modified = not_modified - before.not_modified,
          .retries = retries - before.retries};
}

Result<Page> Fetcher::fetch(const url::Url& url, const std::vector<std::string>& hosts) {
  const Request request{.url = url, .validators = {}, .hosts = hosts};
  Result<Page> got = fail(ErrorKind::Internal, "the fetcher gave no answer");
  fetch_all({&request, 1},
            [&](std::size_t, Result<Answer> answer) { got = std::move(answer).and_then(page_of); });
  return got;
}

tl::unexpected<Error> stopped() {
  return fail(ErrorKind::Stopped, "asked to stop");
}

}  // namespace newshole::fetch
