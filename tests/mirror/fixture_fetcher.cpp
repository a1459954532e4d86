#include "mirror/fixture_fetcher.h"

#include <utility>

namespace newshole::test {

std::vector<std::string> FixtureFetcher::take_asked() {
  return std::exchange(asked_, {});
}

void FixtureFetcher::fetch_all(std::span<const fetch::Request> requests,
                               const OnAnswer& on_answer) {
  for (const fetch::Request& request : requests) asked_.push_back(request.url.text);
  for (std::size_t i = requests.size(); i-- > 0;) {
    ++requests_;
    const auto page = pages_.find(requests[i].url.text);
    if (page == pages_.end()) {
      on_answer(i, fail(ErrorKind::NotFound, "no fixture"));
    } else {
      on_answer(i, fetch::make_page(requests[i].url, page->second, "text/html; charset=utf-8"));
    }
  }
}

}  // namespace newshole::test
