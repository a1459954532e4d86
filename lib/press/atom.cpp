#include "press/atom.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/fingerprint.h"
#include "extract/day_in_path.h"
#include "press/html.h"
#include "text/clean.h"
#include "text/dates/dates.h"
#include "text/markup.h"
#include "url/url.h"

namespace newshole::press {
namespace {

constexpr std::string_view kUpdated = "<updated>";

std::string element(std::string_view name, std::string_view text,
                    std::string_view attributes = "") {
  return "  <" + std::string(name) + std::string(attributes) + ">" +
         text::escaped_markup(text::as_printed(text)) + "</" + std::string(name) + ">\n";
}

/// What an entry's times are made of.
struct Times {
  std::optional<UtcTime> published;
  std::optional<UtcTime> updated;
};

std::optional<UtcTime> time_of(const std::optional<text::DateOrTime>& stated) {
  return stated ? std::optional(stated->time) : std::nullopt;
}

/// The beginning of the day in the path of an address, else of 1970.
UtcTime time_in(const std::string& address) {
  const Result<url::Url> url = url::parse_url(address);
  const auto day = url ? extract::day_in_path(url->path) : std::nullopt;
  return day ? UtcTime(std::chrono::sys_days(*day)) : UtcTime();
}

std::string elements_of(const Times& times, const std::string& address) {
  std::string out;
  if (times.published) out += element("published", text::to_rfc3339(*times.published));
  const auto& last = times.updated ? times.updated : times.published;
  return out + element("updated", text::to_rfc3339(last ? *last : time_in(address)));
}

std::string link_to(std::string_view url) {
  return R"(  <link rel="alternate" href=")" + text::escaped_markup(url) + "\"/>\n";
}

/// What an entry begins with.
std::string head(const std::string& url, std::string_view headline,
                 const std::vector<std::string>& authors) {
  std::string out = "<entry>\n" + element("title", headline) + element("id", url) + link_to(url);
  for (const std::string& author : authors)
    out += "  <author>\n  " + element("name", author) + "  </author>\n";
  return out;
}

std::string urn_of(std::string_view name) {
  return "urn:newshole:" + std::to_string(fingerprint(name));
}

std::string_view latest_of(std::string_view entries) {
  constexpr std::string_view kNever = "1970-01-01T00:00:00Z";
  std::string_view latest = kNever;
  for (std::size_t at = entries.find(kUpdated); at != std::string_view::npos;
       at = entries.find(kUpdated, at + 1))
    latest = std::max(latest, entries.substr(at + kUpdated.size(), kNever.size()));
  return latest;
}

}  // namespace

std::string atom_feed(std::string_view title, const std::string& address,
                      std::string_view entries) {
  const Result<url::Url> url = url::parse_url(address);
  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n" +
      element("title", title) + element("id", url ? url->text : urn_of(address));
  if (url) out += link_to(url->text);
  out += element("updated", latest_of(entries)) + "  <author>\n  " + element("name", title) +
         "  </author>\n";
  return out.append(entries) + "</feed>\n";
}

std::string atom_entry(const extract::Article& article, std::optional<UtcTime> listed) {
  std::string url = article.url.empty() ? article.full_url.value_or("") : article.url;
  if (url.empty()) url = urn_of(article.headline);
  Times times{time_of(article.published), time_of(article.updated)};
  if (!times.published && !times.updated) times.updated = listed;
  std::string out = head(url, article.headline, article.authors) + elements_of(times, url);
  if (article.section)
    out += "  <category term=\"" + text::escaped_markup(*article.section) + "\"/>\n";
  return out + element("content", html_body(article), " type=\"html\"") + "</entry>\n";
}

std::string atom_entry(const extract::Story& story) {
  Times times{time_of(story.published), time_of(story.updated)};
  if (!times.published && story.date) times.published = std::chrono::sys_days(*story.date);
  std::string out =
      head(story.url.text, story.headline, story.authors) + elements_of(times, story.url.text);
  if (story.section) out += "  <category term=\"" + text::escaped_markup(*story.section) + "\"/>\n";
  if (story.summary) out += element("summary", *story.summary);
  return out + "</entry>\n";
}

}  // namespace newshole::press
