#include "mirror/made_up_site.h"

#include <algorithm>

#include <doctest/doctest.h>

namespace newshole::test {

Names sorted(Names names) {
  std::sort(names.begin(), names.end());
  return names;
}
namespace {

constexpr const char* kHost = "https://news.example";

html::Selector selector(std::string_view text) {
  return *html::Selector::parse(text);
}

}  // namespace

site::SiteProfile made_up_profile(const std::string& name) {
  site::SiteProfile profile;
  profile.name = name;
  profile.title = "News of " + name;
  profile.hosts = {name};
  profile.web = "https://" + name + "/";
  profile.front_pages = {*url::parse_url("https://" + name + "/")};
  profile.tagline = name + " - on gopher - unofficial";
  profile.banner = {"N E W S"};
  profile.stories.links = {selector("li a@href")};
  profile.stories.paths = {*site::PathTemplate::parse("/{year}/{month}/{day}/{section}/{slug}")};
  profile.article.headline = {selector("h1")};
  profile.article.body = {selector("article")};
  return profile;
}

std::string front_page_html(const std::vector<LinkToStory>& links) {
  std::string html = "<!doctype html><title>News</title><ul>";
  for (const LinkToStory& link : links) {
    html += "<li><a href=\"" + link.path + "\">" + link.headline + "</a></li>";
  }
  return html + "</ul>";
}

std::string story_html(const std::string& headline, const std::string& text) {
  return "<!doctype html><title>News</title><h1>" + headline + "</h1><article><p>" + text +
         "</p></article>";
}

void ToldProgress::began(std::string_view site) {
  told = {"began " + std::string(site)};
  news.clear();
}

void ToldProgress::listed(std::string_view, std::size_t stories, std::size_t to_fetch) {
  told.push_back("listed " + std::to_string(stories) + ", " + std::to_string(to_fetch) +
                 " to fetch");
}

void ToldProgress::fetched(const mirror::Arrival& arrival) {
  told.push_back("fetched " + std::string(arrival.url) + ", next " +
                 std::string(arrival.waiting_for) + ", " +
                 std::to_string(arrival.bytes_on_the_wire) + " bytes");
}

void ToldProgress::wrote(std::string_view file) {
  told.push_back("wrote " + std::string(file));
}

void ToldProgress::heard(const mirror::News& heard) {
  news.push_back(std::to_string(static_cast<int>(heard.event)) + " " + std::string(heard.headline) +
                 " " + std::string(heard.url));
}

site::SiteProfile serve_other_site(FixtureFetcher& fetcher) {
  fetcher.set("https://other.example/", front_page_html({{"/2025/09/19/tech/x", "Other news"}}));
  fetcher.set("https://other.example/2025/09/19/tech/x",
              story_html("Other news", "Text of the other site."));
  return made_up_profile("other.example");
}

MadeUpSite::MadeUpSite() : profile_(made_up_profile("news.example")) {
  options.config.root = temp_.path() / "mirror";
  options.config.sites = {"news.example"};
  options.config.host = "hole.example";
  options.source = mirror::PageSource::Folder;
  options.profiles = {&profile_};
  list(kTwoStories);
  set_story("/2025/09/19/tech/rates", "Rates up again", "The bank said so on Friday.");
  set_story("/2025/09/18/us/rain", "Rain expected", "Bring an umbrella on Saturday.");
}

void MadeUpSite::list(const std::vector<LinkToStory>& links) {
  fetcher.set(std::string(kHost) + "/", front_page_html(links));
}

void MadeUpSite::set_story(const std::string& path, const std::string& headline,
                           const std::string& text) {
  fetcher.set(kHost + path, story_html(headline, text));
}

void MadeUpSite::remove_story(const std::string& path) {
  fetcher.remove(kHost + path);
}

Result<mirror::Report> MadeUpSite::run() {
  return mirror::refresh(options, fetcher, clock, progress);
}

mirror::Report MadeUpSite::report() {
  auto report = run();
  REQUIRE_MESSAGE(report, (report ? std::string() : report.error().message));
  return *std::move(report);
}

}  // namespace newshole::test
