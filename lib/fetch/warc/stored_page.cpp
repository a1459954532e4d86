#include "fetch/warc/stored_page.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/limits.h"
#include "fetch/warc/body_coding.h"
#include "fetch/warc/record_head.h"

namespace newshole::fetch::warc {
namespace {

/// As of an answer of the network.
constexpr std::size_t kMostFields = std::size_t{128} << 10;

constexpr std::array<std::string_view, 2> kHtmlTypes = {"text/html", "application/xhtml+xml"};
/// Servers give these to what they do not know.
constexpr std::array<std::string_view, 6> kUnknownTypes = {
    "", "unknown", "application/octet-stream", "application/xml", "text/xml", "no-type"};

/// What is no HTML, whatever its header says.
constexpr std::array<std::string_view, 9> kOtherBytes = {"%PDF-",
                                                         "\x89PNG",
                                                         "GIF8",
                                                         "\xff\xd8\xff",
                                                         "PK\x03\x04",
                                                         "RIFF",
                                                         "%!PS",
                                                         "\x7f"
                                                         "ELF",
                                                         "wOF"};

constexpr std::array<std::string_view, 10> kHtmlBeginnings = {
    "<!doctype html", "<html",   "<head", "<body", "<title",
    "<meta",          "<script", "<div",  "<p>",   "<h1"};

enum class Kind { Html, Unknown, Other };

Kind kind_of(std::string_view content_type) {
  const std::string type =
      ascii::lowered(ascii::trimmed(content_type.substr(0, content_type.find(';'))));
  const auto holds = [&type](const auto& types) {
    return std::ranges::find(types, type) != types.end();
  };
  if (holds(kHtmlTypes)) return Kind::Html;
  return holds(kUnknownTypes) || type.find('/') == std::string::npos ? Kind::Unknown : Kind::Other;
}

bool starts_folded_with(std::string_view text, std::string_view prefix) {
  return ascii::equals_folded(text.substr(0, prefix.size()), prefix);
}

/// Without what may stand before the first element of a page.
std::string_view first_element(std::string_view body) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  constexpr auto kPassed = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"<!--", "-->"}, {"<?xml", "?>"}});
  constexpr int kMost = 20;
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  for (int i = 0; i < kMost; ++i) {
    body.remove_prefix(std::min(body.find_first_not_of(ascii::kWhiteSpace), body.size()));
    const auto* const passed = std::ranges::find_if(
        kPassed, [&body](const auto& each) { return starts_folded_with(body, each.first); });
    if (passed == kPassed.end()) break;
    const std::size_t end = body.find(passed->second);
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + passed->second.size());
  }
  return body;
}

bool begins_as_html(std::string_view body) {
  constexpr std::size_t kLooked = 4096;
  const std::string_view element = first_element(body.substr(0, kLooked));
  return std::ranges::any_of(kHtmlBeginnings, [element](std::string_view beginning) {
    return starts_folded_with(element, beginning);
  });
}

bool begins_otherwise(std::string_view body) {
  return std::ranges::any_of(
      kOtherBytes, [body](std::string_view beginning) { return body.starts_with(beginning); });
}

/// The block of an answer, in its parts.
struct HttpAnswer {
  int status = 0;
  std::string_view fields;
  std::string_view body;
};

/// "HTTP/1.1 200 OK", "HTTP/2 200"; 0: none.
int status_of(std::string_view line) {
  if (!line.starts_with("HTTP/")) return 0;
  ascii::take_before(line, " ");
  line = ascii::trimmed(line);
  return ascii::number<int>(line.substr(0, 3), 100, 999).value_or(0);
}

/// Where the fields end: behind an empty line; where crawlers have lost that, before the page.
std::optional<std::size_t> fields_end(std::string_view block) {
  std::string_view rest = block.substr(0, kMostFields);
  while (!rest.empty()) {
    if (rest.starts_with('<')) return rest.data() - block.data();
    const std::string_view line = ascii::take_before(rest, "\n");
    if (line.empty() || line == "\r") return rest.data() - block.data();
  }
  return std::nullopt;
}

Result<HttpAnswer> parse_answer(const Record& record) {
  std::string_view block = record.block;
  const std::string_view first = block.substr(0, block.find('\n'));
  const int status = status_of(first);
  if (status == 0) return fail(ErrorKind::Io, "the record holds no answer of HTTP");
  block.remove_prefix(std::min(first.size() + 1, block.size()));
  const auto end = fields_end(block);
  // A block of which no more is at hand has a page beyond the limit at most.
  if (!end && block.size() >= kMostFields)
    return fail(ErrorKind::Io, "the header of the answer has no end");
  const std::size_t size = end.value_or(block.size());
  return HttpAnswer{status, block.substr(0, size), block.substr(size)};
}

