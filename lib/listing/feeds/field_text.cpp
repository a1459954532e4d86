#include "listing/feeds/field_text.h"

#include "base/ascii.h"
#include "text/markup.h"
#include "text/utf8.h"

namespace newshole::listing {
namespace {

/// HTML has no end tags of them.
constexpr std::string_view kVoidElements = "area br col embed hr img input source track wbr";

}  // namespace

void FieldText::begin(TextForm form, std::size_t most_bytes) {
  text_.clear();
  form_ = form;
  most_bytes_ = most_bytes;
}

void FieldText::append(std::string_view characters) {
  if (form_ == TextForm::Elements) {
    append_bounded(text::escaped_markup(characters));
  } else {
    append_bounded(characters);
  }
}

void FieldText::append_tag(std::string_view name, const XmlAttributes& attributes) {
  std::string tag = "<" + std::string(name);
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const XmlAttribute attribute = attributes[i];
    if (!attribute.prefix.empty()) continue;
    tag.append(" ").append(attribute.local).append("=\"");
    tag.append(text::escaped_markup(attribute.value)).append("\"");
  }
  append_bounded(tag.append(">"));
}

void FieldText::append_end_tag(std::string_view name) {
  if (!ascii::has_word(kVoidElements, name)) append_bounded("</" + std::string(name) + ">");
}

void FieldText::append_bounded(std::string_view text) {
  std::size_t room = most_bytes_ - text_.size();
  if (room < text.size()) {
    while (room > 0 && text::is_continuation(text[room])) --room;
    most_bytes_ = text_.size() + room;
  }
  text_ += text.substr(0, room);
}

}  // namespace newshole::listing
