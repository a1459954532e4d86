#include "pages/feed.h"

#include <algorithm>

#include "base/percent.h"
#include "text/clean.h"
#include "text/markup.h"
#include "text/width.h"

namespace newshole::pages {
namespace {

// XML 1.0 section 2.2 forbids control characters, surrogates and non-characters; clean text has
// none.
std::string plain(std::string_view text) {
  return text::escaped_markup(text::as_printed(text::clean_line(text)));
}

// RFC 3986 allows brackets around an IPv6 host and nowhere else.
bool is_in_authority(std::string_view uri, std::size_t at) {
  constexpr std::string_view kMark = "://";
  const std::size_t mark = uri.find(kMark);
  return mark != std::string_view::npos && at < uri.find_first_of("/?#", mark + kMark.size());
}

bool may_stand(std::string_view uri, std::size_t at) {
  switch (const char c = uri[at]; c) {
    case '%':  // not the percent sign of "100%"
      return percent::encoded_octet(uri.substr(at)).has_value();
    case '#':
      return at == uri.find('#');
    case '[':
    case ']':
      return is_in_authority(uri, at);
    default:
      return c > ' ' && c < '\x7f' &&
             std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
  }
}

// An id is compared byte by byte (RFC 4287 section 4.2.6.1), so a canonical URL stays as it is.
std::string uri(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (may_stand(text, i)) {
      out += text[i];
    } else {
      percent::append_encoded(out, text[i]);
    }
  }
  return text::escaped_markup(out);
}

class Writer {
 public:
  /// `value` is escaped already.
  void element(const std::string& name, const std::string& value) {
    out_ += indent_ + "<" + name + ">" + value + "</" + name + ">\n";
  }
  void empty(const std::string& name_and_attributes) {
    out_ += indent_ + "<" + name_and_attributes + "/>\n";
  }
  void open(const std::string& name_and_attributes) {
    out_ += indent_ + "<" + name_and_attributes + ">\n";
    indent_ += kStep;
  }
  void close(const std::string& name) {
    indent_.resize(indent_.size() - kStep.size());
    out_ += indent_ + "</" + name + ">\n";
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  static constexpr std::string_view kStep = "  ";
  std::string indent_;
  std::string out_ = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
};

std::string link(const std::string& relation, const std::string& type, const std::string& url) {
  // No media type is registered for gopher menus.
  return "link rel=\"" + relation + "\"" + (type.empty() ? "" : " type=\"" + type + "\"") +
         " href=\"" + text::escaped_markup(url) + "\"";
}

// The first paragraph, cut where a reader of a list stops.
std::string summary_of(const extract::Article& article) {
  constexpr int kMostCells = 400;
  const auto first =
      std::ranges::find(article.blocks, extract::BlockKind::Paragraph, &extract::Block::kind);
  if (first == article.blocks.end()) return {};
  std::string text = first->text;
  std::ranges::replace(text, '\n', ' ');
  return text::shortened(text, kMostCells);
}

void write_author(Writer& xml, const std::string& name, const std::string& web) {
  xml.open("author");
  xml.element("name", plain(name));
  if (!web.empty()) xml.element("uri", uri(web));
  xml.close("author");
}

void write_entry(Writer& xml, const Feed& feed, const FeedEntry& story) {
  xml.open("entry");
  xml.element("id", uri(story.url));
  xml.element("title", plain(story.headline));
  const bool is_text = story.type == gopher::ItemType::Text;
  xml.empty(link("alternate", is_text ? "text/plain" : "",
                 gopher::gopher_url(feed.server, story.type, story.selector)));
  if (story.published) xml.element("published", text::to_rfc3339(*story.published));
  xml.element("updated", text::to_rfc3339(story.changed));
  for (const std::string& author : story.authors) write_author(xml, author, {});
  if (const std::string section = plain(story.section); !section.empty()) {
    xml.empty("category term=\"" + section + "\"");
  }
  if (const std::string summary = plain(story.summary); !summary.empty())
    xml.element("summary", summary);
  xml.close("entry");
}

void write_head(Writer& xml, const Feed& feed) {
  using gopher::ItemType;
  xml.element("id", uri(feed.web));
  xml.element("title", plain(feed.site));
  if (const std::string tagline = plain(feed.tagline); !tagline.empty()) {
    xml.element("subtitle", tagline);
  }
  xml.empty(link("self", "application/atom+xml",
                 gopher::gopher_url(feed.server, ItemType::Text, feed.selector)));
  xml.empty(
      link("alternate", "", gopher::gopher_url(feed.server, ItemType::Menu, feed.front_page)));
  xml.element("updated", text::to_rfc3339(feed.last_change));
  write_author(xml, feed.site, feed.web);
  xml.element("generator", "newshole");
}

}  // namespace

FeedEntry feed_entry(const store::StoryRecord& story, const StoryItem& item,
                     const SectionNames& sections, const std::optional<extract::Article>& article) {
  // Of a time to come feed readers would never see the end.
  std::optional<UtcTime> instant = story.instant;
  if (instant) instant = store::order_time(story);
  FeedEntry entry{.url = story.url,
                  .selector = item.selector,
                  .headline = story.headline,
                  .authors = {},
                  .summary = {},
                  .published = instant,
                  .changed = story.text_changed.value_or(instant.value_or(story.last_changed)),
                  .section = {},
                  .type = item.type};
  if (!entry.published && story.date) entry.published = *story.date;
  const auto section = sections.find(story.section);
  if (section != sections.end()) entry.section = section->second;
  if (!article) return entry;
  entry.authors = article->authors;
  entry.summary = summary_of(*article);
  return entry;
}

std::string atom_feed(const Feed& feed) {
  Writer xml;
  xml.open("feed xmlns=\"http://www.w3.org/2005/Atom\"");
  write_head(xml, feed);
  for (const FeedEntry& story : feed.stories.first(std::min(feed.stories.size(), kFeedStories))) {
    write_entry(xml, feed, story);
  }
  xml.close("feed");
  return xml.take();
}

}  // namespace newshole::pages
