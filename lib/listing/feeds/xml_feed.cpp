#include "listing/feeds/xml_feed.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/limits.h"
#include "listing/feeds/elements.h"
#include "listing/feeds/field_text.h"
#include "listing/feeds/sax.h"

namespace newshole::listing {
namespace {

/// Of an element by Atom's "type"; of Atom 0.3 that is a media type, with a "mode".
TextForm form_of(FeedKind kind, const XmlAttributes& attributes) {
  if (attributes.size() == 0) return kind == FeedKind::Atom ? TextForm::Plain : TextForm::Html;
  const std::string type = ascii::lowered(attributes.value("type"));
  const bool is_escaped = attributes.value("mode") == "escaped";
  if ((type.ends_with("xhtml") || type.ends_with("xml")) && !is_escaped) return TextForm::Elements;
  if (type.find("html") != std::string::npos || kind != FeedKind::Atom) return TextForm::Html;
  return TextForm::Plain;
}

/// How good a link is as the address of an item.
enum LinkRank : unsigned char { NoLink, OtherForm, WebPage, Original };

struct Period {
  std::string_view name;
  std::chrono::seconds length;
};

constexpr std::array<Period, 5> kPeriods = {
    Period{"hourly", std::chrono::hours(1)}, Period{"daily", std::chrono::days(1)},
    Period{"weekly", std::chrono::weeks(1)}, Period{"monthly", std::chrono::months(1)},
    Period{"yearly", std::chrono::years(1)}};

/// Fills a StatedItem.
class ItemFields {
 public:
  void note_id(std::string_view id) { set(item_.id, id); }
  void note_link(std::string_view address, LinkRank rank, std::string_view base) {
    if (address.empty() || rank <= link_rank_) return;
    link_rank_ = rank;
    item_.link = address;
    item_.base = base;
  }
  void note_enclosure(std::string_view address) {
    if (item_.enclosures.size() < limits::kFeedEnclosures) item_.enclosures.emplace_back(address);
  }
  void note_section(std::string_view name) {
    if (is_section_name(name)) set(item_.section, name);
  }

  /// The first text of an element counts; of authors all do.
  void note(Element element, const FieldText& field) {
    const std::string_view text = ascii::trimmed(field.text());
    if (text.empty()) return;
    switch (element) {
      case Element::Title:
        return set(item_.title, field);
      case Element::Summary:
        return set(item_.summary, field);
      case Element::Content:
        return set(item_.content, field);
      case Element::Id:
        return set(item_.id, text);
      case Element::Published:
        return set(item_.published, text);
      case Element::Updated:
        return set(item_.updated, text);
      case Element::Section:
        return note_section(text);
      case Element::Author:
        if (item_.authors.size() < limits::kAuthors) item_.authors.emplace_back(text);
        return;
      default:
        return;
    }
  }

  [[nodiscard]] StatedItem take() {
    link_rank_ = NoLink;
    return std::exchange(item_, {});
  }

 private:
  static void set(std::string& value, std::string_view text) {
    if (value.empty()) value = text;
  }
  static void set(StatedText& value, const FieldText& field) {
    if (!value.text.empty()) return;
    value = {field.text(), field.form() == TextForm::Plain ? Markup::None : Markup::Html};
  }

  StatedItem item_;
  LinkRank link_rank_ = NoLink;
};

/// What a feed states of itself alone.
class FeedFields {
 public:
  void note_language(std::string_view tag) {
    if (language_.empty()) language_ = tag;
  }
  void note_rest(Element element, std::string_view text) {
    const int number = ascii::number<int>(text, 1).value_or(0);
    if (element == Element::Rest && number > 0) rest_ = std::chrono::minutes(number);
    if (element == Element::RestFrequency && number > 0) frequency_ = number;
    if (element == Element::RestPeriod) period_ = ascii::lowered(text);
  }

  [[nodiscard]] const std::string& language() const { return language_; }
  /// A time in minutes counts more than a period.
  [[nodiscard]] std::optional<std::chrono::seconds> rest() const {
    const auto* const period = std::ranges::find(kPeriods, period_, &Period::name);
    if (rest_ || period == kPeriods.end()) return rest_;
    return period->length / frequency_;
  }

 private:
  std::string language_;
  std::string period_;
  int frequency_ = 1;
  std::optional<std::chrono::seconds> rest_;
};

class XmlFeedReader final : public SaxHandler {
 public:
  XmlFeedReader(FeedKind kind, const url::Url& address) : bases_{{0, address}} { out_.kind = kind; }

  std::string_view start(const XmlName& name, const XmlAttributes& attributes) override {
    ++depth_;
    if (skipped_depth_ != 0) return {};
    note_base(attributes);
    const Element element = element_of(name);
    if (field_ == Element::Skipped) return begin(element, attributes);
    if (field_ == Element::Author) {
      if (element == Element::Name) text_.clear();
      if (element != Element::Name) skipped_depth_ = depth_;
      return {};
    }
    // What stands in an element that was not closed is the next one.
    const bool is_next = is_item(element) || is_field(element);
    if (!is_next || text_.form() == TextForm::Elements) {
      text_.append_tag(name.local, attributes);
      return {};
    }
    end_field();
    return begin(element, attributes);
  }

