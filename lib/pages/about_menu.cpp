#include "pages/about_menu.h"

namespace newshole::pages {
namespace {

constexpr std::string_view kFeedTitle = "Feed (Atom) for feed readers";

std::string label_of(text::Charset charset) {
  switch (charset) {
    case text::Charset::Ascii:
      return "Plain ASCII";
    case text::Charset::Latin1:
      return "ISO 8859-1";
    case text::Charset::Utf8:
      break;
  }
  return "UTF-8";
}

}  // namespace

gopher::Outline about_menu(const SiteScope& scope) {
  const std::string& title = scope.profile.title;
  gopher::Outline menu;
  add_masthead(menu, scope);
  menu.text("About this mirror");
  menu.blank();
  menu.text("These are news of " + title + ", for readers in gopherspace. This mirror is not " +
            title + "'s: newshole, a program, makes it from the pages of the site.");
  menu.blank();
  menu.text("The texts are those of " + title +
            " and of whom it names. Each story says where it is "
            "from and who holds the copyright, as far as its page does, and gives its address on "
            "the web.");
  menu.blank();
  menu.text(
      "The program looks for news when its operator has set it to. The time of the last "
      "change stands on the front page; a page that says the same time as before has nothing "
      "new. Times are those of " +
      scope.config.zone.name() + ".");
  menu.blank();
  menu.text("* came with the last run that brought something.");
  menu.text("\"Changed\" is when the program saw that a text was not what it had been.");
  if (!scope.config.network.contact.empty()) {
    menu.blank();
    menu.text("The operator: " + scope.config.network.contact);
  }
  menu.blank();
  add_way_back(menu, scope, scope.profile.name);
  return menu;
}

std::string about_folder(std::string_view site) {
  return std::string(site) + "/about";
}

std::string feed_path(std::string_view site) {
  return std::string(site) + "/feed.xml";
}

std::string root_feed_path() {
  return "feed.xml";
}

void add_feed(gopher::Outline& menu, const SiteScope& scope) {
  menu.item(gopher::ItemType::Text, kFeedTitle, selector_of(scope, feed_path(scope.profile.name)));
}

void add_root_feed(gopher::Outline& menu, const EditionScope& scope) {
  menu.item(gopher::ItemType::Text, kFeedTitle, selector_of(scope, root_feed_path()));
}

std::string edition_label(const config::Edition& edition) {
  std::string label = label_of(edition.charset) + ", " + std::to_string(edition.width) + " columns";
  if (edition.article_view == config::ArticleView::Menu) label += ", stories as menus";
  return label;
}

void add_other_editions(gopher::Outline& menu, const EditionScope& scope, std::string_view folder) {
  for (const config::Edition& edition : scope.config.editions) {
    if (edition.name == scope.edition.name) continue;
    add_menu(menu, {scope.config, edition}, "Edition: " + edition_label(edition), folder);
  }
}

}  // namespace newshole::pages
