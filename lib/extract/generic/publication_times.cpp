#include "extract/generic/publication_times.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "extract/body/node_text.h"
#include "extract/body/phrases.h"
#include "extract/generic/folded.h"
#include "text/dates/calendar_words.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kLongestDateLine = 160;

constexpr std::string_view kPublishedList =
    "article:published_time|og:article:published_time|datepublished|parsely-pub-date|"
    "sailthru.date|article.published|published-date|pubdate|publishdate|publish-date|"
    "publish_date|publication_date|date.published|dc.date.issued|dcterms.created|dc.date|"
    "dcterms.date|date|cxenseparse:recs:publishtime|og:published_time|article_date_original|"
    "originalpublicationdate|datecreated";
constexpr auto kAllPublishedNames = phrases<count_phrases(kPublishedList)>(kPublishedList);
constexpr std::array<std::string_view, 8> kUpdatedNames = {
    "article:modified_time", "og:updated_time", "datemodified",   "last-modified", "lastmod",
    "dcterms.modified",      "revised",         "article.updated"};

constexpr std::array<std::string_view, 12> kUpdatedWords = {
    "update",          "updating", "modif",   "edited",     "revised", "aktualis",
    "mis \u00e0 jour", "actualiz", "aggiorn", "bijgewerkt", "atualiz", "zaktualiz"};

bool mentions_update(std::string_view line) {
  const std::string folded = folded_line(line);
  return std::ranges::any_of(kUpdatedWords, [&folded](std::string_view word) {
    return folded.find(word) != std::string::npos;
  });
}

/// 1 to 12 for "09", "9" or "sep"; else 0.
unsigned month_of(std::string_view piece) {
  const auto number = ascii::number<unsigned>(piece);
  return number && piece.size() <= 2 ? *number : static_cast<unsigned>(text::english_month(piece));
}

std::optional<std::chrono::year_month_day> day_of(std::string_view year, std::string_view month,
                                                  std::string_view day) {
  const auto year_number = ascii::number<int>(year, 0);
  const auto day_number = ascii::number<unsigned>(day);
  if (year.size() != 4 || !year_number || day.size() > 2 || !day_number) return std::nullopt;
  return text::plausible_day({std::chrono::year(*year_number), std::chrono::month(month_of(month)),
                              std::chrono::day(*day_number)});
}

std::vector<std::string_view> pieces_of(std::string_view path) {
  std::vector<std::string_view> pieces;
  while (!path.empty()) {
    const std::string_view piece = ascii::take_before(path, "/-_.");
    if (!piece.empty()) pieces.push_back(piece);
  }
  return pieces;
}

class TimeReader {
 public:
  TimeReader(const StructuredData& data, const MetaElements& metas, const ShownDates& shown)
      : data_(data), metas_(metas), shown_(shown) {}

  PublicationTimes read() {
    read_elements();
    PublicationTimes out;
    const std::vector<TimeClaim> published =
        claims(data_.published, kAllPublishedNames, published_);
    const std::vector<TimeClaim> updated = claims(data_.updated, kUpdatedNames, updated_);
    if (const auto day = day_in_path(shown_.path)) out.published = with_day(*day, published);
    if (!out.published && !published.empty()) out.published = published.front();
    if (!updated.empty()) out.updated = updated.front();
    if (out.published && out.updated) order(*out.published, *out.updated);
    if (out.published) add_zone(*out.published, published);
    if (out.published && out.published->printed.empty())
      out.published->printed = shown_by_headline();
    return out;
  }

 private:
  /// A date that is shown without a word on updates is that of the story: where it is the update,
  /// the page shows its readers no other. No story is updated before it is published.
  void order(TimeClaim& published, const TimeClaim& updated) const {
    const bool is_shown_alone =
        !published_.empty() && published_.front().is_by_headline &&
        published_.front().date.day == updated.date.day &&
        std::ranges::none_of(published_, [&published](const TimeClaim& claim) {
          return claim.date.day == published.date.day;
        });
    if (is_shown_alone || text::to_utc(updated.date) < text::to_utc(published.date))
      published = updated;
  }

  /// Below it, or right above in an element for times: mastheads have none for the date of today.
  [[nodiscard]] bool is_by_headline(const Mention& mention) const {
    constexpr std::uint32_t kMostElements = 8;
    return mention.position > shown_.headline ||
           (mention.node.tag() == "time" && mention.position + kMostElements >= shown_.headline);
  }

  /// The line that shows readers a date; not the date of today in a masthead.
  [[nodiscard]] std::string shown_by_headline() const {
    for (const std::vector<TimeClaim>* claims : {&published_, &updated_}) {
      const auto found = std::ranges::find_if(*claims, &TimeClaim::is_by_headline);
      if (found != claims->end()) return found->printed;
    }
    return {};
  }

  /// A claim for the same moment may state the zone of the place.
  static void add_zone(TimeClaim& published, const std::vector<TimeClaim>& claims) {
    if (published.date.offset.value_or(std::chrono::minutes(0)) != std::chrono::minutes(0)) return;
    constexpr std::chrono::seconds kSameMoment{60};
    for (const TimeClaim& claim : claims) {
      if (!claim.date.offset || *claim.date.offset == std::chrono::minutes(0)) continue;
      const auto gap = text::to_utc(claim.date) - text::to_utc(published.date);
      if (std::chrono::abs(gap) >= kSameMoment) continue;
      published.date = claim.date;
      return;
    }
    for (const TimeClaim& claim : claims) {
      if (add_printed_zone(published.date, claim.date)) return;
    }
  }

