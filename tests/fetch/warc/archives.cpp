#include "fetch/warc/archives.h"

#include <brotli/encode.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>
#include <zstd.h>

#include <doctest/doctest.h>

namespace newshole::test {
namespace {

namespace warc_ = fetch::warc;

std::string line_of(const warc_::Place& place, const std::string& rest) {
  return to_string(place) + ":" + std::to_string(place.length) + " " + rest;
}

constexpr auto kTypeNames =
    std::to_array<const char*>({"response", "resource", "request", "revisit", "metadata",
                                "warcinfo", "conversion", "continuation", "other"});

std::string line_of(const warc_::RecordReader::Entry& entry) {
  if (const auto* loss = std::get_if<warc_::Loss>(&entry))
    return line_of(loss->place, "lost: " + loss->error.message);
  const auto& record = std::get<warc_::Record>(entry);
  const std::string name = kTypeNames.at(static_cast<std::size_t>(record.type));
  return line_of(record.place, name + " " + record.uri + " (" + std::to_string(record.size) + ")");
}

Lines lines_of(warc_::RecordReader reader) {
  Lines lines;
  while (const auto entry = reader.next()) lines.push_back(line_of(*entry));
  return lines;
}

std::string line_of(const fetch::Page& page) {
  return page.url.text + " " + page.charset + " " + page.html;
}

std::string line_of(const std::variant<fetch::Page, warc_::Passed, Error>& content) {
  if (const auto* error = std::get_if<Error>(&content)) return "error: " + error->message;
  if (const auto* page = std::get_if<fetch::Page>(&content)) return line_of(*page);
  return "passed: " + std::string(warc_::kPassedNames.at(
                          static_cast<std::size_t>(std::get<warc_::Passed>(content))));
}

std::string content_line(const warc_::Record& record) {
  constexpr std::size_t kMost = std::size_t{1} << 20;
  warc_::Content content = warc_::content_of(record);
  if (const auto* error = std::get_if<Error>(&content)) return line_of({*error});
  if (const auto* passed = std::get_if<warc_::Passed>(&content)) return line_of({*passed});
  return line_of(warc_::page_of(std::get<warc_::StoredPage>(std::move(content)), kMost));
}

}  // namespace

Bytes warc(std::string_view fields, std::string_view block) {
  return "WARC/1.1\r\n" + std::string(fields) + "Content-Length: " + std::to_string(block.size()) +
         "\r\n\r\n" + std::string(block) + "\r\n\r\n";
}

Bytes response(std::string_view name, std::string_view fields, std::string_view body) {
  const std::string answer =
      "HTTP/1.1 200 OK\r\n" + std::string(fields) + "\r\n" + std::string(body);
  return warc("WARC-Type: response\r\nWARC-Target-URI: https://news.example/" + std::string(name) +
                  "\r\nContent-Type: application/http; msgtype=response\r\n",
              answer);
}

Bytes page_html(std::string_view words) {
  return "<!DOCTYPE html><html><body><p>" + std::string(words) + "</p></body></html>";
}

Bytes page(std::string_view name, std::string_view words) {
  return response(name, "Content-Type: text/html\r\n", page_html(words));
}

Bytes zstandard(std::string_view bytes, std::string_view dictionary) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  Bytes out(ZSTD_compressBound(bytes.size()), '\0');
  REQUIRE(ZSTD_isError(ZSTD_CCtx_loadDictionary(context, dictionary.data(), dictionary.size())) ==
          0);
  const std::size_t size =
      ZSTD_compress2(context, out.data(), out.size(), bytes.data(), bytes.size());
  ZSTD_freeCCtx(context);
  REQUIRE(ZSTD_isError(size) == 0);
  out.resize(size);
  return out;
}

Bytes dictionary_frame(std::string_view content) {
  Bytes out("\x5d\x2a\x4d\x18", 4);
  for (unsigned shift = 0; shift < 32; shift += 8)
    out += static_cast<char>(content.size() >> shift & 0xFFU);
  return out + std::string(content);
}

Bytes brotli(std::string_view bytes) {
  Bytes out(BrotliEncoderMaxCompressedSize(bytes.size()) + 64, '\0');
  std::size_t size = out.size();
  REQUIRE(BrotliEncoderCompress(BROTLI_DEFAULT_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                                bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                &size, reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE);
  out.resize(size);
  return out;
}

Descriptor file_of(std::string_view bytes) {
  Descriptor file(::memfd_create("archive", MFD_CLOEXEC));
  REQUIRE(file.is_open());
  REQUIRE(write_fully(file.get(), bytes) == 0);
  REQUIRE(::lseek(file.get(), 0, SEEK_SET) == 0);
  return file;
}

Lines read_file(std::string_view archive, std::size_t most_block) {
  return lines_of(warc_::RecordReader(file_of(archive), most_block));
}

Lines read_pipe(std::string_view archive, std::size_t most_block) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  std::thread writer([end = ends[1], archive] {
    const Descriptor out(end);
    static_cast<void>(write_fully(out.get(), archive));
  });
  Lines lines = lines_of(warc_::RecordReader(Descriptor(ends[0]), most_block));
  writer.join();
  return lines;
}

Lines contents(std::string_view archive) {
  Lines lines;
  warc_::RecordReader reader(file_of(archive));
  while (const auto entry = reader.next()) {
    const auto* record = std::get_if<warc_::Record>(&*entry);
    lines.push_back(record != nullptr ? content_line(*record) : line_of(*entry));
  }
  return lines;
}

std::string content(std::string_view archive) {
  const Lines lines = contents(archive);
  REQUIRE(lines.size() == 1);
  return lines.front();
}

}  // namespace newshole::test
