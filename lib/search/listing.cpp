#include "search/listing.h"

#include <nlohmann/json.hpp>

#include "text/clean.h"

namespace newshole::search {
namespace {

void add_line(std::string& out, std::string_view text) {
  if (!text.empty()) out += "  " + text::as_printed(text) + "\n";
}

}  // namespace

std::string to_text(const ResultsPage& page, std::span<const std::string> files) {
  std::string out = text::as_printed(found_line(page)) + "\n";
  for (std::size_t i = 0; i < page.hits.hits.size(); ++i) {
    const Hit& hit = page.hits.hits[i];
    out += "\n" + text::as_printed(hit.headline) + "\n";
    add_line(out, origin_of(hit, page));
    add_line(out, hit.context);
    add_line(out, files[i]);
  }
  const bool has_more = page.first + pages::kHitsOnPage < page.hits.found;
  if (has_more && page.address.page < pages::kMostPages)
    out += "\nMore: --page " + std::to_string(page.address.page + 1) + "\n";
  return out;
}

std::string to_json_lines(const ResultsPage& page, std::span<const std::string> files) {
  using Json = nlohmann::ordered_json;
  std::string out;
  for (std::size_t i = 0; i < page.hits.hits.size(); ++i) {
    const Hit& hit = page.hits.hits[i];
    Json line = {{"headline", hit.headline}, {"site", hit.site},
                 {"section", nullptr},       {"date", date_of(hit.day)},
                 {"context", hit.context},   {"selector", page.stories.at(i).selector},
                 {"file", files[i]}};
    if (!hit.section.empty()) line["section"] = hit.section;
    out += line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return out;
}

std::string how_to_search_text() {
  std::string out;
  for (const std::string_view line : kHowToSearch) out.append(line).append("\n");
  return out;
}

}  // namespace newshole::search
