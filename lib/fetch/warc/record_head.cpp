#include "fetch/warc/record_head.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/join.h"

namespace newshole::fetch::warc {
namespace {

using ascii::is_digit;

constexpr std::string_view kWarc = "WARC/";

constexpr auto kTypes = std::to_array<std::pair<std::string_view, RecordType>>({
    {"response", RecordType::Response},
    {"resource", RecordType::Resource},
    {"request", RecordType::Request},
    {"revisit", RecordType::Revisit},
    {"metadata", RecordType::Metadata},
    {"warcinfo", RecordType::Warcinfo},
    {"conversion", RecordType::Conversion},
    {"continuation", RecordType::Continuation},
});

RecordType type_of(std::string_view name) {
  const auto* const found = std::ranges::find_if(
      kTypes, [name](const auto& each) { return ascii::equals_folded(each.first, name); });
  return found == kTypes.end() ? RecordType::Other : found->second;
}

/// Old writers put "<" and ">" around addresses.
std::string without_brackets(std::string_view uri) {
  if (uri.starts_with('<') && uri.ends_with('>')) uri = uri.substr(1, uri.size() - 2);
  return std::string(uri);
}

bool starts_folded(std::string_view text, std::string_view prefix) {
  return ascii::equals_folded(text.substr(0, prefix.size()), prefix);
}

std::string_view line_of(std::string_view bytes) {
  const std::string_view line = bytes.substr(0, bytes.find('\n'));
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

bool begins_warc(std::string_view bytes) {
  const std::string_view version = bytes.substr(std::min(bytes.size(), kWarc.size()));
  return bytes.starts_with(kWarc) && version.size() > 1 && is_digit(version[0]) &&
         version[1] == '.';
}

bool is_number(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most && std::ranges::all_of(text, is_digit);
}

bool has_scheme(std::string_view uri) {
  const std::string_view scheme = uri.substr(0, uri.find(':'));
  return scheme.size() < uri.size() && scheme.size() > 1 &&
         std::ranges::all_of(scheme, ascii::is_alphanumeric);
}

/// "ADDRESS IP DATE TYPE LENGTH"; ARC 2 has "RESULT CHECKSUM LOCATION OFFSET FILE" before the last.
struct ArcLine {
  std::string_view uri;
  std::string_view date;
  std::string_view type;
  std::string_view size;
};

std::optional<ArcLine> arc_line(std::string_view bytes) {
  constexpr std::size_t kLongest = 8192;
  constexpr std::array<std::size_t, 2> kFieldsOfVersions = {5, 10};
  const std::size_t end = bytes.substr(0, kLongest).find('\n');
  if (end == std::string_view::npos || !ascii::is_letter(bytes.front())) return std::nullopt;
  const std::string_view line = line_of(bytes);
  const std::vector<std::string_view> words = split(line, ' ');
  for (const std::size_t fields : kFieldsOfVersions) {
    if (words.size() < fields) continue;
    // Addresses in old archives hold blanks.
    const std::string_view* const behind_uri = words.data() + (words.size() - fields) + 1;
    const std::string_view uri =
        line.substr(0, static_cast<std::size_t>(behind_uri[0].data() - line.data()) - 1);
    const ArcLine arc{uri, behind_uri[1], behind_uri[2], words.back()};
    if (is_number(arc.date, 8, 14) && is_number(arc.size, 1, 19) && has_scheme(uri)) return arc;
  }
  return std::nullopt;
}

Result<std::uint64_t> size_named(const std::optional<std::string>& length) {
  if (!length) return fail(ErrorKind::Io, "the record's header names no Content-Length");
  const auto number = ascii::number<std::uint64_t>(*length, 0, UINT64_MAX >> 1U);
  if (number) return *number;
  constexpr std::size_t kShown = 40;
  return fail(ErrorKind::Io,
              "the record's Content-Length is no length: " + length->substr(0, kShown));
}

RecordHead read_arc(const ArcLine& line) {
  const bool is_about_file = starts_folded(line.uri, "filedesc:");
  return {.record = {.type = is_about_file ? RecordType::Warcinfo : RecordType::Response,
                     .uri = std::string(line.uri),
                     .content_type = std::string(line.type),
                     .date = std::string(line.date)},
          .size = size_named(std::string(line.size))};
}

RecordHead read_warc(std::string_view head) {
  RecordHead out;
  std::optional<std::string> length;
  ascii::take_before(head, "\n");
  for (Field field; take_field(head, field);) {
    const auto is = [&](std::string_view name) { return ascii::equals_folded(field.name, name); };
    if (is("WARC-Type")) out.record.type = type_of(field.value);
    if (is("WARC-Target-URI")) out.record.uri = without_brackets(field.value);
    if (is("Content-Type")) out.record.content_type = field.value;
    if (is("WARC-Date")) out.record.date = field.value;
    if (is("WARC-Truncated")) out.record.truncated = field.value;
    if (is("Content-Length") && !length) length = field.value;
  }
  out.size = size_named(length);
  return out;
}

}  // namespace

std::string to_string(const Place& place) {
  const std::string offset = std::to_string(place.offset);
  return place.within == 0 ? offset : offset + "+" + std::to_string(place.within);
}

bool take_field(std::string_view& rest, Field& field) {
  if (rest.empty()) return false;
  std::string_view line = line_of(rest);
  ascii::take_before(rest, "\n");
  const std::size_t colon = line.find(':');
  field.name = colon == std::string_view::npos ? "" : ascii::trimmed(line.substr(0, colon));
  field.value = ascii::trimmed(line.substr(colon == std::string_view::npos ? 0 : colon + 1));
  while (rest.starts_with(' ') || rest.starts_with('\t')) {
    line = ascii::trimmed(line_of(rest));
    ascii::take_before(rest, "\n");
    field.value.append(field.value.empty() ? "" : " ").append(line);
  }
  return true;
}

bool begins_record(std::string_view bytes) {
  return begins_warc(bytes) || (!bytes.empty() && arc_line(bytes).has_value());
}

bool seems_record(std::string_view bytes) {
  if (bytes.empty()) return false;
  if (!bytes.starts_with(kWarc)) return arc_line(bytes).has_value();
  if (!begins_warc(bytes)) return false;
  const std::size_t end = bytes.find('\n');
  const std::string_view next = bytes.substr(std::min(end, bytes.size() - 1) + 1);
  return starts_folded(next, "WARC-") || starts_folded(next, "Content-");
}

std::size_t head_size(std::string_view bytes) {
  if (!bytes.starts_with(kWarc)) return bytes.find('\n') + 1;
  for (std::size_t at = bytes.find('\n'); at != std::string_view::npos;
       at = bytes.find('\n', at + 1)) {
    const std::string_view rest = bytes.substr(at + 1);
    if (rest.starts_with('\n')) return at + 2;
    if (rest.starts_with("\r\n")) return at + 3;
  }
  return 0;
}

RecordHead read_head(std::string_view head) {
  const auto arc = head.starts_with(kWarc) ? std::nullopt : arc_line(head);
  return arc ? read_arc(*arc) : read_warc(head);
}

}  // namespace newshole::fetch::warc
