#include "bench/made_up_news.h"

#include <string>

namespace newshole::bench {
namespace {

html::Selector selector(std::string_view text) {
  return *html::Selector::parse(text);
}

}  // namespace

site::SiteProfile make_profile(std::string_view path) {
  site::SiteProfile profile;
  profile.name = kSite;
  profile.title = "News";
  profile.hosts = {std::string(kSite)};
  profile.web = "https://news.example/";
  profile.front_pages = {*url::parse_url("https://news.example/")};
  profile.stories.links = {selector("li a@href")};
  profile.stories.paths = {*site::PathTemplate::parse(path)};
  profile.article.headline = {selector("h1")};
  profile.article.body = {selector("article")};
  return profile;
}

}  // namespace newshole::bench
