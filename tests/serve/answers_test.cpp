#include "serve/answers.h"

#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "serve/redirect_pages.h"
#include "serve/served_folder.h"

using namespace newshole;
using serve::Answer;
using serve::Answers;
using serve::MirrorOptions;
using serve::Outcome;
using serve::WireForm;

TEST_SUITE_BEGIN("serve/answers");

namespace {

const gopher::Server kReached{"192.0.2.1", 7070};

Answers answers_of(const test::ServedFolder& folder, MirrorOptions options = {}) {
  Result<serve::Tree> tree = serve::Tree::open(folder.path());
  REQUIRE(tree.has_value());
  return {*std::move(tree), std::move(options)};
}

Answer ask(const Answers& answers, const std::string& selector) {
  return answers.from_mirror({selector, ""}, kReached);
}

std::string all_bytes(Answer answer) {
  std::string bytes = answer.bytes;
  while (answer.rest && !answer.rest->is_at_end()) {
    Result<std::string> piece = answer.rest->next();
    REQUIRE(piece.has_value());
    bytes += *piece;
  }
  return bytes;
}

class Offering final : public serve::Handler {
 public:
  [[nodiscard]] bool takes(const serve::Request&) const override { return false; }
  void answer(const serve::Request&, const serve::Asker&, serve::Reply) override {}
  [[nodiscard]] std::vector<gopher::MenuItem> offers() const override {
    return {{.type = gopher::ItemType::Search, .display = "Look", .selector = "/look"}};
  }
};

}  // namespace

TEST_CASE("a folder is answered with its menu, whichever dialect it stands in") {
  const test::ServedFolder folder;
  folder.write("gophermap", "1Site\t/site\thole.example\t70\n");
  folder.write("site/index.gph", "[0|A|/site/a.txt|server|port]\n");
  const Answers answers = answers_of(folder, {.named = {"hole.example", 70}});
  CHECK(ask(answers, "").bytes == "1Site\t/site\thole.example\t70\r\n.\r\n");
  CHECK(ask(answers, "/").bytes == ask(answers, "").bytes);
  CHECK(ask(answers, "/site").bytes == "0A\t/site/a.txt\thole.example\t70\r\n.\r\n");
  CHECK(ask(answers, "/site/").outcome == Outcome::Menu);
}

TEST_CASE("a mirror that says localhost leads its readers back to where they found it") {
  const test::ServedFolder folder;
  folder.write("gophermap", "1Site\t/site\tlocalhost\t70\n1There\t/\tfriend.example\t70\n");
  CHECK(ask(answers_of(folder), "").bytes ==
        "1Site\t/site\t192.0.2.1\t7070\r\n1There\t/\tfriend.example\t70\r\n.\r\n");
}

TEST_CASE("a text goes out in lines of CR LF, in RFC 1436's form where that is asked for") {
  const test::ServedFolder folder;
  folder.write("a.txt", "one\n.two\n");
  const Answer answer = ask(answers_of(folder), "/a.txt");
  CHECK(answer.outcome == Outcome::Text);
  CHECK(answer.bytes == "one\r\n.two\r\n");
  CHECK(ask(answers_of(folder, {.text = WireForm::StuffedLines}), "/a.txt").bytes ==
        "one\r\n..two\r\n.\r\n");
}

TEST_CASE("any other file goes out as it stands") {
  const test::ServedFolder folder;
  folder.write("feed.xml", "<feed>\n.\n</feed>\n");
  const Answer answer = ask(answers_of(folder, {.text = WireForm::StuffedLines}), "/feed.xml");
  CHECK(answer.outcome == Outcome::File);
  CHECK(answer.bytes == "<feed>\n.\n</feed>\n");
}

