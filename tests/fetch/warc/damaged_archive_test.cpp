// Archives that are damaged, or made to do harm: a line for each, and the next record is read.

#include <doctest/doctest.h>

#include "base/join.h"
#include "fetch/gzip.h"
#include "fetch/warc/archives.h"

using namespace newshole;
using namespace newshole::test;

namespace {

const Bytes kGood = page("good");
const Bytes kLast = page("last");

/// What is read of a record between two good ones: its line, of a plain file, where the records
/// around it must stand. Through a pipe it must be the same.
std::string between(const Bytes& record) {
  const Bytes archive = kGood + record + kLast;
  const Lines lines = test::read_file(archive);
  CHECK(read_pipe(archive) == lines);
  REQUIRE(lines.size() == 3);
  CHECK(lines.front().starts_with("0:" + std::to_string(kGood.size()) + " response"));
  const std::size_t last = kGood.size() + record.size();
  CHECK(lines.back().starts_with(std::to_string(last) + ":" + std::to_string(kLast.size()) +
                                 " response https://news.example/last"));
  CHECK(lines[1].starts_with(std::to_string(kGood.size()) + ":" + std::to_string(record.size())));
  return lines[1].substr(lines[1].find(' ') + 1);
}

Bytes with_length(const std::string& length, const Bytes& block = "HTTP/1.1 200 OK\r\n\r\nwords") {
  return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n" + length +
         "\r\n" + block + "\r\n\r\n";
}

/// Compressed with the parts of a file; what is read without the places of records.
Lines causes(const Bytes& archive) {
  Lines out;
  for (const std::string& line : test::read_file(archive)) {
    const std::string rest = line.substr(line.find(' ') + 1);
    const bool is_lost = rest.starts_with("lost:");
    out.push_back(is_lost ? line.substr(0, line.find(':')) + " " + rest
                          : rest.substr(0, rest.rfind(' ')));
  }
  return out;
}

const std::string kGoodLine = "response https://news.example/good";
const std::string kLastLine = "response https://news.example/last";

}  // namespace

TEST_CASE(
    "a length that is too long, too short, negative, huge, none or missing costs one record") {
  CHECK(between(with_length("Content-Length: 30\r\n")) ==
        "lost: the record's header says 30 bytes, and no record follows there");
  CHECK(between(with_length("Content-Length: 10\r\n")) ==
        "lost: the record's header says 10 bytes, and no record follows there");
  CHECK(between(with_length("Content-Length: 5000\r\n")) ==
        "lost: the record's header says 5000 bytes, and there are " +
            std::to_string(24 + 4 + kLast.size()));
  CHECK(between(with_length("Content-Length: -1\r\n")) ==
        "lost: the record's Content-Length is no length: -1");
  CHECK(between(with_length("Content-Length: 99999999999999999999\r\n")) ==
        "lost: the record's Content-Length is no length: 99999999999999999999");
  CHECK(between(with_length("Content-Length: many\r\n")) ==
        "lost: the record's Content-Length is no length: many");
  CHECK(between(with_length("")) == "lost: the record's header names no Content-Length");
}

TEST_CASE("a length beyond the end of a file costs one record") {
  const Bytes record = with_length("Content-Length: 9000000000000000000\r\n");
  const Lines lines = test::read_file(kGood + record + kLast);
  REQUIRE(lines.size() == 3);
  CHECK(lines[1].find("says 9000000000000000000 bytes, and there are") != std::string::npos);
  CHECK(lines[2].find("https://news.example/last") != std::string::npos);
}

TEST_CASE("in a pipe a length beyond its end costs what it claims, and says so") {
  const Lines lines =
      read_pipe(kGood + with_length("Content-Length: 9000000000000000000\r\n") + kLast);
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].find("lost: the record's header says 9000000000000000000 bytes") !=
        std::string::npos);
}

