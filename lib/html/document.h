#pragma once
// A page parsed by gumbo (HTML 5), within limits of memory and time.

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "html/node.h"

namespace newshole::html {

/// Whether the text of style and script elements, comments and runs of plain text are removed
/// before gumbo parses the page. The tree is the same but for the text of style and script; the
/// parse of a real page is many times as fast.
enum class Prepass { Shorten, None };

struct ParseOptions {
  Prepass prepass = Prepass::Shorten;
  /// The attributes that will be asked for; Prepass::Shorten may leave out others. Sorted, in lower
  /// case. None means all.
  std::span<const std::string_view> attributes;
  std::size_t memory_base = std::size_t{64} << 20;  ///< bytes of parse memory for any page
  std::size_t memory_per_byte = 24;                 ///< and for each byte of the page
  std::size_t memory_cap = std::size_t{256} << 20;  ///< but never more than this
  std::chrono::milliseconds time_base{1500};        ///< the same for time
  std::chrono::milliseconds time_per_megabyte{200};
};

/// The text of a script element whose type is JSON ("application/ld+json", "application/json").
struct JsonScript {
  std::string_view type;  ///< without parameters, as written
  std::string_view text;  ///< as the page has it
};

/// Owns the page's text, the tree and all that Nodes point to. Movable; Nodes stay valid.
class Document {
 public:
  /// Parses UTF-8. Errors (TooComplex): the memory cap or the deadline passed, or an assertion of
  /// gumbo failed; the parse is aborted and all its memory is freed. Never crashes, whatever the
  /// bytes are.
  [[nodiscard]] static Result<Document> parse(std::string utf8, const Clock& clock,
                                              const ParseOptions& options = {});
  /// The same without a copy of the page, which must outlive the document.
  [[nodiscard]] static Result<Document> parse_borrowed(std::string_view utf8, const Clock& clock,
                                                       const ParseOptions& options = {});
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  /// The html element.
  [[nodiscard]] Node root() const;

  /// In document order. With either Prepass the same.
  [[nodiscard]] std::span<const JsonScript> json_scripts() const;

  /// The texts of all script elements, as the page has them, in document order.
  [[nodiscard]] std::span<const std::string_view> scripts() const;

 private:
  template <typename Text>
  static Result<Document> parse_text(Text utf8, const Clock& clock, const ParseOptions& options);
  struct Tree;
  explicit Document(std::unique_ptr<Tree> tree);
  std::unique_ptr<Tree> tree_;
};

}  // namespace newshole::html
