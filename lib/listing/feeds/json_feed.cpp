#include "listing/feeds/json_feed.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/limits.h"

namespace newshole::listing {
namespace {

enum class Member {
  Other,
  Items,
  Title,
  Page,
  Url,
  ExternalUrl,
  Id,
  Summary,
  Html,
  Text,
  Published,
  Modified,
  Tags,
  Authors,
  Name,
  Attachments,
  Language,
};

struct MemberName {
  std::string_view name;
  Member member;
};

constexpr std::array kMembers = {
    MemberName{"items", Member::Items},
    MemberName{"title", Member::Title},
    MemberName{"home_page_url", Member::Page},
    MemberName{"url", Member::Url},
    MemberName{"external_url", Member::ExternalUrl},
    MemberName{"id", Member::Id},
    MemberName{"summary", Member::Summary},
    MemberName{"content_html", Member::Html},
    MemberName{"content_text", Member::Text},
    MemberName{"date_published", Member::Published},
    MemberName{"date_modified", Member::Modified},
    MemberName{"tags", Member::Tags},
    MemberName{"author", Member::Authors},
    MemberName{"authors", Member::Authors},
    MemberName{"name", Member::Name},
    MemberName{"attachments", Member::Attachments},
    MemberName{"language", Member::Language},
};

/// Reads while nlohmann's parser parses: no tree is built, so that a fault costs what follows it
/// alone.
class JsonFeedReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit JsonFeedReader(std::string_view json) : json_(json) { out_.kind = FeedKind::JsonFeed; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t value) override { return note(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return note(std::to_string(value)); }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool string(string_t& value) override { return note(std::move(value)); }

  bool start_object(std::size_t) override {
    if (is_item() && out_.items.size() == most_items(FeedKind::JsonFeed))
      return end_at_limit("there are more items than are read");
    if (is_item()) item_.emplace();
    return open();
  }
  bool key(string_t& name) override {
    const auto* const found = std::ranges::find(kMembers, name, &MemberName::name);
    path_.back() = found == kMembers.end() ? Member::Other : found->member;
    return true;
  }
  bool end_object() override {
    path_.pop_back();
    if (is_item()) end_item();
    return true;
  }
  bool start_array(std::size_t) override { return open(); }
  bool end_array() override {
    path_.pop_back();
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception&) override {
    const bool is_end = position >= json_.size();
    end_with(position, !is_end ? "no JSON"
                       : item_ ? "the feed ends in the middle of an item"
                               : "the feed ends early");
    return false;
  }

  StatedFeed finish() {
    if (item_) end_item();
    return std::move(out_);
  }

 private:
  /// An object of the array of items is about to begin or has ended.
  [[nodiscard]] bool is_item() const { return path_.size() == 2 && path_[0] == Member::Items; }

  /// An array is known by what it is the value of.
  bool open() {
    if (path_.size() == limits::kJsonLevels) return end_at_limit("it is nested too deeply");
    path_.push_back(Member::Other);
    return true;
  }

  bool end_at_limit(std::string_view cause) {
    end_with(json_.size(), cause);
    out_.is_too_complex = true;
    return false;
  }

  void end_with(std::size_t position, std::string_view cause) {
    const auto lines = std::ranges::count(json_.substr(0, position), '\n') + 1;
    out_.damage = damage_at(static_cast<std::size_t>(lines), cause);
  }

  void end_item() {
    out_.items.push_back(*std::move(item_));
    item_.reset();
  }

  bool note(std::string value) {
    const std::size_t depth = item_ ? 2 : 0;
    if (path_.size() <= depth) return true;
    StatedItem& target = item_ ? *item_ : out_.feed;
    const std::span<const Member> path = std::span(path_).subspan(depth);
    if (path.size() == 1) {
      note_member(target, path[0], std::move(value));
    } else if (path[0] == Member::Tags) {
      if (target.section.empty() && is_section_name(value)) target.section = std::move(value);
    } else if (path[0] == Member::Authors && path.back() == Member::Name) {
      if (target.authors.size() < limits::kAuthors) target.authors.push_back(std::move(value));
    } else if (path[0] == Member::Attachments && path.back() == Member::Url) {
      if (target.enclosures.size() < limits::kFeedEnclosures)
        target.enclosures.push_back(std::move(value));
    }
    return true;
  }

  void note_member(StatedItem& target, Member member, std::string value) {
    switch (member) {
      case Member::Title:
        target.title = {std::move(value), Markup::None};
        return;
      case Member::Summary:
        target.summary = {std::move(value), Markup::None};
        return;
      case Member::Html:
        target.content = {std::move(value), Markup::Html};
        return;
      case Member::Text:
        if (target.content.text.empty()) target.content = {std::move(value), Markup::None};
        return;
      case Member::Page:
      case Member::Url:
        target.link = std::move(value);
        return;
      case Member::ExternalUrl:
        if (target.link.empty()) target.link = std::move(value);
        return;
      case Member::Id:
        target.id = std::move(value);
        return;
      case Member::Published:
        target.published = std::move(value);
        return;
      case Member::Modified:
        target.updated = std::move(value);
        return;
      case Member::Language:
        if (!item_) out_.language = std::move(value);
        return;
      default:
        return;
    }
  }

  std::string_view json_;
  StatedFeed out_;
  std::optional<StatedItem> item_;
  std::vector<Member> path_;  // of open objects and arrays: the member whose value is next
};

}  // namespace

StatedFeed read_json_feed(std::string_view utf8) {
  JsonFeedReader reader(utf8);
  static_cast<void>(nlohmann::json::sax_parse(utf8, &reader));
  return reader.finish();
}

}  // namespace newshole::listing
