#include "listing/feeds/clean_xml.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/limits.h"
#include "listing/feeds/character_reference.h"
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

/// Some sites print warnings, with markup, before the feed.
std::string_view from_its_begin(std::string_view utf8) {
  constexpr std::size_t kMostJunk = 4096;
  std::size_t begin = utf8.substr(0, kMostJunk).find("<?xml");
  if (begin == std::string_view::npos) begin = utf8.find('<');
  return utf8.substr(std::min(begin, utf8.size()));
}

}  // namespace

CleanXml::CleanXml(std::string_view utf8) : rest_(from_its_begin(utf8)) {
  append_lines(utf8.substr(0, utf8.size() - rest_.size()));
}

std::string_view CleanXml::next() {
  if (is_begun_) out_.clear();
  is_begun_ = true;
  if (is_in_cdata_) out_ += kCdataBegin;
  while ((is_in_cdata_ || !rest_.empty()) && out_.size() < kPieceBytes) {
    if (is_in_cdata_) {
      copy_cdata();
    } else {
      copy_text();
    }
  }
  if (is_in_cdata_) out_ += kCdataEnd;
  return out_;
}

/// Bytes before the first of `bytes` and within `most`: whole characters, at most a piece.
std::size_t CleanXml::run_without(const Bytes& bytes, std::size_t most) const {
  most = std::min({most, rest_.size(), kPieceBytes});
  std::size_t run = 0;
  while (run < most && !bytes[static_cast<unsigned char>(rest_[run])]) ++run;
  while (run < rest_.size() && text::is_continuation(rest_[run])) --run;
  return run;
}

void CleanXml::take(std::size_t bytes) {
  out_ += rest_.substr(0, bytes);
  rest_.remove_prefix(bytes);
}

void CleanXml::append_lines(std::string_view dropped) {
  out_.append(static_cast<std::size_t>(std::ranges::count(dropped, '\n')), '\n');
}

void CleanXml::drop_before(std::size_t end) {
  end = std::min(end, rest_.size());
  append_lines(rest_.substr(0, end));
  rest_.remove_prefix(end);
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
  take(run_without(kInText, rest_.size()));
  if (rest_.empty() || !kInText[static_cast<unsigned char>(rest_.front())]) return;
  if (rest_.front() == '<') {
    copy_markup();
  } else {
    copy_special();
  }
}

void CleanXml::copy_cdata() {
  const std::size_t run = run_without(kInCdata, cdata_left_);
  take(run);
  cdata_left_ -= run;
  if (cdata_left_ == 0) {
    rest_.remove_prefix(std::min(kCdataEnd.size(), rest_.size()));
    out_ += kCdataEnd;
    is_in_cdata_ = false;
  } else if (kInCdata[static_cast<unsigned char>(rest_.front())]) {
    const std::size_t before = rest_.size();
    copy_special();
    cdata_left_ -= before - rest_.size();
  }
}

void CleanXml::copy_markup() {
  if (rest_.starts_with(kCdataBegin)) {
    take(kCdataBegin.size());
    cdata_left_ = std::min(rest_.find(kCdataEnd), rest_.size());
    is_in_cdata_ = true;
  } else if (rest_.starts_with("<!--")) {
    drop_through("-->");
  } else if (rest_.starts_with("<?")) {
    drop_through("?>");
  } else if (rest_.starts_with("<!")) {
    drop_declaration();
  } else if (begins_tag(rest_)) {
    copy_tag();
  } else {
    out_ += "&lt;";
    rest_.remove_prefix(1);
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
  const std::size_t most = out_.size() + limits::kFeedContentBytes;
  Tag tag;
  take(1);
  while (tag.is_open && !rest_.empty()) {
    if (tag.values > limits::kFeedAttributes || out_.size() > most) return refuse_tag();
    take(run_without(kInTag, rest_.size()));
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
    out_ += "&lt;";
    rest_.remove_prefix(1);
  } else if (c == '>') {
    tag.is_open = is_quoted;
    take(1);
  } else if (c == '"' || c == '\'') {
    tag.quote_by(c);
    take(1);
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
    rest_.remove_prefix(1);
  } else if (rest_.starts_with("\xEF\xBF\xBE") || rest_.starts_with("\xEF\xBF\xBF")) {
    rest_.remove_prefix(3);
  } else {
    take(3);
  }
}

void CleanXml::copy_reference() {
  for (const std::string_view known : kReferencesOfXml) {
    if (rest_.starts_with(known)) return take(known.size());
  }
  const auto reference = reference_at(rest_);
  if (!reference) {
    out_ += "&amp;";
    rest_.remove_prefix(1);
  } else if (reference->character < 0x80 && reference->character != U' ') {
    take(reference->length);
  } else {
    text::append_utf8(out_, reference->character);
    rest_.remove_prefix(reference->length);
  }
}

}  // namespace newshole::listing
