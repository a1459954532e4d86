#include "press/press.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "extract/article_json.h"
#include "press/atom.h"

namespace newshole::press {
namespace {

using extract::Article;

std::string print_text(Press& press, const Article& article, const Frame& frame) {
  return press.text(article, frame).bytes;
}

std::string print_menu(Press& press, const Article& article, const Frame& frame) {
  return press.bytes(press.menu(article, frame).items);
}

std::string print_json(Press& /*press*/, const Article& article, const Frame& /*frame*/) {
  return extract::to_json(article) + "\n";
}

std::string print_indented_json(Press& /*press*/, const Article& article, const Frame& /*frame*/) {
  return extract::to_indented_json(article) + "\n";
}

std::string print_entry(Press& /*press*/, const Article& article, const Frame& frame) {
  return atom_entry(article, frame.listed);
}

using Stories = std::span<const extract::Story>;

std::string print_lines(Stories stories) {
  std::string out;
  for (const extract::Story& story : stories) out += extract::to_json(story) + "\n";
  return out;
}

std::string print_entries(Stories stories) {
  std::string out;
  for (const extract::Story& story : stories) out += atom_entry(story);
  return out;
}

struct FormatRow {
  Format format;
  std::string_view name;
  std::string (*print)(Press& press, const Article& article, const Frame& frame);
};

constexpr std::array kFormats = {
    FormatRow{Format::Text, "text", print_text},
    FormatRow{Format::Menu, "menu", print_menu},
    FormatRow{Format::Json, "json", print_json},
    FormatRow{Format::IndentedJson, "indented-json", print_indented_json},
    FormatRow{Format::AtomEntries, "atom", print_entry},
};

Status create_typesetter(const std::optional<format::View>& view,
                         std::optional<format::Typesetter>& typesetter) {
  if (!view) return {};
  return format::Typesetter::create(*view).map(
      [&typesetter](format::Typesetter created) { typesetter = std::move(created); });
}

}  // namespace

std::optional<Format> parse_format(std::string_view name) {
  const auto* row = std::ranges::find(kFormats, name, &FormatRow::name);
  return row == kFormats.end() ? std::nullopt : std::optional(row->format);
}

format::View text_view(const config::Edition& edition) {
  return {.width = edition.width, .charset = edition.charset, .links = edition.links};
}

format::View menu_view(const config::Edition& edition) {
  return {.width = edition.menu_width,
          .charset = edition.charset,
          .links = edition.links,
          .measure = edition.menu_measure};
}

Style style_of(const config::Config& config, const config::Edition& edition) {
  return {.text = text_view(edition),
          .menu = menu_view(edition),
          .dialect = edition.dialect,
          .server = {config.host, config.port},
          .banner = edition.banner == config::BannerPlace::All ? Banner::Show : Banner::Hide};
}

Result<Press> Press::create(const Style& style) {
  Press press(style);
  Status status = create_typesetter(style.text, press.texts_);
  if (status) status = create_typesetter(style.menu, press.menus_);
  if (!status) return tl::unexpected(status.error());
  return press;
}

format::Masthead Press::masthead(const Frame& frame, int width) const {
  if (frame.profile == nullptr) return {.tagline = frame.tagline};
  format::Masthead masthead{.tagline = frame.profile->tagline};
  if (style_.banner == Banner::Show) masthead.banner = site::banner_for(*frame.profile, width);
  return masthead;
}

Press::Text Press::text(const Article& article, const Frame& frame) {
  assert(texts_);
  const format::View& view = texts_->view();
  const format::Document document =
      texts_->article(article, masthead(frame, view.width), frame.marks);
  return {text::encode(format::to_text(document), view.charset), texts_->unknown_characters()};
}

std::string Press::page(std::span<const format::PagePart> parts, const Frame& frame) {
  assert(texts_);
  const format::View& view = texts_->view();
  return text::encode(format::to_text(texts_->page(masthead(frame, view.width), parts)),
                      view.charset);
}

Press::Menu Press::menu(const Article& article, const Frame& frame) {
  assert(menus_);
  format::Marks marks = frame.marks;
  marks.correction.clear();
  const format::Document document =
      menus_->article_menu(article, masthead(frame, menus_->view().width), marks);
  return {gopher::to_menu(document, menus_->view().width), menus_->unknown_characters()};
}

std::string Press::bytes(const gopher::Menu& menu) const {
  assert(menus_);
  return text::encode(gopher::to_bytes(menu, style_.dialect, style_.server),
                      menus_->view().charset);
}

std::string Press::print(Format format, const Article& article, const Frame& frame) {
  const auto* row = std::ranges::find(kFormats, format, &FormatRow::format);
  assert(row != kFormats.end());
  return row->print(*this, article, frame);
}

std::string Press::story_menu(Stories stories, const Frame& frame) {
  const format::Masthead masthead = this->masthead(frame, menus_->view().width);
  gopher::Outline menu;
  menu.lines(masthead.banner);
  if (!masthead.tagline.empty()) menu.text(masthead.tagline);
  menu.blank();
  for (const extract::Story& story : stories) {
    menu.web_link(story.headline, story.url.text);
    menu.note(format::story_facts(story));
  }
  return bytes(menu);
}

std::string Press::print(Format format, Stories stories, const Frame& frame) {
  switch (format) {
    case Format::Text:
      return text::encode(
          format::to_text(texts_->stories(stories, masthead(frame, texts_->view().width))),
          texts_->view().charset);
    case Format::Menu:
      return story_menu(stories, frame);
    case Format::AtomEntries:
      return print_entries(stories);
    case Format::Json:
    case Format::IndentedJson:
      break;
  }
  return print_lines(stories);
}

}  // namespace newshole::press
