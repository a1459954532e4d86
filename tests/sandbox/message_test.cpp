#include "sandbox/message.h"

#include <doctest/doctest.h>

using namespace newshole::sandbox;

TEST_SUITE_BEGIN("sandbox/message");

TEST_CASE("a message gives what was written, in its order") {
  MessageWriter writer;
  writer.number(7);
  writer.text("with \"\0\" in it");
  writer.optional_text(std::nullopt);
  writer.optional_text("");
  const std::string bytes = writer.take();
  MessageReader reader(bytes);
  CHECK(reader.number() == 7);
  CHECK(reader.text() == "with \"\0\" in it");
  CHECK(reader.optional_text() == std::nullopt);
  CHECK(reader.optional_text() == "");
  CHECK(reader.is_whole());
}

TEST_CASE("a message that is cut anywhere is not whole and gives no byte from behind its end") {
  MessageWriter writer;
  writer.number(3);
  writer.text("a headline");
  writer.optional_text("a byline");
  const std::string bytes = writer.take();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::string cut = bytes.substr(0, size);
    MessageReader reader(cut);
    CHECK(reader.number() <= 3);
    CHECK(reader.text().size() <= size);
    CHECK(reader.optional_text().value_or("").size() <= size);
    CHECK_FALSE(reader.is_whole());
  }
}

TEST_CASE("a length or a count that the bytes cannot hold spoils the message") {
  MessageWriter writer;
  writer.number(std::uint64_t{1} << 60);
  writer.text("more");
  const std::string bytes = writer.take();
  CHECK(MessageReader(bytes).text().empty());
  CHECK(MessageReader(bytes).count() == 0);
  MessageReader reader(bytes);
  CHECK(reader.number_below(5) == 0);
  CHECK(reader.text().empty());
  CHECK_FALSE(reader.is_whole());
}

TEST_CASE("bytes that nobody asked for leave a message not whole") {
  MessageWriter writer;
  writer.number(1);
  writer.number(2);
  const std::string bytes = writer.take();
  MessageReader reader(bytes);
  CHECK(reader.number() == 1);
  CHECK_FALSE(reader.is_whole());
}

TEST_CASE("an error comes back with its status, and with whether the page is an index") {
  for (const newshole::Error& error :
       {newshole::Error{newshole::ErrorKind::HttpStatus, "answered 404", 404},
        newshole::Error{
            .kind = newshole::ErrorKind::NotArticle, .message = "x", .is_index = true}}) {
    MessageWriter message;
    message.error(error);
    const std::string bytes = message.take();
    MessageReader reader(bytes);
    const newshole::Error back = reader.error();
    CHECK(reader.is_whole());
    CHECK(back.kind == error.kind);
    CHECK(back.message == error.message);
    CHECK(back.status == error.status);
    CHECK(back.is_index == error.is_index);
  }
}

TEST_SUITE_END();
