#include "extract/metadata/structured_data.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/json_shape.h"
#include "base/limits.h"
#include "extract/body/character_references.h"
#include "extract/body/node_text.h"
#include "extract/metadata/json_repair.h"
#include "text/clean.h"

namespace newshole::extract {
namespace {

using nlohmann::json;

std::optional<std::string> clean_or_nothing(std::string_view text) {
  std::string clean = field_text(text::clean_line(resolved_references(text)));
  if (clean.empty()) return std::nullopt;
  return clean;
}

const json* member(const json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

std::optional<std::string> string_in(const json& object, const char* key) {
  const json* value = member(object, key);
  if (value != nullptr && value->is_array() && !value->empty()) value = &value->front();
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return clean_or_nothing(value->get_ref<const std::string&>());
}

/// True where "@type" is, or holds, a name that `accept` takes.
template <typename Accept>
bool has_type(const json& object, Accept accept) {
  const json* type = member(object, "@type");
  if (type == nullptr) return false;
  const auto is_taken = [&accept](const json& one) {
    if (!one.is_string()) return false;
    std::string_view name = one.get_ref<const std::string&>();
    name.remove_prefix(std::min(name.rfind('/') + 1, name.size()));
    return accept(name);
  };
  if (!type->is_array()) return is_taken(*type);
  const auto most = static_cast<std::ptrdiff_t>(std::min(type->size(), limits::kTypes));
  return std::any_of(type->begin(), type->begin() + most, is_taken);
}

bool is_article_type(std::string_view name) {
  return name.ends_with("Article") || name.ends_with("BlogPosting") || name == "Report" ||
         name == "Review" || name == "Recipe";
}

bool is_a(const json& object, std::string_view type) {
  return has_type(object, [type](std::string_view name) { return name == type; });
}

/// An organisation or a site, and no person.
bool is_outlet(const json& object) {
  const auto is_outlet_type = [](std::string_view name) {
    return name.ends_with("Organization") || name == "WebSite" || name == "Corporation" ||
           name == "Brand";
  };
  return has_type(object, is_outlet_type) && !is_a(object, "Person");
}

/// Members that hold other articles.
constexpr std::array<std::string_view, 6> kElsewhere = {"hasPart",  "itemListElement", "mentions",
                                                        "citation", "relatedLink",     "comment"};

/// Raw control characters in strings are a common fault; elsewhere they are white space.
std::string without_control_characters(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return out;
}

/// Without the comment or CDATA marks that older pages put around a script.
std::string_view without_wrapping(std::string_view text) {
  const std::size_t begin = text.find_first_of("{[");
  const std::size_t cdata = text.find("<![CDATA[");
  if (cdata != std::string_view::npos && cdata < begin) text.remove_prefix(cdata + 9);
  const std::size_t first = text.find_first_of("{[");
  const std::size_t last = text.find_last_of("}]");
  if (first == std::string_view::npos || last == std::string_view::npos || last < first) return {};
  return text.substr(first, last - first + 1);
}

/// Parses without exceptions, and without a callback: nlohmann's parser then looks at all elements
/// of a value again whenever one of them ends.
json parse_bounded(std::string_view text) {
  if (json_shape(text).levels > limits::kJsonLevels) return json::value_t::discarded;
  return json::parse(text, nullptr, /*allow_exceptions=*/false);
}

/// As it is written; else without the faults of pages.
json parse_script(std::string_view text) {
  const std::string plain = without_control_characters(without_wrapping(text));
  json value = parse_bounded(plain);
  if (!value.is_discarded()) return value;
  value = parse_bounded(without_control_characters(repaired_json(text)));
  if (!value.is_discarded() || text.find("&quot;") == std::string_view::npos) return value;
  return parse_bounded(without_control_characters(repaired_json(resolved_references(text))));
}

class StructuredDataReader {
 public:
  explicit StructuredDataReader(std::span<const html::JsonScript> scripts) {
    std::size_t bytes = 0;
    for (const html::JsonScript& script : scripts) {
      if (script.type.find("ld+json") == std::string_view::npos) continue;
      if (script.text.size() > limits::kJsonLdBytes - bytes) continue;
      bytes += script.text.size();
      json value = parse_script(script.text);
      if (!value.is_discarded()) roots_.push_back(std::move(value));
    }
    for (const json& root : roots_) gather(root);
  }

  StructuredData read() {
    for (const json* object : objects_) note(*object);
    // The first article is the page's own; a second description of it may add fields.
    for (const json* article : articles_) read_article(*article);
    // An author is not the site, unless it is the publisher.
    std::erase_if(out_.outlets, [this](const std::string& outlet) {
      return outlet != out_.publisher &&
             std::ranges::find(out_.author_outlets, outlet) != out_.author_outlets.end();
    });
    return std::move(out_);
  }

 private:
  /// All objects in document order, by a stack of its own: depth is bounded, breadth is not.
  void gather(const json& root) {
    std::vector<const json*> open = {&root};
    while (!open.empty() && objects_.size() < limits::kJsonLdObjects) {
      const json& value = *open.back();
      open.pop_back();
      if (value.is_array()) {
        for (auto it = value.rbegin(); it != value.rend(); ++it) open.push_back(&*it);
      } else if (value.is_object()) {
        objects_.push_back(&value);
        if (const json* id = member(value, "@id");
            id != nullptr && id->is_string() && value.size() > 1)
          by_id_.try_emplace(id->get_ref<const std::string&>(), &value);
        push_members(value, open);
      }
    }
  }

  static void push_members(const json& object, std::vector<const json*>& open) {
    const std::size_t first = open.size();
    for (const auto& [key, value] : object.items()) {
      if (value.is_structured() && std::ranges::find(kElsewhere, key) == kElsewhere.end())
        open.push_back(&value);
    }
    std::reverse(open.begin() + static_cast<std::ptrdiff_t>(first), open.end());
  }

  void note(const json& object) {
    if (has_type(object, is_article_type)) articles_.push_back(&object);
    out_.has_video = out_.has_video || is_a(object, "VideoObject");
    if (is_a(object, "WebPage")) fill(out_.page_published, object, "datePublished");
    if (out_.outlets.size() < limits::kOutlets && is_outlet(object)) {
      if (auto name = string_in(object, "name")) out_.outlets.push_back(*std::move(name));
    }
  }

  void read_article(const json& article) {
    // Teasers of other articles stand beside the page's own; they have another headline.
    const auto headline = string_in(article, "headline");
    if (out_.has_article && headline && out_.headline && headline != out_.headline) return;
    out_.has_article = true;
    out_.is_news = out_.is_news || has_type(article, [](std::string_view name) {
                     return name.ends_with("NewsArticle");
                   });
    out_.is_live_blog = out_.is_live_blog || is_a(article, "LiveBlogPosting");
    if (!out_.headline) out_.headline = headline;
    if (out_.authors.empty()) read_authors(article);
    fill(out_.published, article, "datePublished");
    fill(out_.updated, article, "dateModified");
    fill(out_.section, article, "articleSection");
    read_language(article);
    read_publisher(article);
    read_copyright(article);
    read_access(article);
    if (out_.body.empty()) read_body(article);
  }

  static void fill(std::optional<std::string>& field, const json& article, const char* key) {
    if (!field) field = string_in(article, key);
  }

  void read_authors(const json& article) {
    for (const char* key : {"author", "creator"}) {
      if (const json* value = member(article, key)) add_names(*value);
      if (!out_.authors.empty()) return;
    }
  }

  void add_names(const json& value) {
    if (value.is_array()) {
      for (const json& one : value) add_names(one);
      return;
    }
    if (author_entries_++ >= limits::kAuthorEntries) return;
    std::optional<std::string> name;
    if (value.is_string()) {
      name = clean_or_nothing(value.get_ref<const std::string&>());
    } else if (value.is_object()) {
      const json& object = referred(value);
      if (is_outlet(object)) {
        if (auto outlet = string_in(object, "name")) out_.author_outlets.push_back(*outlet);
        return;
      }
      for (const char* key : {"name", "@list"}) {
        if (const json* names = member(object, key); names != nullptr && names->is_structured())
          return add_names(*names);
      }
      name = name_of(object);
    }
    if (name) out_.authors.push_back(*std::move(name));
  }

  /// The whole name, else the first name and the surname.
  static std::optional<std::string> name_of(const json& person) {
    if (auto name = string_in(person, "name")) return name;
    const auto first = string_in(person, "givenName");
    const auto last = string_in(person, "familyName");
    if (!first || !last) return std::nullopt;
    return *first + " " + *last;
  }

  /// The object itself, or the one elsewhere that its @id names.
  [[nodiscard]] const json& referred(const json& object) const {
    if (object.contains("name")) return object;
    const json* id = member(object, "@id");
    if (id == nullptr || !id->is_string()) return object;
    const auto found = by_id_.find(id->get_ref<const std::string&>());
    return found == by_id_.end() ? object : *found->second;
  }

  void read_language(const json& article) {
    if (out_.language) return;
    out_.language = string_in(article, "inLanguage");
    if (const json* value = member(article, "inLanguage"); value != nullptr && !out_.language)
      out_.language = string_in(*value, "name");
  }

  void read_publisher(const json& article) {
    const json* publisher = member(article, "publisher");
    if (publisher != nullptr && publisher->is_array() && !publisher->empty())
      publisher = &publisher->front();
    if (publisher == nullptr || !publisher->is_object() || out_.publisher) return;
    const json& owner = referred(*publisher);
    out_.publisher = string_in(owner, "name");
    // A blog that its author publishes.
    const bool is_person = is_a(owner, "Person");
    if (out_.publisher && !is_person) out_.outlets.push_back(*out_.publisher);
  }

  /// Nothing is made up: the publisher alone holds no copyright, and a year says not whose.
  void read_copyright(const json& article) {
    if (!out_.copyright) out_.copyright = string_in(article, "copyrightNotice");
    const json* holder = member(article, "copyrightHolder");
    if (holder == nullptr || out_.copyright) return;
    std::optional<std::string> name = string_in(article, "copyrightHolder");
    if (holder->is_array() && !holder->empty()) holder = &holder->front();
    if (!name && holder->is_object()) name = string_in(referred(*holder), "name");
    if (name) out_.copyright = "\u00a9 " + year_of(article) + *name;
  }

  /// "2025 ", or nothing.
  static std::string year_of(const json& article) {
    const json* year = member(article, "copyrightYear");
    std::string text = string_in(article, "copyrightYear").value_or("");
    if (year != nullptr && year->is_number_unsigned()) text = year->dump();
    const bool is_year = text.size() == 4 && std::ranges::all_of(text, ascii::is_digit);
    return is_year ? text + " " : "";
  }

  void read_access(const json& article) {
    const json* access = member(article, "isAccessibleForFree");
    if (access == nullptr) return;
    if (access->is_boolean()) out_.is_paid = !access->get<bool>();
    if (access->is_string()) {
      const auto& text = access->get_ref<const std::string&>();
      out_.is_paid = text == "False" || text == "false";
    }
  }

  void read_body(const json& article) {
    const json* body = member(article, "articleBody");
    if (body == nullptr || !body->is_string()) return;
    out_.body = resolved_references(body->get_ref<const std::string&>());
  }

  std::vector<json> roots_;
  std::vector<const json*> objects_;
  std::vector<const json*> articles_;
  std::unordered_map<std::string, const json*> by_id_;
  std::size_t author_entries_ = 0;  // that were looked at; objects may name each other for ever
  StructuredData out_;
};

}  // namespace

StructuredData structured_data(std::span<const html::JsonScript> scripts) {
  return StructuredDataReader(scripts).read();
}

}  // namespace newshole::extract
