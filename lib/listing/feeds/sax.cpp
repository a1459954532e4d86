#include "listing/feeds/sax.h"

#include <algorithm>
#include <array>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <memory>
#include <new>

#include "base/ascii.h"
#include "base/limits.h"
#include "listing/feeds/clean_xml.h"

namespace newshole::listing {
namespace {

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

std::string_view view(const xmlChar* begin, const xmlChar* end) {
  return {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(end - begin)};
}

struct Cause {
  int code;
  std::string_view text;
};

constexpr std::array kCauses = {
    Cause{XML_ERR_TAG_NAME_MISMATCH, "an element is not closed"},
    Cause{XML_ERR_TAG_NOT_FINISHED, "an element is not closed"},
    Cause{XML_ERR_GT_REQUIRED, "a tag is not finished"},
};

/// Errors behind which nothing is lost.
constexpr std::array<int, 4> kHarmless = {XML_ERR_MISPLACED_CDATA_END, XML_ERR_UNDECLARED_ENTITY,
                                          XML_NS_ERR_UNDEFINED_NAMESPACE,
                                          XML_ERR_ATTRIBUTE_REDEFINED};

struct FreeContext {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

/// libxml2 prints errors that belong to no parser, unless somebody takes them.
class Silence {
 public:
  Silence() : handler_(xmlStructuredError), context_(xmlStructuredErrorContext) {
    xmlSetStructuredErrorFunc(nullptr, [](void*, xmlErrorPtr) {});
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() { xmlSetStructuredErrorFunc(context_, handler_); }

 private:
  xmlStructuredErrorFunc handler_;
  void* context_;
};

class SaxParser {
 public:
  explicit SaxParser(SaxHandler& handler) : handler_(handler) {
    xmlSAXHandler calls{};
    calls.initialized = XML_SAX2_MAGIC;
    calls.startElementNs = &on_start;
    calls.endElementNs = &on_end;
    calls.characters = &on_characters;
    calls.cdataBlock = &on_characters;
    calls.serror = &on_error;
    context_.reset(xmlCreatePushParserCtxt(&calls, this, nullptr, 0, nullptr));
    if (!context_) throw std::bad_alloc();
    // Without NOENT "&amp;" in an attribute's value is "&#38;". No entity is ever declared:
    // CleanXml.
    xmlCtxtUseOptions(context_.get(), XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOENT);
  }

  std::optional<XmlFault> parse(std::string_view utf8) {
    CleanXml xml(utf8);
    for (std::string_view piece = xml.next(); !piece.empty() && !is_over_; piece = xml.next())
      push(piece);
    if (!is_over_ && xml.is_too_complex()) end_at_limit("a tag is too long");
    const std::optional<XmlFault> before = fault_;
    if (!is_over_) push({});
    if (lacks_memory_) throw std::bad_alloc();
    if (is_over_) return fault_;
    return before.value_or(XmlFault{line(), "the feed ends early", XmlFault::End});
  }

 private:
  /// libxml2 is C: no exception may pass through it.
  template <typename Action>
  static void guarded(void* self, const Action& action) {
    auto& parser = *static_cast<SaxParser*>(self);
    if (parser.is_over_) return;
    try {
      action(parser);
    } catch (const std::bad_alloc&) {
      parser.lacks_memory_ = true;
      parser.stop();
    }
  }

  // NOLINTNEXTLINE(readability-function-size): the parameters are libxml2's.
  static void on_start(void* self, const xmlChar* local, const xmlChar* prefix, const xmlChar* uri,
                       int, const xmlChar**, int count, int, const xmlChar** attributes) {
    guarded(self, [&](SaxParser& parser) {
      parser.start({view(local), view(prefix), view(uri)},
                   XmlAttributes({attributes, static_cast<std::size_t>(count) * 5}));
    });
  }

  static void on_end(void* self, const xmlChar* local, const xmlChar*, const xmlChar*) {
    guarded(self, [&](SaxParser& parser) {
      parser.handler_.end(view(local));
      if (--parser.depth_ == 0) parser.stop();
    });
  }

  static void on_characters(void* self, const xmlChar* text, int size) {
    guarded(self, [&](SaxParser& parser) { parser.handler_.characters(view(text, text + size)); });
  }

  static void on_error(void* self, xmlErrorPtr error) {
    guarded(self, [&](SaxParser& parser) { parser.note(*error); });
  }

  void start(const XmlName& name, const XmlAttributes& attributes) {
    const bool is_deep = ++depth_ > limits::kFeedLevels;
    // Each has two places in libxml2's stack.
    const bool has_many = context_->nsNr > static_cast<int>(2 * limits::kFeedNamespaces);
    if (is_deep || has_many)
      return end_at_limit(is_deep ? "elements are nested too deeply" : "too many namespaces");
    const std::string_view limit = handler_.start(name, attributes);
    if (!limit.empty()) end_at_limit(limit);
  }

  void note(const xmlError& error) {
    const bool is_harmless = std::ranges::find(kHarmless, error.code) != kHarmless.end();
    if (error.level < XML_ERR_ERROR || is_harmless || fault_) return;
    const auto* const found = std::ranges::find(kCauses, error.code, &Cause::code);
    fault_ = XmlFault{line(), std::string(found == kCauses.end() ? "no XML" : found->text)};
  }

  void end_at_limit(std::string_view cause) {
    fault_ = XmlFault{line(), std::string(cause), XmlFault::Limit};
    stop();
  }

  void stop() {
    is_over_ = true;
    xmlStopParser(context_.get());
  }

  void push(std::string_view piece) {
    xmlParseChunk(context_.get(), piece.data(), static_cast<int>(piece.size()),
                  piece.empty() ? 1 : 0);
  }

  [[nodiscard]] std::size_t line() const {
    return static_cast<std::size_t>(std::max(xmlSAX2GetLineNumber(context_.get()), 1));
  }

  SaxHandler& handler_;
  const Silence silence_;
  std::unique_ptr<xmlParserCtxt, FreeContext> context_;
  std::optional<XmlFault> fault_;
  std::size_t depth_ = 0;
  bool is_over_ = false;
  bool lacks_memory_ = false;
};

}  // namespace

XmlAttribute XmlAttributes::operator[](std::size_t i) const {
  const auto fields = all_.subspan(i * kFields, kFields);
  return {view(fields[0]), view(fields[1]), ascii::trimmed(view(fields[3], fields[4]))};
}

std::string_view XmlAttributes::value(std::string_view local, std::string_view prefix) const {
  for (std::size_t i = 0; i < size(); ++i) {
    const XmlAttribute attribute = (*this)[i];
    if (attribute.local == local && attribute.prefix == prefix) return attribute.value;
  }
  return {};
}

std::optional<XmlFault> parse_xml(std::string_view utf8, SaxHandler& handler) {
  return SaxParser(handler).parse(utf8);
}

}  // namespace newshole::listing
