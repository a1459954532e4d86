#include "convert/sources.h"

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <iostream>

#include "base/ascii.h"
#include "base/join.h"

namespace newshole::converter {
namespace {

std::optional<ArchiveRecord> record_of(const std::vector<std::string_view>& fields) {
  if (fields.size() != 3) return std::nullopt;
  const auto offset = ascii::number<std::uint64_t>(fields[1]);
  const auto length = ascii::number<std::uint64_t>(fields[2]);
  constexpr std::uint64_t kMostPlace = std::uint64_t{1} << 62;  // of files that there can be
  if (!offset || !length || *offset > kMostPlace || *length > kMostPlace) return std::nullopt;
  return ArchiveRecord{std::string(fields[0]), {*offset, *length}};
}

}  // namespace

Source source_of_line(const std::string& line) {
  if (auto record = record_of(split(line, '\t'))) {
    std::string name = record->file + "@" + std::to_string(record->cut.offset);
    return {.name = std::move(name), .url = {}, .record = std::move(record)};
  }
  const std::size_t tab = line.find('\t');
  return {.name = line.substr(0, tab), .url = tab == std::string::npos ? "" : line.substr(tab + 1)};
}

Result<std::vector<Source>> read_sources(const std::string& file) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  std::ifstream opened;
  if (file != "-") opened.open(file);
  std::istream& in = file == "-" ? std::cin : opened;
  std::vector<Source> sources;
  for (std::string line; std::getline(in, line);) {
    if (sources.empty() && line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    sources.push_back(source_of_line(line));
  }
  if (in.bad() || !in.eof())
    return fail(ErrorKind::Usage, file + ": cannot be read: " + system_cause(errno));
  return sources;
}

}  // namespace newshole::converter
