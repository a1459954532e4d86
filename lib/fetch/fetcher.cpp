#include "fetch/fetcher.h"

#include <atomic>
#include <unordered_map>
#include <utility>

namespace newshole::fetch {

namespace {

/// Requests as those of one host follow each other.
struct HostLines {
  std::vector<std::size_t> first;  // of each host
  std::vector<std::size_t> next;   // by request, the number of requests for the last of its host
};

HostLines lines_of(std::span<const Request> requests) {
  HostLines lines{.first = {}, .next = std::vector(requests.size(), requests.size())};
  std::unordered_map<std::string_view, std::size_t> last;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const auto [before, is_first] = last.try_emplace(requests[i].url.host, i);
    if (is_first) lines.first.push_back(i);
    if (!is_first) lines.next[std::exchange(before->second, i)] = i;
  }
  return lines;
}

}  // namespace

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

Traffic& Traffic::operator+=(const Traffic& more) {
  requests += more.requests;
  connections += more.connections;
  bytes_on_the_wire += more.bytes_on_the_wire;
  bytes_decoded += more.bytes_decoded;
  not_modified += more.not_modified;
  retries += more.retries;
  return *this;
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

void Fetcher::fetch_in_turn(std::span<const Request> requests, const OnIndexedAnswer& on_answer) {
  const HostLines lines = lines_of(requests);
  std::atomic<std::size_t> missing = requests.size();
  const std::function<void(std::size_t)> ask_from = [&](std::size_t i) {
    ask(requests[i], [&, i](Result<Answer> answer) {
      on_answer(i, std::move(answer));
      if (lines.next[i] < requests.size()) ask_from(lines.next[i]);
      --missing;
    });
  };
  for (const std::size_t i : lines.first) ask_from(i);
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
