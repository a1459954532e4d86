#include "press/atom.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/fingerprint.h"
#include "press/html.h"
#include "text/clean.h"
#include "text/dates/dates.h"
#include "text/markup.h"

namespace newshole::press {
namespace {

constexpr std::string_view kUpdated = "<updated>";

std::string element(std::string_view name, std::string_view text,
                    std::string_view attributes = "") {
  return "  <" + std::string(name) + std::string(attributes) + ">" +
         text::escaped_markup(text::as_printed(text)) + "</" + std::string(name) + ">\n";
}

std::string times(const std::optional<text::DateOrTime>& published,
                  const std::optional<text::DateOrTime>& updated) {
  std::string out;
  if (published) out += element("published", text::to_rfc3339(published->time));
  if (const auto& last = updated ? updated : published)
    out += element("updated", text::to_rfc3339(last->time));
  return out;
}

/// What an entry begins with.
std::string head(const std::string& url, std::string_view headline,
                 const std::vector<std::string>& authors) {
  std::string out = "<entry>\n" + element("title", headline) + element("id", url) +
                    "  <link rel=\"alternate\" href=\"" + text::escaped_markup(url) + "\"/>\n";
  for (const std::string& author : authors)
    out += "  <author>\n  " + element("name", author) + "  </author>\n";
  return out;
}

}  // namespace

std::string atom_head(std::string_view title, std::string_view id) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
         "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n" +
         element("title", title) + element("id", id) + "  <author>\n  " + element("name", title) +
         "  </author>\n";
}

std::string atom_tail(std::string_view entries) {
  constexpr std::string_view kNever = "1970-01-01T00:00:00Z";
  std::string_view latest = kNever;
  for (std::size_t at = entries.find(kUpdated); at != std::string_view::npos;
       at = entries.find(kUpdated, at + 1))
    latest = std::max(latest, entries.substr(at + kUpdated.size(), kNever.size()));
  return element("updated", latest) + "</feed>\n";
}

std::string atom_entry(const extract::Article& article) {
  std::string url = article.url.empty() ? article.full_url.value_or("") : article.url;
  if (url.empty()) url = "urn:newshole:" + std::to_string(fingerprint(article.headline));
  std::string out =
      head(url, article.headline, article.authors) + times(article.published, article.updated);
  if (article.section)
    out += "  <category term=\"" + text::escaped_markup(*article.section) + "\"/>\n";
  return out + element("content", html_body(article), " type=\"html\"") + "</entry>\n";
}

std::string atom_entry(const extract::Story& story) {
  std::optional<text::DateOrTime> published = story.published;
  if (!published && story.date)
    published = text::DateOrTime{std::chrono::sys_days(*story.date), std::nullopt};
  std::string out =
      head(story.url.text, story.headline, story.authors) + times(published, story.updated);
  if (story.section) out += "  <category term=\"" + text::escaped_markup(*story.section) + "\"/>\n";
  if (story.summary) out += element("summary", *story.summary);
  return out + "</entry>\n";
}

}  // namespace newshole::press
