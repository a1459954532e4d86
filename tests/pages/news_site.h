#pragma once
// A made-up site for tests of menus, and what its menus are made with.

#include <chrono>
#include <string>
#include <vector>

#include "gopher/dialect.h"
#include "pages/stories/story_list.h"

namespace newshole::test {

// kTime is a moment of that site's news.
inline constexpr UtcTime kTime = std::chrono::sys_days(std::chrono::year(2025) / 12 / 1) +
                                 std::chrono::hours(18) + std::chrono::minutes(4);

// A made-up site, and what its menus are made with.
struct News {
  config::Config config;
  site::SiteProfile profile;
  format::View view;

  explicit News(text::Charset charset = text::Charset::Utf8)
      : News({.width = format::kMenuWidth, .charset = charset}) {}
  explicit News(const format::View& shown) : view(shown) {
    config.host = "hole.example";
    config.editions.front().charset = view.charset;
    config.editions.front().menu_width = view.width;
    profile.name = "news.example";
    profile.title = "News";
    profile.web = "https://news.example/";
    profile.tagline = "news.example - unofficial";
    profile.banner = {" _", "|N"};
  }

  [[nodiscard]] pages::SiteScope scope() const {
    return {{config, config.editions.front()}, profile};
  }

  [[nodiscard]] std::vector<pages::ListedStory> items(
      const std::vector<store::StoryRecord>& stories) const {
    std::vector<pages::ListedStory> items;
    for (const store::StoryRecord& story : stories) items.push_back({item(story), {}});
    return items;
  }
  [[nodiscard]] pages::StoryItem item(const store::StoryRecord& story) const {
    return pages::story_item(scope(), story, pages::form_in(config.editions.front()));
  }

  /// The menu as lines are set for the edition.
  [[nodiscard]] gopher::Menu set(const gopher::Outline& menu) const {
    format::Typesetter setter = format::Typesetter::create(view).value();
    return menu.set(setter);
  }
  [[nodiscard]] std::string bytes(const gopher::Outline& menu) const {
    return text::encode(
        gopher::to_bytes(set(menu), gopher::Dialect::Gophermap, {config.host, config.port}),
        view.charset);
  }
};

inline store::StoryRecord story(const std::string& headline, const std::string& path) {
  return {.url = "https://news.example/" + path,
          .path = "news.example/" + path + ".txt",
          .headline = headline};
}

}  // namespace newshole::test
