#include "extract/generic/publication_times.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "extract/body/node_text.h"
#include "extract/body/phrases.h"
#include "extract/day_in_path.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kLongestDateLine = 160;

constexpr std::string_view kPublishedList =
    "article:published_time|og:article:published_time|datepublished|parsely-pub-date|"
    "sailthru.date|article.published|published-date|pubdate|publishdate|publish-date|"
    "publish_date|publication_date|date.published|dc.date.issued|dcterms.created|dc.date|"
    "dcterms.date|date|cxenseparse:recs:publishtime|og:published_time|article_date_original|"
    "originalpublicationdate|datecreated|published|"
    "citation_publication_date|citation_online_date|citation_date";
constexpr auto kAllPublishedNames = phrases<count_phrases(kPublishedList)>(kPublishedList);
constexpr std::array<std::string_view, 8> kUpdatedNames = {
    "article:modified_time", "og:updated_time", "datemodified",   "last-modified", "lastmod",
    "dcterms.modified",      "revised",         "article.updated"};

class TimeReader {
 public:
  TimeReader(const StructuredData& data, const MetaElements& metas, const ShownDates& shown)
      : data_(data), metas_(metas), shown_(shown) {}

  PublicationTimes read() {
    read_elements();
    PublicationTimes out;
    std::vector<TimeClaim> published = claims(data_.published, kAllPublishedNames, published_);
    add(published, data_.page_published, "json-ld");
    const std::vector<TimeClaim> updated = claims(data_.updated, kUpdatedNames, updated_);
    if (const auto day = day_in_path(shown_.path)) out.published = with_day(*day, published);
    if (!out.published && !published.empty()) out.published = published.front();
    if (!updated.empty()) out.updated = updated.front();
    if (out.published && out.updated) order(*out.published, out.updated);
    if (out.published) add_zone(*out.published, published);
    if (out.updated) add_zone(*out.updated, updated);
    if (out.published && out.published->line.empty()) take_shown(*out.published);
    return out;
  }

 private:
  /// A date that is shown without a word on updates is that of the story: where it is the update,
  /// the page shows its readers no other. No story is updated before it is published: of the two
  /// the earlier is right, unless the address names the day.
  void order(TimeClaim& published, std::optional<TimeClaim>& updated) const {
    const bool is_shown_alone =
        !published_.empty() && published_.front().is_by_headline &&
        published_.front().date.day == updated->date.day &&
        std::ranges::none_of(published_, [&published](const TimeClaim& claim) {
          return claim.date.day == published.date.day;
        });
    const bool is_impossible = is_before(updated->date, published.date);
    const bool is_stated = published.origin != "text" && published.origin != "time";
    if (is_impossible && is_stated) return updated.reset();
    if (is_shown_alone || is_impossible) published = *updated;
  }

  /// By the moment where both tell it, else by the day.
  static bool is_before(const text::PrintedDate& a, const text::PrintedDate& b) {
    const bool are_moments = a.offset && b.offset;
    return are_moments ? text::to_utc(a) < text::to_utc(b) : a.day < b.day;
  }

  /// Below it, or right above in an element for times: mastheads have none for the date of today.
  [[nodiscard]] bool is_by_headline(const Mention& mention) const {
    constexpr std::uint32_t kMostElements = 8;
    return mention.position > shown_.headline ||
           (mention.node.tag() == "time" && mention.position + kMostElements >= shown_.headline);
  }

  /// The line that shows readers a date; not the date of today in a masthead.
  void take_shown(TimeClaim& published) const {
    for (const std::vector<TimeClaim>* claims : {&published_, &updated_}) {
      const auto found = std::ranges::find_if(*claims, &TimeClaim::is_by_headline);
      if (found == claims->end()) continue;
      published.printed = found->printed;
      published.line = found->line;
      return;
    }
  }

  /// A claim for the same moment may state the zone of the place; one for the same day the moment.
  static void add_zone(TimeClaim& time, const std::vector<TimeClaim>& claims) {
    constexpr std::chrono::minutes kUtc{0};
    constexpr std::chrono::seconds kSameMoment{60};
    if (time.date.offset && *time.date.offset != kUtc) return;
    for (const TimeClaim& claim : claims) {
      if (!claim.date.offset) continue;
      if (!time.date.offset && add_moment(time.date, claim.date)) return;
      const auto gap = text::to_utc(claim.date) - text::to_utc(time.date);
      if (*claim.date.offset == kUtc || std::chrono::abs(gap) >= kSameMoment) continue;
      time.date = claim.date;
      return;
    }
    for (const TimeClaim& claim : claims) {
      if (add_printed_zone(time.date, claim.date)) return;
    }
  }

