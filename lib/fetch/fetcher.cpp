#include "fetch/fetcher.h"

#include <utility>

namespace newshole::fetch {

Result<Page> Fetcher::fetch(const Request& request) {
  Result<Page> got = fail(ErrorKind::Internal, "the fetcher gave no answer");
  fetch_all({&request, 1}, [&](std::size_t, Result<Page> page) { got = std::move(page); });
  return got;
}

}  // namespace newshole::fetch
