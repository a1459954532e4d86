#pragma once
// XML as sites send it, to XML that a parser takes. Internal to this folder.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace newshole::listing {

/// Gives a feed in pieces of some 64 KB, in time linear in its size. Left out are what stands
/// before the first "<", declarations, DOCTYPE with all entities that it declares, processing
/// instructions, comments and control characters; references that XML does not know become
/// characters, and "&" and "<" that begin nothing are escaped. Line breaks are all kept, so lines
/// have their numbers. The feed must outlive this.
class CleanXml {
 public:
  /// `utf8` must be valid.
  explicit CleanXml(std::string_view utf8);

  /// The next piece, until the next call; empty at the end. A CDATA section ends in the piece that
  /// it begins in: a long one is several.
  [[nodiscard]] std::string_view next();

  /// True once a tag had more attributes than limits::kFeedAttributes, or more bytes than
  /// limits::kFeedContentBytes: there the feed ends.
  [[nodiscard]] bool is_too_complex() const { return is_too_complex_; }

 private:
  using Bytes = std::array<bool, 256>;
  struct Tag {
    bool is_open = true;
    char quote = '\0';       // of the value that is open
    std::size_t values = 0;  // that have ended
    void quote_by(char mark);
  };
  [[nodiscard]] std::size_t size() const { return out_.size() + kept_.size(); }
  [[nodiscard]] std::size_t run_without(const Bytes& bytes, std::size_t most) const;
  [[nodiscard]] std::size_t run_without_markup() const;
  [[nodiscard]] std::size_t whole_characters(std::size_t run) const;
  void keep(std::size_t bytes);
  void drop(std::size_t bytes);
  void append(std::string_view text);
  void append_lines(std::string_view dropped);
  void drop_before(std::size_t end);
  void drop_through(std::string_view end);
  void drop_declaration();
  void copy_text();
  void copy_cdata();
  void copy_markup();
  void copy_tag();
  void copy_in_tag(Tag& tag);
  void refuse_tag();
  void copy_reference();
  void copy_special();

  std::string_view rest_;
  std::string_view kept_;  // of the feed, before `rest_` and behind what `out_` holds
  std::string out_;
  bool has_refused_;       // the feed has bytes that are no part of XML
  bool is_begun_ = false;  // what `out_` holds has been given
  bool is_in_cdata_ = false;
  std::size_t cdata_left_ = 0;  // bytes of the section that are still to come
  bool is_too_complex_ = false;
};

}  // namespace newshole::listing