TEST_CASE("a large file goes out whole, a piece at a time") {
  const test::ServedFolder folder;
  std::string text;
  std::string wire;
  while (text.size() < 300'000) {
    text += "another line of a very long story\n";
    wire += "another line of a very long story\r\n";
  }
  folder.write("long.txt", text);
  Answer answer = ask(answers_of(folder), "/long.txt");
  CHECK(answer.bytes.size() < 40'000);
  CHECK(all_bytes(std::move(answer)) == wire);
}

TEST_CASE("what is not there gets one line of type 3 and the Lastline") {
  const test::ServedFolder folder;
  folder.write("empty/a.txt", "a");
  const Answers answers = answers_of(folder);
  CHECK(ask(answers, "/none").outcome == Outcome::NotFound);
  CHECK(ask(answers, "/none").bytes ==
        "3/none: there is nothing here by this name\tErr\terror.host\t1\r\n.\r\n");
  CHECK(ask(answers, "/empty").outcome == Outcome::NotFound);
  CHECK(ask(answers, "/../a").outcome == Outcome::NotFound);
}

TEST_CASE("an error line shows no byte of a selector that could be anything but text") {
  const test::ServedFolder folder;
  const std::string bytes = ask(answers_of(folder), "/\xc2\x9b\x7f" + std::string(500, 'a')).bytes;
  CHECK(bytes == "3/???" + std::string(26, 'a') +
                     "...: there is nothing here by this name\tErr\terror.host\t1\r\n.\r\n");
}

TEST_CASE("a prefix stands before the selectors of a mirror that is not its server's root") {
  const test::ServedFolder folder;
  folder.write("gophermap", "1Site\tsite\n");
  folder.write("site/a.txt", "a\n");
  const Answers answers = answers_of(folder, {.selector_prefix = "/news"});
  CHECK(ask(answers, "/news/site/a.txt").outcome == Outcome::Text);
  CHECK(ask(answers, "").bytes == "1Site\t/news/site\t192.0.2.1\t7070\r\n.\r\n");
}

TEST_CASE("handlers are asked before the mirror, and only for what they take") {
  const test::ServedFolder folder;
  Answers answers = answers_of(folder);
  CHECK(answers.handler_of({"URL:https://news.example/", ""}) == nullptr);
  answers.add(std::make_unique<serve::RedirectPages>());
  CHECK(answers.handler_of({"URL:https://news.example/", ""}) != nullptr);
  CHECK(answers.handler_of({"/site", ""}) == nullptr);
}

TEST_CASE("what a handler offers stands at the end of the first menu, and of no other") {
  const test::ServedFolder folder;
  folder.write("gophermap", "1Site\t/site\thole.example\t70\n");
  folder.write("site/gophermap", "0A\t/site/a.txt\thole.example\t70\n");
  Answers answers = answers_of(folder, {.named = {"hole.example", 70}});
  answers.add(std::make_unique<Offering>());
  CHECK(ask(answers, "").bytes ==
        "1Site\t/site\thole.example\t70\r\n"
        "i \tErr\thole.example\t70\r\n"
        "7Look\t/look\thole.example\t70\r\n.\r\n");
  CHECK(ask(answers, "/").bytes == ask(answers, "").bytes);
  CHECK(ask(answers, "/site").bytes == "0A\t/site/a.txt\thole.example\t70\r\n.\r\n");
}

TEST_CASE("without a mirror, or with an empty one, the first menu is what handlers offer") {
  const test::ServedFolder folder;
  Answers empty = answers_of(folder);
  CHECK(ask(empty, "").outcome == Outcome::NotFound);
  empty.add(std::make_unique<Offering>());
  Answers none(serve::Tree::none(), {});
  none.add(std::make_unique<Offering>());
  CHECK(ask(empty, "").bytes == "7Look\t/look\t192.0.2.1\t7070\r\n.\r\n");
  CHECK(ask(none, "").bytes == ask(empty, "").bytes);
  CHECK(ask(none, "/site").outcome == Outcome::NotFound);
}

TEST_SUITE_END();
