#pragma once
// Pages on demand with a fetcher that does what the test says, and profiles of two
// sites.

#include <chrono>
#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/clock.h"
#include "fetch/fetcher.h"
#include "serve/answer_bytes.h"
#include "serve/live/handler.h"
#include "site/catalog.h"
#include "temp_folder.h"

namespace newshole::test {

/// news.example: stories have dated paths, the front page lists them. plain.example: over HTTP,
/// below /news, stories told apart by their query. one.example: stories are parts of one page.
class LiveCatalog {
 public:
  LiveCatalog() {
    folder_.write("news.example.json", R"({
      "name": "news.example", "title": "The Example", "hosts": ["news.example", "www.news.example"],
      "web": "https://news.example/", "front_pages": ["https://news.example/"],
      "tagline": "news.example - on gopher - unofficial",
      "stories": {"links": ["li > a[href]@href"],
                  "paths": ["/{year}/{month}/{day}/{section}/{slug}"],
                  "drop_suffixes": ["/index.html", "/"]},
      "article": {"headline": ["h1"], "body": ["article"]}})");
    folder_.write("plain.example.json", R"({
      "name": "plain.example", "title": "Plain", "hosts": ["plain.example"], "under": ["/news"],
      "web": "http://plain.example/news", "front_pages": ["http://plain.example/news"],
      "tagline": "plain",
      "stories": {"links": ["li > a[href]@href"], "paths": ["/news/story"], "query": "keep"},
      "article": {"headline": ["h1"], "body": ["article"]}})");
    folder_.write("one.example.json", R"({
      "name": "one.example", "title": "One", "hosts": ["one.example"],
      "web": "https://one.example/", "front_pages": ["https://one.example/"], "tagline": "one",
      "stories": {"items": ["dl"], "headline": ["dt"]},
      "article": {"headline": ["dt"], "body": ["dd"]}})");
    const std::vector<std::filesystem::path> folders = {folder_.path()};
    auto loaded = site::Catalog::load(folders);
    REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : loaded.error().message));
    catalog_ = *std::move(loaded);
  }
  [[nodiscard]] const site::Catalog& get() const { return catalog_; }

 private:
  TempFolder folder_;
  site::Catalog catalog_;
};

class LiveClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override {
    return UtcTime(std::chrono::seconds(1'764'612'245));
  }
  [[nodiscard]] Tick tick() const override { return tick_; }
  void move(std::chrono::milliseconds time) { tick_ += time; }

 private:
  Tick tick_;
};

/// What was asked for and has no answer yet, oldest first.
struct Fetches {
  struct Asked {
    fetch::Request request;
    fetch::Fetcher::OnAnswer on_answer;
  };
  std::list<Asked> waiting;
  std::size_t count = 0;
};

class FakeFetcher final : public fetch::Fetcher {
 public:
  explicit FakeFetcher(Fetches& fetches) : fetches_(&fetches) {}
  void ask(fetch::Request request, OnAnswer on_answer) override {
    ++fetches_->count;
    fetches_->waiting.push_back({std::move(request), std::move(on_answer)});
  }
  void wait_until(const std::function<bool()>&) override {}

 private:
  Fetches* fetches_;
};

class LiveScene {
 public:
  explicit LiveScene(serve::LiveHosts hosts = serve::LiveHosts::OfProfiles,
                     serve::LiveOptions options = {})
      : sites_(catalog_.get(), hosts) {
    options.threads = 0;  // pages are made before `arrive` returns
    auto made =
        serve::LiveHandler::create(sites_, std::make_unique<FakeFetcher>(fetches), clock, options);
    REQUIRE(made.has_value());
    handler = *std::move(made);
  }

  /// Asks; the answer stands in the place that is given, once it is there.
  std::size_t ask(const std::string& selector, const std::string& words = {}) {
    return ask_from("client " + std::to_string(answers.size()), selector, words);
  }
  /// The same, from a network that may have asked before.
  std::size_t ask_from(const std::string& network, const std::string& selector,
                       const std::string& words = {}) {
    const std::size_t place = answers.size();
    answers.emplace_back();
    handler->answer({selector, words}, {{"hole.example", 7070}, network},
                    [this, place](serve::Answer given) { answers.at(place) = std::move(given); });
    return place;
  }
  /// Of what is answered at once.
  std::string got(const std::string& selector, const std::string& words = {}) {
    return bytes(ask(selector, words));
  }
  [[nodiscard]] std::string bytes(std::size_t place) const {
    return answers.at(place) ? bytes_of(*answers.at(place)) : "(no answer)";
  }
  [[nodiscard]] serve::Outcome outcome(std::size_t place) const {
    REQUIRE(answers.at(place).has_value());
    return answers.at(place)->outcome;
  }
  /// The address that has waited longest.
  [[nodiscard]] std::string fetching() const {
    return fetches.waiting.empty() ? "(nothing)" : fetches.waiting.front().request.url.text;
  }
  /// Its answer.
  void arrive(const std::string& html) {
    const url::Url at = fetches.waiting.front().request.url;
    arrive(fetch::make_page(at, html, "text/html").value());
  }
  void arrive(Result<fetch::Answer> answer) {
    const Fetches::Asked first = std::move(fetches.waiting.front());
    fetches.waiting.pop_front();
    first.on_answer(std::move(answer));
  }
  void fail(ErrorKind kind, const std::string& message, long status = 0) {
    arrive(tl::unexpected(Error{kind, message, status}));
  }

  LiveClock clock;
  Fetches fetches;
  std::deque<std::optional<serve::Answer>> answers;

 private:
  LiveCatalog catalog_;
  serve::LiveSites sites_;

 public:
  std::unique_ptr<serve::LiveHandler> handler;
};

/// A story of news.example.
inline std::string story_page(const std::string& headline, const std::string& body) {
  return "<html><body><h1>" + headline + "</h1><article>" + body + "</article></body></html>";
}

}  // namespace newshole::test
