#include "listing/feeds/clean_xml.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/limits.h"
#include "listing/feeds/character_reference.h"
#include "text/markup.h"
#include "text/utf8.h"

namespace newshole::listing {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
constexpr std::string_view kCdataBegin = "<![CDATA[";
constexpr std::string_view kCdataEnd = "]]>";

/// The bytes that need a look: control characters, the first of U+FFFE and U+FFFF, and `others`.
constexpr std::array<bool, 256> special_bytes(std::string_view others) {
  std::array<bool, 256> out{};
  for (std::size_t c = 0; c < ' '; ++c) out[c] = c != '\t' && c != '\n' && c != '\r';
  out[0xEF] = true;
  for (const char c : others) out[static_cast<unsigned char>(c)] = true;
  return out;
}

constexpr auto kInText = special_bytes("<&");
constexpr auto kInCdata = special_bytes("");
constexpr auto kInTag = special_bytes("<>&\"'");

constexpr std::array<std::string_view, 5> kReferencesOfXml = {"&lt;", "&gt;", "&amp;", "&quot;",
                                                              "&apos;"};

bool begins_tag(std::string_view text) {
  if (text.size() < 2) return false;
  const char c = text[1];
  return ascii::is_letter(c) || c == '/' || c == '_' || c == ':' || !(c >= 0);
}

/// Control characters, or the last bytes of U+FFFE and U+FFFF, which stand elsewhere, too. Without
/// a branch for each byte compilers look at many at a time.
bool may_hold_refused(std::string_view utf8) {
  const auto* const bytes = reinterpret_cast<const unsigned char*>(utf8.data());
  unsigned char found = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const unsigned char c = bytes[i];
    found |= static_cast<unsigned char>((c < 0x20) & (c != '\t') & (c != '\n') & (c != '\r'));
  }
  for (std::size_t i = 1; i < utf8.size(); ++i)
    found |= static_cast<unsigned char>((bytes[i - 1] == 0xBF) & (bytes[i] >= 0xBE));
  return found != 0;
}

/// Some sites print warnings, with markup, before the feed.
std::string_view from_its_begin(std::string_view utf8) {
  constexpr std::size_t kMostJunk = 4096;
  std::size_t begin = utf8.substr(0, kMostJunk).find("<?xml");
  if (begin == std::string_view::npos) begin = utf8.find('<');
  return utf8.substr(std::min(begin, utf8.size()));
}

}  // namespace

CleanXml::CleanXml(std::string_view utf8)
    : rest_(from_its_begin(utf8)), has_refused_(may_hold_refused(rest_)) {
  append_lines(utf8.substr(0, utf8.size() - rest_.size()));
}

std::string_view CleanXml::next() {
  if (is_begun_) out_.clear();
  is_begun_ = true;
  kept_ = rest_.substr(0, 0);
  if (is_in_cdata_) out_ += kCdataBegin;
  while ((is_in_cdata_ || !rest_.empty()) && size() < kPieceBytes) {
    if (is_in_cdata_) {
      copy_cdata();
    } else {
      copy_text();
    }
  }
  if (is_in_cdata_) append(kCdataEnd);
  if (out_.empty()) return kept_;
  append({});
  return out_;
}

std::size_t CleanXml::whole_characters(std::size_t run) const {
  while (run < rest_.size() && text::is_continuation(rest_[run])) --run;
  return run;
}

/// Bytes before the first of `bytes` and within `most`: whole characters, at most a piece.
std::size_t CleanXml::run_without(const Bytes& bytes, std::size_t most) const {
  most = std::min({most, rest_.size(), kPieceBytes});
  std::size_t run = 0;
  while (run < most && !bytes[static_cast<unsigned char>(rest_[run])]) ++run;
  return whole_characters(run);
}

/// The same before the first "<" or "&", where nothing else needs a look.
std::size_t CleanXml::run_without_markup() const {
  return whole_characters(text::bytes_before_markup(rest_.substr(0, kPieceBytes)));
}

void CleanXml::keep(std::size_t bytes) {
  kept_ = {kept_.data(), kept_.size() + bytes};
  rest_.remove_prefix(bytes);
}

void CleanXml::drop(std::size_t bytes) {
  append({});
  rest_.remove_prefix(bytes);
  kept_ = rest_.substr(0, 0);
}

void CleanXml::append(std::string_view text) {
  out_ += kept_;
  out_ += text;
  kept_ = rest_.substr(0, 0);
}

void CleanXml::append_lines(std::string_view dropped) {
  append({});
  out_.append(static_cast<std::size_t>(std::ranges::count(dropped, '\n')), '\n');
}

