#include "fetch/warc/record_reader.h"

#include <fstream>

#include <doctest/doctest.h>

#include "fetch/gzip.h"
#include "fetch/warc/archives.h"
#include "temp_folder.h"

using namespace newshole;
using namespace newshole::test;

namespace {

const Bytes kFirst = page("first", "One.");
const Bytes kSecond = page("second", "Two, and longer.");
const Bytes kThird = page("third", "Three.");

std::string at(std::size_t offset, std::size_t length, const std::string& rest) {
  return std::to_string(offset) + ":" + std::to_string(length) + " " + rest;
}

std::string within(std::size_t member, std::size_t offset, std::size_t length,
                   const std::string& rest) {
  return std::to_string(member) + "+" + at(offset, length, rest);
}

std::size_t block_of(const Bytes& record) {
  return record.size() - 4 - (record.find("\r\n\r\n") + 4);
}

std::string named(const std::string& name, const Bytes& record) {
  return "response https://news.example/" + name + " (" + std::to_string(block_of(record)) + ")";
}

/// The three records as a plain file has them, `before` bytes from its beginning.
Lines three(std::size_t before = 0) {
  const std::size_t second = before + kFirst.size();
  return {at(before, kFirst.size(), named("first", kFirst)),
          at(second, kSecond.size(), named("second", kSecond)),
          at(second + kSecond.size(), kThird.size(), named("third", kThird))};
}

/// Names alone, without places.
Lines names_of(const Lines& lines) {
  Lines names;
  for (const std::string& line : lines) names.push_back(line.substr(line.find(' ') + 1));
  return names;
}

const Lines kNames = names_of(three());

}  // namespace

TEST_CASE("a plain archive gives each record with its place, from a file and through a pipe") {
  CHECK(read_file(kFirst + kSecond + kThird) == three());
  CHECK(read_pipe(kFirst + kSecond + kThird) == three());
}

TEST_CASE("a gzip member for each record gives places in the compressed file, as CDX has them") {
  const Bytes a = gzip(kFirst);
  const Bytes b = gzip(kSecond);
  const Bytes c = gzip(kThird);
  const Lines expected = {at(0, a.size(), named("first", kFirst)),
                          at(a.size(), b.size(), named("second", kSecond)),
                          at(a.size() + b.size(), c.size(), named("third", kThird))};
  CHECK(read_file(a + b + c) == expected);
  CHECK(read_pipe(a + b + c) == expected);
}

TEST_CASE("one gzip member for all records gives places in the decompressed stream") {
  const Bytes all = gzip(kFirst + kSecond + kThird);
  const std::size_t second = kFirst.size();
  CHECK(read_file(all) ==
        Lines{at(0, kFirst.size(), named("first", kFirst)),
              within(0, second, kSecond.size(), named("second", kSecond)),
              within(0, second + kSecond.size(), kThird.size(), named("third", kThird))});
}

TEST_CASE("gzip members that begin and end anywhere give every record") {
  const Bytes all = kFirst + kSecond + kThird;
  for (const std::size_t size :
       {std::size_t{1}, std::size_t{7}, std::size_t{100}, std::size_t{300}}) {
    CAPTURE(size);
    Bytes archive;
    for (std::size_t begin = 0; begin < all.size(); begin += size)
      archive += gzip(std::string_view(all).substr(begin, size));
    CHECK(names_of(read_file(archive)) == kNames);
    CHECK(names_of(read_pipe(archive)) == kNames);
  }
}

TEST_CASE("frames of Zstandard give places in the compressed file") {
  const Bytes a = zstandard(kFirst);
  const Bytes b = zstandard(kSecond);
  CHECK(read_file(a + b) == Lines{at(0, a.size(), named("first", kFirst)),
                                  at(a.size(), b.size(), named("second", kSecond))});
  CHECK(names_of(read_pipe(zstandard(kFirst + kSecond + kThird))) == kNames);
}

TEST_CASE("a dictionary at the beginning of a .warc.zst is used, compressed or not") {
  const Bytes dictionary = "WARC-Type: response\r\nWARC-Target-URI: https://news.example/" + kFirst;
  for (const Bytes& content : {dictionary, zstandard(dictionary)}) {
    const Bytes frame = dictionary_frame(content);
    const Bytes a = zstandard(kFirst, dictionary);
    const Bytes b = zstandard(kSecond, dictionary);
    CHECK(a.size() < zstandard(kFirst).size());
    Bytes archive = frame;
    archive.append(a).append(b);
    CHECK(read_file(archive) ==
          Lines{at(frame.size(), a.size(), named("first", kFirst)),
                at(frame.size() + a.size(), b.size(), named("second", kSecond))});
  }
}

