#include "fetch/fetcher.h"

#include <atomic>
#include <utility>

namespace newshole::fetch {

Result<Page> page_of(Result<Answer> answer) {
  if (!answer) return tl::unexpected(answer.error());
  if (auto* page = std::get_if<Page>(&*answer)) return std::move(*page);
  return fail(ErrorKind::Internal, "the fetcher answered what was not asked");
}

Traffic Traffic::since(const Traffic& before) const {
  return {.requests = requests - before.requests,
          .connections = connections - before.connections,
          .bytes_on_the_wire = bytes_on_the_wire - before.bytes_on_the_wire,
          .bytes_decoded = bytes_decoded - before.bytes_decoded,
          .not_modified = not_modified - before.not_modified,
          .retries = retries - before.retries};
}

void Fetcher::fetch_all(std::span<const Request> requests, const OnIndexedAnswer& on_answer) {
  // A fetcher with a thread of its own counts there.
  std::atomic<std::size_t> missing = requests.size();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    ask(requests[i], [&on_answer, &missing, i](Result<Answer> answer) {
      on_answer(i, std::move(answer));
      --missing;
    });
  }
  wait_until([&missing] { return missing == 0; });
}

Result<Page> Fetcher::fetch(const url::Url& url, const std::vector<std::string>& hosts) {
  const Request request{.url = url, .validators = {}, .hosts = hosts};
  Result<Page> got = fail(ErrorKind::Internal, "the fetcher gave no answer");
  fetch_all({&request, 1},
            [&](std::size_t, Result<Answer> answer) { got = page_of(std::move(answer)); });
  return got;
}

tl::unexpected<Error> stopped() {
  return fail(ErrorKind::Stopped, "asked to stop");
}

}  // namespace newshole::fetch