TEST_CASE("a record larger than the limit is passed over, whole or not") {
  constexpr std::size_t kMost = 1000;
  const Bytes large = response("large", "Content-Type: text/html\r\n", Bytes(700'000, 'x'));
  const Bytes archive = kGood + large + kLast;
  const Bytes members = gzip(kGood) + gzip(large) + gzip(kLast);
  for (const auto read : {test::read_file, read_pipe}) {
    const Lines lines = read(archive, kMost);
    REQUIRE(lines.size() == 3);
    CHECK(lines[1].starts_with(std::to_string(kGood.size()) + ":" + std::to_string(large.size()) +
                               " response https://news.example/large"));
    CHECK(lines[2].find("/last") != std::string::npos);
    CHECK(read(members, kMost).size() == 3);
  }
  Bytes lying = large;
  lying.replace(lying.find("Content-Length: 7"), 17, "Content-Length: 6");
  const Lines lines = test::read_file(kGood + lying + kLast, kMost);
  REQUIRE(lines.size() == 3);
  CHECK(lines[1].find("and no record follows there") != std::string::npos);
  CHECK(lines[2].find("/last") != std::string::npos);
}

TEST_CASE("a header without an end is given up after 64 KB") {
  Bytes endless = "WARC/1.0\r\n";
  while (endless.size() < 200'000) endless += "X-Field: and so on\r\n";
  CHECK(between(endless) == "lost: the record's header has no end");
}

TEST_CASE("bytes that are no record are one line") {
  CHECK(between("<html>no archive</html>\n" + Bytes(100'000, '\x01') + "\n") ==
        "lost: no record of a web archive begins here");
}

TEST_CASE("a page that holds the text of a record gives none where lengths are right") {
  const Bytes forged = page("forged", kGood + kGood);
  CHECK(between(forged).starts_with("response https://news.example/forged"));
  CHECK(causes(gzip(kGood) + gzip(forged) + gzip(kLast)) ==
        Lines{kGoodLine, "response https://news.example/forged", kLastLine});
}

TEST_CASE("a last record that is cut off is named") {
  const Lines lines = test::read_file(kGood + kLast.substr(0, kLast.size() - 20));
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].find("lost: the record's header says") != std::string::npos);
  CHECK(causes(kGood + kLast.substr(0, 40)) ==
        Lines{kGoodLine, std::to_string(kGood.size()) + " lost: the record's header has no end"});
}

TEST_CASE("a gzip member that is cut costs its record alone") {
  const Bytes cut = gzip(page("cut", Bytes(2000, 'a') + "and more"));
  const std::string place = std::to_string(gzip(kGood).size());
  for (std::size_t size = 1; size < cut.size(); size += 7) {
    CAPTURE(size);
    const Lines lines = causes(gzip(kGood) + cut.substr(0, size) + gzip(kLast));
    REQUIRE(lines.size() >= 3);
    CHECK(lines.front() == kGoodLine);
    CHECK(lines[1].starts_with(place + " lost: "));
    CHECK(lines.back() == kLastLine);
  }
  CHECK(causes(gzip(kGood) + cut.substr(0, cut.size() / 2)) ==
        Lines{kGoodLine, place + " lost: the gzip member is cut off"});
}

TEST_CASE("a bit that is wrong in a gzip member costs its record alone") {
  Bytes member = gzip(page("wrong", "Words that are many, and not all the same ones, so to say."));
  const std::string place = std::to_string(gzip(kGood).size());
  for (std::size_t at = 0; at < member.size(); ++at) {
    Bytes wrong = member;
    wrong[at] = static_cast<char>(wrong[at] ^ 0x10);
    const Lines lines = causes(gzip(kGood) + wrong + gzip(kLast));
    CAPTURE(at);
    CAPTURE(joined(lines, "\n"));
    CHECK(lines.front() == kGoodLine);
    CHECK(lines.back() == kLastLine);
    // Nothing depends on some bits: of a time, an operating system, behind the last code.
    const bool is_lost = lines.at(1).starts_with(place + " lost: ");
    CHECK((is_lost || contents(wrong) == contents(member)));
  }
}

TEST_CASE("bytes between gzip members cost no record, and zeros are nothing") {
  const std::string place = std::to_string(gzip(kGood).size());
  CHECK(causes(gzip(kGood) + "garbage" + gzip(kLast)) ==
        Lines{kGoodLine, place + " lost: no gzip member begins here", kLastLine});
  CHECK(causes(gzip(kGood) + Bytes(1000, '\0') + gzip(kLast) + Bytes(1000, '\0')) ==
        Lines{kGoodLine, kLastLine});
  CHECK(causes("\x1f\x8c" + gzip(kGood).substr(2) + gzip(kLast)) ==
        Lines{"0 lost: no gzip member begins here", kLastLine});
}

TEST_CASE("a frame of Zstandard that is damaged or cut costs its record alone") {
  const Bytes frame = zstandard(page("wrong", "Words that are many, and not all the same ones."));
  const std::string place = std::to_string(zstandard(kGood).size());
  for (std::size_t at = 5; at < frame.size(); at += 3) {
    CAPTURE(at);
    Bytes wrong = frame;
    wrong[at] = static_cast<char>(wrong[at] ^ 0x10);
    for (const Bytes& damaged : {wrong, frame.substr(0, at)}) {
      const Lines lines = causes(zstandard(kGood) + damaged + zstandard(kLast));
      CHECK(lines.front() == kGoodLine);
      CHECK(lines.back() == kLastLine);
      CHECK(lines.at(1).starts_with(place + " lost: "));
    }
  }
}

TEST_CASE("a dictionary that is damaged, or larger than the file, is named") {
  Bytes frame = dictionary_frame(zstandard("words of a dictionary, and more"));
  frame.resize(frame.size() - 3);
  CHECK(causes(frame).front() == "0 lost: the dictionary of the file is damaged");
  CHECK(causes(Bytes("\x5d\x2a\x4d\x18\xff\xff\xff\xff", 8) + zstandard(kGood)).front() ==
        "0 lost: the dictionary of the file is damaged");
}

TEST_CASE("in an archive with one member what stands before the damage is read") {
  Bytes numbers;
  for (int i = 0; i < 10'000; ++i) numbers += std::to_string(i * i) + " ";
  const Bytes all = gzip(kGood + kLast + page("more", numbers) + kGood);
  const Lines lines = causes(all.substr(0, all.size() / 2));
  CAPTURE(joined(lines, "\n"));
  REQUIRE(lines.size() == 3);
  CHECK(lines[0] == kGoodLine);
  CHECK(lines[1] == kLastLine);
  CHECK(lines[2].ends_with("lost: the gzip member is cut off"));
}

TEST_CASE("an ARC goes on behind a wrong length") {
  const auto record = [](const Bytes& name, std::size_t size) {
    return "http://a.example/" + name + " 192.0.2.1 20010203040506 text/html " +
           std::to_string(size) + "\nHTTP/1.0 200 OK\r\n\r\nwords\n";
  };
  for (const std::size_t wrong : {std::size_t{3}, std::size_t{40}, std::size_t{400}}) {
    const Lines lines = causes(record("a", 24) + record("b", wrong) + record("c", 24));
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == "response http://a.example/a");
    CHECK(lines[1].find("lost: ") != std::string::npos);
    CHECK(lines[2] == "response http://a.example/c");
  }
}

TEST_CASE("a million tiny records are read, and a hundred thousand members") {
  const auto count = [](const Bytes& record, std::size_t copies) {
    Bytes archive;
    for (std::size_t i = 0; i < copies; ++i) archive += record;
    fetch::warc::RecordReader reader(file_of(archive));
    std::size_t records = 0;
    while (const auto entry = reader.next()) {
      REQUIRE(std::holds_alternative<fetch::warc::Record>(*entry));
      ++records;
    }
    return records;
  };
  const Bytes tiny = warc("WARC-Type: metadata\r\n", "x");
  CHECK(count(tiny, 1'000'000) == 1'000'000);
  CHECK(count(gzip(tiny), 100'000) == 100'000);
}