TEST_CASE("other frames that are to be skipped are passed over") {
  Bytes other = dictionary_frame("something");
  other[0] = '\x50';
  CHECK(names_of(read_file(zstandard(kFirst) + other + zstandard(kSecond) + zstandard(kThird))) ==
        kNames);
}

TEST_CASE("records of ARC 1 and 2 are read, plain and compressed") {
  const Bytes about = "1 0 Somebody\nURL IP-address Archive-date Content-type Archive-length\n";
  const Bytes answer = "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page_html("Old.");
  const auto record = [](const Bytes& head, const Bytes& block) {
    return head + " " + std::to_string(block.size()) + "\n" + block + "\n";
  };
  const Bytes file = record("filedesc://old.arc 0.0.0.0 20010203040506 text/plain", about);
  const Bytes one = record("http://old.example/a b 192.0.2.1 20010203040506 text/html", answer);
  const Bytes two = record(
      "http://old.example/c 192.0.2.1 20010203040506 text/html 200 - - 1234 old.arc", answer);
  const std::string size = " (" + std::to_string(answer.size()) + ")";
  const Lines expected = {
      at(0, file.size(), "warcinfo filedesc://old.arc (" + std::to_string(about.size()) + ")"),
      at(file.size(), one.size(), "response http://old.example/a b" + size),
      at(file.size() + one.size(), two.size(), "response http://old.example/c" + size)};
  CHECK(read_file(file + one + two) == expected);
  CHECK(names_of(read_file(gzip(file) + gzip(one) + gzip(two))) == names_of(expected));
  CHECK(contents(file + two).back() == "http://old.example/c  " + page_html("Old."));
}

TEST_CASE("the versions of WARC, bare line feeds and folded lines are read") {
  for (const std::string version : {"0.17", "0.18", "1.0", "1.1"}) {
    const Bytes record = "WARC/" + version +
                         "\nwarc-type: response\nWARC-Target-URI:\n  <http://a.example/x>\n"
                         "content-length: 3\n\nabc\n\n";
    CHECK(names_of(read_file(record + kFirst)) ==
          Lines{"response http://a.example/x (3)", kNames.front()});
  }
}

TEST_CASE("records without line ends between them, or with too many, are read") {
  const Bytes bare = kFirst.substr(0, kFirst.size() - 4);
  CHECK(names_of(read_file(bare + kSecond + kThird)) == kNames);
  CHECK(names_of(read_file(kFirst + "\r\n\r\n\r\n" + kSecond + "\n" + kThird)) == kNames);
}

TEST_CASE("a record without a block is a record") {
  CHECK(names_of(read_file(warc("WARC-Type: metadata\r\n", "") + kFirst)) ==
        Lines{"metadata  (0)", kNames.front()});
}

TEST_CASE("an empty file is named, and gives no record") {
  CHECK(read_file("") == Lines{"0:0 lost: there is nothing in it"});
  CHECK(read_pipe("\r\n") == Lines{"2:0 lost: there is nothing in it"});
}

TEST_CASE("a record is cut out of an archive by its offset and length") {
  const TempFolder folder;
  const auto cut = [&folder](const Bytes& archive, std::size_t offset, std::size_t length) {
    const auto path = folder.path() / "a";
    std::ofstream(path, std::ios::binary) << archive;
    auto reader = fetch::warc::RecordReader::open(path, fetch::warc::Cut{offset, length}).value();
    auto entry = reader.next();
    REQUIRE(entry.has_value());
    const auto* record = std::get_if<fetch::warc::Record>(&*entry);
    CHECK_FALSE((record != nullptr && reader.next()));
    return record != nullptr ? record->uri + " " + to_string(record->place)
                             : std::get<fetch::warc::Loss>(*entry).error.message;
  };
  CHECK(cut(kFirst + kSecond + kThird, kFirst.size(), kSecond.size()) ==
        "https://news.example/second " + std::to_string(kFirst.size()));
  const Bytes a = gzip(kFirst);
  const Bytes b = gzip(kSecond);
  CHECK(cut(a + b + a, a.size(), b.size()) ==
        "https://news.example/second " + std::to_string(a.size()));
  const Bytes frames = dictionary_frame(kFirst) + zstandard(kFirst, kFirst);
  const Bytes second = zstandard(kSecond, kFirst);
  CHECK(cut(frames + second, frames.size(), second.size()) ==
        "https://news.example/second " + std::to_string(frames.size()));
  CHECK(cut(kFirst, 5, 100) == "no record of a web archive begins here");
}