void CleanXml::drop_before(std::size_t end) {
  end = std::min(end, rest_.size());
  append_lines(rest_.substr(0, end));
  drop(end);
}

void CleanXml::drop_through(std::string_view end) {
  const std::size_t at = rest_.find(end);
  drop_before(at == std::string_view::npos ? at : at + end.size());
}

/// What a DOCTYPE declares ends with "]", perhaps white space, and ">".
void CleanXml::drop_declaration() {
  constexpr auto kNone = std::string_view::npos;
  std::size_t end = rest_.find_first_of("[>");
  if (end != kNone && rest_[end] == '[') {
    do {
      end = rest_.find(']', end);
      if (end != kNone) end = rest_.find_first_not_of(ascii::kWhiteSpace, end + 1);
    } while (end != kNone && rest_[end] != '>');
  }
  drop_before(end == kNone ? end : end + 1);
}

void CleanXml::copy_text() {
  keep(has_refused_ ? run_without(kInText, rest_.size()) : run_without_markup());
  if (rest_.empty() || !kInText[static_cast<unsigned char>(rest_.front())]) return;
  if (rest_.front() == '<') {
    copy_markup();
  } else {
    copy_special();
  }
}

void CleanXml::copy_cdata() {
  const std::size_t run = has_refused_ ? run_without(kInCdata, cdata_left_)
                                       : whole_characters(std::min(cdata_left_, kPieceBytes));
  keep(run);
  cdata_left_ -= run;
  if (cdata_left_ == 0) {
    if (rest_.empty()) append(kCdataEnd);
    keep(std::min(kCdataEnd.size(), rest_.size()));
    is_in_cdata_ = false;
  } else if (has_refused_ && kInCdata[static_cast<unsigned char>(rest_.front())]) {
    const std::size_t before = rest_.size();
    copy_special();
    cdata_left_ -= before - rest_.size();
  }
}

void CleanXml::copy_markup() {
  if (begins_tag(rest_)) {
    copy_tag();
  } else if (rest_.starts_with(kCdataBegin)) {
    keep(kCdataBegin.size());
    cdata_left_ = std::min(rest_.find(kCdataEnd), rest_.size());
    is_in_cdata_ = true;
  } else if (rest_.starts_with("<!--")) {
    drop_through("-->");
  } else if (rest_.starts_with("<?")) {
    drop_through("?>");
  } else if (rest_.starts_with("<!")) {
    drop_declaration();
  } else {
    append("&lt;");
    drop(1);
  }
}

void CleanXml::Tag::quote_by(char mark) {
  if (quote == '\0') {
    quote = mark;
  } else if (quote == mark) {
    quote = '\0';
    ++values;
  }
}

/// To its ">"; where it has none, to the next tag.
void CleanXml::copy_tag() {
  const std::size_t most = size() + limits::kFeedContentBytes;
  Tag tag;
  keep(1);
  while (tag.is_open && !rest_.empty()) {
    if (tag.values > limits::kFeedAttributes || size() > most) return refuse_tag();
    keep(run_without(kInTag, rest_.size()));
    if (!rest_.empty() && kInTag[static_cast<unsigned char>(rest_.front())]) copy_in_tag(tag);
  }
}

/// A quoted "<" becomes a reference.
void CleanXml::copy_in_tag(Tag& tag) {
  const char c = rest_.front();
  const bool is_quoted = tag.quote != '\0';
  if (c == '<') {
    tag.is_open = is_quoted;
    if (!is_quoted) return;
    append("&lt;");
    drop(1);
  } else if (c == '>') {
    tag.is_open = is_quoted;
    keep(1);
  } else if (c == '"' || c == '\'') {
    tag.quote_by(c);
    keep(1);
  } else {
    copy_special();
  }
}

void CleanXml::refuse_tag() {
  is_too_complex_ = true;
  rest_ = {};
}

/// What stands first: a reference, a control character, or what may be no character at all.
void CleanXml::copy_special() {
  if (rest_.front() == '&') {
    copy_reference();
  } else if (!rest_.starts_with('\xEF')) {
    drop(1);
  } else if (rest_.starts_with("\xEF\xBF\xBE") || rest_.starts_with("\xEF\xBF\xBF")) {
    drop(3);
  } else {
    keep(3);
  }
}

void CleanXml::copy_reference() {
  for (const std::string_view known : kReferencesOfXml) {
    if (rest_.starts_with(known)) return keep(known.size());
  }
  const auto reference = reference_at(rest_);
  if (!reference) {
    append("&amp;");
    drop(1);
  } else if (reference->character < 0x80 && reference->character != U' ') {
    keep(reference->length);
  } else {
    append({});
    text::append_utf8(out_, reference->character);
    drop(reference->length);
  }
}

}  // namespace newshole::listing