  void end(std::string_view local_name) override {
    if (skipped_depth_ != 0) {
      if (skipped_depth_ == depth_) skipped_depth_ = 0;
    } else if (field_ != Element::Skipped && field_depth_ == depth_) {
      end_field();
    } else if (field_ != Element::Skipped && field_ != Element::Author) {
      text_.append_end_tag(local_name);
    } else if (item_depth_ != 0 && item_depth_ == depth_) {
      end_item();
    }
    if (bases_.back().depth == depth_) bases_.pop_back();
    --depth_;
  }

  void characters(std::string_view utf8) override {
    if (field_ != Element::Skipped && skipped_depth_ == 0) text_.append(utf8);
  }

  StatedFeed finish(const std::optional<XmlFault>& fault) {
    if (fault) note(*fault);
    if (item_depth_ != 0) end_item();
    out_.feed = feed_.take();
    out_.language = about_.language();
    out_.rest = about_.rest();
    return std::move(out_);
  }

 private:
  struct Base {
    std::size_t depth;
    url::Url url;
  };

  void note_base(const XmlAttributes& attributes) {
    if (attributes.size() == 0) return;
    const std::string_view stated = attributes.value("base", "xml");
    if (stated.empty()) return;
    if (auto url = url::resolve(bases_.back().url, stated))
      bases_.push_back({depth_, *std::move(url)});
  }

  [[nodiscard]] std::string_view base() const {
    return bases_.size() > 1 ? std::string_view(bases_.back().url.text) : std::string_view();
  }

  [[nodiscard]] ItemFields& fields() { return item_depth_ != 0 ? item_ : feed_; }

  [[nodiscard]] bool is_item(Element element) const {
    switch (out_.kind) {
      case FeedKind::Sitemap:
        return element == Element::Url;
      case FeedKind::SitemapIndex:
        return element == Element::Sitemap;
      default:
        return element == Element::Item;
    }
  }

  std::string_view begin(Element element, const XmlAttributes& attributes) {
    if (is_item(element)) return begin_item(attributes);
    if (element == Element::Open) {
      if (item_depth_ == 0) about_.note_language(attributes.value("lang", "xml"));
    } else if (!is_field(element) || is_stated_by(attributes, element)) {
      skipped_depth_ = depth_;
    } else {
      const bool is_long = element == Element::Content || element == Element::Summary;
      field_ = element;
      field_depth_ = depth_;
      text_.begin(form_of(out_.kind, attributes),
                  is_long ? limits::kFeedContentBytes : limits::kFeedFieldBytes);
    }
    return {};
  }

  std::string_view begin_item(const XmlAttributes& attributes) {
    if (item_depth_ != 0) end_item();
    if (out_.items.size() == most_items(out_.kind)) return "there are more items than are read";
    item_depth_ = depth_;
    item_.note_id(attributes.value("about", "rdf"));
    return {};
  }

  /// Takes what the attributes of an element state that others state by its text.
  bool is_stated_by(const XmlAttributes& attributes, Element element) {
    if (attributes.size() == 0) return false;
    if (element == Element::Enclosure) {
      fields().note_enclosure(attributes.value("url"));
    } else if (element == Element::Link && !attributes.value("href").empty()) {
      note_link(attributes);
    } else if (element == Element::Section && !attributes.value("term").empty()) {
      const std::string_view label = attributes.value("label");
      fields().note_section(label.empty() ? attributes.value("term") : label);
    } else {
      return element == Element::Content && !attributes.value("src").empty();
    }
    return true;
  }

  void note_link(const XmlAttributes& attributes) {
    const std::string_view relation = attributes.value("rel");
    if (relation == "enclosure") return fields().note_enclosure(attributes.value("href"));
    if (!relation.empty() && relation != "alternate") return;
    const std::string_view type = attributes.value("type");
    const bool is_page = type.empty() || type.find("html") != std::string_view::npos;
    fields().note_link(attributes.value("href"), is_page ? WebPage : OtherForm, base());
  }

  void end_field() {
    const Element field = std::exchange(field_, Element::Skipped);
    const std::string_view text = ascii::trimmed(text_.text());
    if (field == Element::Link || field == Element::OriginalLink) {
      fields().note_link(text, field == Element::Link ? WebPage : Original, base());
    } else if (field == Element::Language) {
      if (item_depth_ == 0 || out_.kind == FeedKind::Sitemap) about_.note_language(text);
    } else {
      about_.note_rest(field, text);
      fields().note(field, text_);
    }
  }

  void end_item() {
    out_.items.push_back(item_.take());
    item_depth_ = 0;
  }

  void note(const XmlFault& fault) {
    const bool is_in_item = fault.kind == XmlFault::End && item_depth_ != 0;
    out_.is_too_complex = fault.kind == XmlFault::Limit;
    out_.damage =
        damage_at(fault.line, is_in_item ? "the feed ends in the middle of an item" : fault.cause);
  }

  StatedFeed out_;
  ItemFields feed_;
  FeedFields about_;
  ItemFields item_;
  std::size_t item_depth_ = 0;  // of the element of the item that is open; 0: none is
  Element field_ = Element::Skipped;
  FieldText text_;  // of the field that is open
  std::size_t field_depth_ = 0;
  std::size_t skipped_depth_ = 0;  // of the outermost skipped element; 0: none is
  std::size_t depth_ = 0;
  std::vector<Base> bases_;  // of open elements, and the feed's address
};

}  // namespace

StatedFeed read_xml_feed(std::string_view utf8, FeedKind kind, const url::Url& address) {
  XmlFeedReader reader(kind, address);
  return reader.finish(parse_xml(utf8, reader));
}

}  // namespace newshole::listing