  /// A line that shows local time without its zone: the difference to UTC is the offset.
  static bool add_printed_zone(text::PrintedDate& published, const text::PrintedDate& printed) {
    if (!published.time_of_day || !printed.time_of_day || printed.offset) return false;
    constexpr std::chrono::minutes kStep{15};
    constexpr std::chrono::minutes kMost{14 * 60};
    const auto gap =
        std::chrono::round<std::chrono::minutes>(text::to_utc(printed) - text::to_utc(published));
    const auto steps = (gap + (gap < std::chrono::minutes(0) ? -kStep / 2 : kStep / 2)) / kStep;
    const auto offset = steps * kStep;
    const bool is_zone = std::chrono::abs(gap - offset) <= std::chrono::minutes(1) &&
                         std::chrono::abs(gap) <= kMost && offset != std::chrono::minutes(0);
    if (!is_zone) return false;
    const auto local = text::to_utc(published) + offset;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    published = {.day = day, .time_of_day = local - day, .offset = offset};
    return true;
  }

  /// The day of the path with the time of day of the claim that agrees with it.
  static TimeClaim with_day(std::chrono::year_month_day day, const std::vector<TimeClaim>& claims) {
    // A day later or earlier is the same day in another zone.
    for (const int most_days : {0, 1}) {
      for (const TimeClaim& claim : claims) {
        const auto gap = std::chrono::sys_days(claim.date.day) - std::chrono::sys_days(day);
        if (claim.date.time_of_day && std::chrono::abs(gap).count() <= most_days) return claim;
      }
    }
    return {.date = {.day = day}, .origin = "url"};
  }

  static void add(std::vector<TimeClaim>& claims, const std::optional<std::string>& text,
                  std::string_view origin) {
    if (!text) return;
    if (const auto date = text::parse_machine_date(*text))
      claims.push_back({.date = *date, .origin = origin});
  }

  /// The likeliest first: JSON-LD, meta elements by name, elements that show the date.
  [[nodiscard]] std::vector<TimeClaim> claims(const std::optional<std::string>& structured,
                                              std::span<const std::string_view> names,
                                              const std::vector<TimeClaim>& printed) const {
    std::vector<TimeClaim> all;
    add(all, structured, "json-ld");
    for (const std::string_view name : names) add(all, metas_.first(std::array{name}), "meta");
    all.insert(all.end(), printed.begin(), printed.end());
    return all;
  }

  void read_elements() {
    for (const Mention& mention : nearest_first(shown_.times, shown_.headline)) {
      const html::Node node = mention.node;
      const std::optional<std::string> line = line_of(node, kLongestDateLine);
      if (!line) continue;
      auto claim = claim_of(node, *line);
      if (!claim) continue;
      claim->is_by_headline = is_by_headline(mention);
      // "Updated" may stand beside the element, in the line that holds it.
      const std::string around = line_of(node.parent(), kLongestDateLine).value_or("");
      const bool is_update = mentions_update(*line) || says_modified(node) ||
                             (mentions_update(around) && !names_both(around));
      (is_update ? updated_ : published_).push_back(*std::move(claim));
    }
  }

  static bool names_both(std::string_view line) {
    const std::string folded = folded_line(line);
    return folded.find("publish") != std::string::npos ||
           folded.find("posted") != std::string::npos;
  }
  static bool says_modified(html::Node node) {
    return node.attribute("itemprop") == "dateModified";
  }

  [[nodiscard]] std::optional<TimeClaim> claim_of(html::Node node, const std::string& line) const {
    for (const std::string_view name : {"datetime", "content"}) {
      const auto value = node.attribute(name);
      if (!value) continue;
      if (const auto date = text::parse_machine_date(*value))
        return TimeClaim{.date = *date, .origin = "time", .printed = line};
    }
    const auto date = text::find_date(line, shown_.language);
    if (!date) return std::nullopt;
    return TimeClaim{.date = *date, .origin = "text", .printed = line};
  }

  const StructuredData& data_;
  const MetaElements& metas_;
  const ShownDates& shown_;
  std::vector<TimeClaim> published_;
  std::vector<TimeClaim> updated_;
};

}  // namespace

std::optional<std::chrono::year_month_day> day_in_path(std::string_view path) {
  const std::vector<std::string_view> pieces = pieces_of(path);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i + 2 < pieces.size()) {
      if (auto day = day_of(pieces[i], pieces[i + 1], pieces[i + 2])) return day;
    }
    const std::string_view piece = pieces[i];
    if (piece.size() != 8 || !ascii::number<unsigned>(piece) || !piece.starts_with("20")) continue;
    if (auto day = day_of(piece.substr(0, 4), piece.substr(4, 2), piece.substr(6))) return day;
  }
  return std::nullopt;
}

PublicationTimes publication_times(const StructuredData& data, const MetaElements& metas,
                                   const ShownDates& shown) {
  return TimeReader(data, metas, shown).read();
}

}  // namespace newshole::extract
