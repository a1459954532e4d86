#pragma once
// The text of an element of a feed while it is read. Internal to this folder.

#include <cstddef>
#include <string>
#include <string_view>

#include "listing/feeds/sax.h"

namespace newshole::listing {

/// What the text of an element is: characters, HTML that is escaped or in CDATA, or elements.
enum class TextForm : unsigned char { Plain, Html, Elements };

/// Gathers the text, and the elements in it as HTML, up to a limit, whole characters.
class FieldText {
 public:
  void begin(TextForm form, std::size_t most_bytes);
  void append(std::string_view characters);
  void append_tag(std::string_view name, const XmlAttributes& attributes);
  void append_end_tag(std::string_view name);
  void clear() { text_.clear(); }

  [[nodiscard]] TextForm form() const { return form_; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void append_bounded(std::string_view text);

  std::string text_;
  TextForm form_ = TextForm::Html;
  std::size_t most_bytes_ = 0;
};

}  // namespace newshole::listing