  /// The moment of a day or of a local time, from a claim that knows it. Midnight in UTC is what
  /// programs make of a day.
  static bool add_moment(text::PrintedDate& time, text::PrintedDate claim) {
    if (claim.offset == std::chrono::minutes(0) && claim.time_of_day == std::chrono::seconds(0))
      return false;
    if (time.time_of_day) {
      const bool is_same = claim.day == time.day && claim.time_of_day == time.time_of_day;
      if (!is_same && !add_printed_zone(claim, time)) return false;
    } else if (claim.day != time.day) {
      return false;
    }
    time = claim;
    return true;
  }

  /// A line that shows local time without its zone: the difference to UTC is the offset.
  static bool add_printed_zone(text::PrintedDate& published, const text::PrintedDate& printed) {
    if (!published.offset || !printed.time_of_day || printed.offset) return false;
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
        const bool is_known =
            most_days == 0 ? claim.date.time_of_day.has_value() : claim.date.offset.has_value();
        if (is_known && std::chrono::abs(gap).count() <= most_days) return claim;
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
      const std::optional<std::string> line = line_of(mention.node, kLongestDateLine);
      if (line) read_line(mention, *line);
    }
  }

  void read_line(const Mention& mention, const std::string& line) {
    const std::vector<text::DateMention> dates = text::find_dates(line, shown_.language);
    const auto stated = stated_date(mention.node);
    if (!stated && dates.empty()) return;
    const auto printed = [&](const text::DateMention& date) {
      return line.substr(date.begin, date.end - date.begin);
    };
    const std::string first = dates.empty() ? line : printed(dates.front());
    if (!is_date_of_story(mention.node, first, shown_.place)) return;
    TimeClaim claim{.printed = dates.empty() ? "" : first,
                    .line = line,
                    .is_by_headline = is_by_headline(mention)};
    if (stated || dates.size() == 1) {
      claim.date = stated ? *stated : dates.front().date;
      claim.origin = stated ? "time" : "text";
      const bool is_update = is_update_of(mention.node, line, first);
      return (is_update ? updated_ : published_).push_back(std::move(claim));
    }
    std::size_t label = 0;
    claim.origin = "text";
    for (const text::DateMention& date : dates) {
      const bool is_update = date_label(std::string_view(line).substr(label, date.begin - label)) ==
                             DateLabel::Updated;
      label = date.end;
      if (!is_update && &date != &dates.front()) continue;
      claim.date = date.date;
      claim.printed = printed(date);
      (is_update ? updated_ : published_).push_back(claim);
    }
  }

  /// The label may stand beside the element, in the line that holds it; there before this date
  /// where there are several.
  [[nodiscard]] bool is_update_of(html::Node node, const std::string& line,
                                  std::string_view printed) const {
    if (node.attribute("itemprop") == "dateModified") return true;
    if (const DateLabel own = date_label(line); own != DateLabel::None)
      return own == DateLabel::Updated;
    const std::string around = line_of(node.parent(), kLongestDateLine).value_or("");
    std::string_view label = around;
    std::size_t begin = 0;
    const std::vector<text::DateMention> dates = text::find_dates(around, shown_.language);
    for (const text::DateMention& date : dates) {
      const bool is_this =
          std::string_view(around).substr(date.begin, date.end - date.begin) == printed;
      if (is_this && dates.size() > 1) {
        label = std::string_view(around).substr(begin, date.begin - begin);
        break;
      }
      begin = date.end;
    }
    return date_label(label) == DateLabel::Updated;
  }

  static std::optional<text::PrintedDate> stated_date(html::Node node) {
    for (const std::string_view name : {"datetime", "content"}) {
      const auto value = node.attribute(name);
      if (!value) continue;
      if (const auto date = text::parse_machine_date(*value)) return date;
    }
    return std::nullopt;
  }

  const StructuredData& data_;
  const MetaElements& metas_;
  const ShownDates& shown_;
  std::vector<TimeClaim> published_;
  std::vector<TimeClaim> updated_;
};

}  // namespace

PublicationTimes publication_times(const StructuredData& data, const MetaElements& metas,
                                   const ShownDates& shown) {
  return TimeReader(data, metas, shown).read();
}

}  // namespace newshole::extract