void add_codings(std::vector<std::string>& codings, std::string_view list) {
  while (!list.empty()) {
    const std::string_view coding = ascii::trimmed(ascii::take_before(list, ","));
    if (!coding.empty()) codings.emplace_back(coding);
  }
}

/// The fields that say what the body is.
void read_fields(std::string_view fields, StoredPage& page) {
  std::size_t preferences = 0;
  bool has_type = false;
  for (Field field; take_field(fields, field);) {
    const auto is = [&field](std::string_view name) {
      return ascii::equals_folded(field.name, name);
    };
    if (is("Content-Type") && !std::exchange(has_type, true)) page.content_type = field.value;
    if (is("Content-Encoding")) add_codings(page.codings, field.value);
    if (is("Transfer-Encoding"))
      page.is_chunked |= ascii::lowered(field.value).find("chunked") != std::string::npos;
    if (std::ranges::any_of(kPreferenceFields, is) && ++preferences <= limits::kStatements)
      add_field(page.preferences, field.name, field.value, page.url);
  }
}

std::optional<Passed> passed_by_type(RecordType type) {
  switch (type) {
    case RecordType::Response:
    case RecordType::Resource:
      return std::nullopt;
    case RecordType::Request:
      return Passed::Request;
    case RecordType::Revisit:
      return Passed::Revisit;
    case RecordType::Metadata:
    case RecordType::Warcinfo:
      return Passed::Information;
    case RecordType::Conversion:
      return Passed::Conversion;
    case RecordType::Continuation:
    case RecordType::Other:
      break;
  }
  return Passed::Other;
}

std::optional<Passed> passed_by_status(int status) {
  constexpr int kOk = 200;
  if (status == kOk) return std::nullopt;
  return status / 100 == 3 ? Passed::Redirect : Passed::NoAnswer;
}

bool is_of_web(std::string_view uri) {
  return starts_folded_with(uri, "http://") || starts_folded_with(uri, "https://");
}

/// Of what may be a page, by its type and size.
Content candidate(const Record& record, StoredPage page, std::string_view body) {
  if (kind_of(page.content_type) == Kind::Other) return Passed::NoHtml;
  if (!record.has_whole_block())
    return kind_of(page.content_type) == Kind::Html
               ? Content(Error{ErrorKind::TooLarge, "the page is larger than its limit"})
               : Content(Passed::NoHtml);
  if (body.empty()) return Passed::Empty;
  if (!record.truncated.empty())
    return Error{ErrorKind::Io,
                 "its crawler kept a part of the page (" + record.truncated.substr(0, 40) + ")"};
  page.body = body;
  return page;
}

Content answer_of(const Record& record, StoredPage page) {
  const Result<HttpAnswer> answer = parse_answer(record);
  if (!answer) return answer.error();
  if (const auto passed = passed_by_status(answer->status)) return *passed;
  read_fields(answer->fields, page);
  return candidate(record, std::move(page), answer->body);
}

}  // namespace

Content content_of(const Record& record) {
  if (const auto passed = passed_by_type(record.type)) return *passed;
  const bool is_answer = record.type == RecordType::Response &&
                         (record.block.starts_with("HTTP/") || is_of_web(record.uri));
  if (!is_of_web(record.uri) && !record.uri.empty()) return Passed::Other;
  Result<url::Url> url = url::parse_url(record.uri);
  if (!url) return Error{ErrorKind::Io, "the record names no address: " + url.error().message};
  StoredPage page{.url = *std::move(url)};
  if (is_answer) return answer_of(record, std::move(page));
  page.content_type = record.content_type;
  return candidate(record, std::move(page), record.block);
}

std::variant<Page, Passed, Error> page_of(StoredPage stored, std::size_t most) {
  std::string& body = stored.body;
  // One empty line too many, as some crawlers wrote it.
  if (body.starts_with("\r\n")) body.erase(0, 2);
  Result<std::string> bytes =
      stored.is_chunked ? without_chunks(std::move(body)) : Result<std::string>(std::move(body));
  if (bytes) bytes = without_codings(*std::move(bytes), stored.codings, most);
  if (!bytes) return bytes.error();
  if (bytes->size() > most) return Error{ErrorKind::TooLarge, "the page is larger than its limit"};
  if (ascii::trimmed(*bytes).empty()) return Passed::Empty;
  const bool is_html = kind_of(stored.content_type) == Kind::Html;
  if (is_html ? begins_otherwise(*bytes) : !begins_as_html(*bytes)) return Passed::NoHtml;
  Result<Page> page =
      arrived_page(std::move(stored.url), *std::move(bytes), is_html ? stored.content_type : "");
  if (!page) return page.error();
  page->preferences = std::move(stored.preferences);
  return *std::move(page);
}

}  // namespace newshole::fetch::warc
