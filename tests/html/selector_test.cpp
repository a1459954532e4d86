#include "html/selector.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

#include "html/parsed_page.h"

using namespace newshole;
using namespace newshole::html;
using test::parsed;

namespace {

Selector selector(std::string_view text) {
  auto result = Selector::parse(text);
  REQUIRE(result);
  return *std::move(result);
}

std::string error_of(std::string_view text) {
  const auto result = Selector::parse(text);
  if (result) return "no error";
  CHECK(result.error().kind == ErrorKind::Config);
  return result.error().message;
}

constexpr std::string_view kPage = R"(<body>
  <header class="header--lite"><a href="/" id="a1" class="title">CNN</a></header>
  <article class="article--lite big" data-x="One Two">
    <h2 id="h1" class="headline">H</h2>
    <p id="p1" class="source">S</p><!-- c -->
    <p id="p2">text <a id="a2" href="https://www.cnn.com/x.html">l</a> more</p>
    <ul id="u1"><li id="l1">1</li><li id="l2">2<ul><li id="l3">3</li></ul></li><li id="l4">4</li>
      <li id="l5">5</li></ul>
    <p id="p3">end <b id="b1"><a id="a3" href="mailto:x">m</a></b></p>
  </article>
  <My-Card id="m1" lang="en-US"></My-Card></body>)";

// The ids of all matches.
std::string ids(std::string_view text) {
  const Document document = parsed(std::string(kPage));
  std::string found;
  for (const Node node : selector(text).all(document.root())) {
    if (!found.empty()) found += ' ';
    found += node.attribute("id").value_or(node.tag());
  }
  return found;
}

}  // namespace

TEST_SUITE_BEGIN("html/selector");

TEST_CASE("types, classes, ids and attributes select") {
  CHECK(ids("a") == "a1 a2 a3");
  CHECK(ids("A") == "a1 a2 a3");
  CHECK(ids("my-card") == "m1");
  CHECK(ids(".headline") == "h1");
  CHECK(ids("article.big.article--lite") == "article");
  CHECK(ids(".Headline").empty());
  CHECK(ids("#p2") == "p2");
  CHECK(ids("p#p2") == "p2");
  CHECK(ids("*[lang]") == "m1");
  CHECK(ids("[HREF]") == "a1 a2 a3");
}

TEST_CASE("attribute values are compared in six ways") {
  CHECK(ids("[href='/']") == "a1");
  CHECK(ids("[href=/]") == "a1");
  CHECK(ids("[ href = \"/\" ]") == "a1");
  CHECK(ids("[href^=https://www.cnn.com/]") == "a2");
  CHECK(ids("[href$='.html']") == "a2");
  CHECK(ids("[href*=cnn]") == "a2");
  CHECK(ids("[data-x~=Two]") == "article");
  CHECK(ids("[data-x~=Tw]").empty());
  CHECK(ids("[data-x=two]").empty());
}

TEST_CASE("an empty value is part of nothing") {
  CHECK(ids("[href^='']").empty());
  CHECK(ids("[href$='']").empty());
  CHECK(ids("[href*='']").empty());
  CHECK(ids("[href~='']").empty());
  CHECK(ids("[data-x~='One Two']").empty());
}

TEST_CASE("a blank is a descendant, > a child") {
  CHECK(ids("article a") == "a2 a3");
  CHECK(ids("p > a") == "a2");
  CHECK(ids("p>a") == "a2");
  CHECK(ids("article p b > a") == "a3");
  CHECK(ids("html article ul li li") == "l3");
  CHECK(ids("ul > li > ul > li") == "l3");
  CHECK(ids("article > li").empty());
  CHECK(ids("html > body > article > p") == "p1 p2 p3");
}

TEST_CASE("a chain that fails at the nearest ancestor may match at a farther one") {
  const Document document = parsed("<body><main><div><p><div><p><div><p><i>x</i></p></div></div>");
  CHECK(selector("main > div i").first(document.root()));
  CHECK(selector("body > main > div p i").first(document.root()));
  CHECK_FALSE(selector("body > div i").first(document.root()));
}

TEST_CASE("a comma selects either, in document order and once") {
  CHECK(ids("#p3, .headline, h2") == "h1 p3");
}

TEST_CASE("places among the siblings count elements from 1") {
  CHECK(ids("article > :first-child") == "h1");
  CHECK(ids("article > *:last-child") == "p3");
  CHECK(ids("#u1 > li:nth-child(2)") == "l2");
  CHECK(ids("#u1 > li:nth-child(odd)") == "l1 l4");
  CHECK(ids("#u1 > li:nth-child(even)") == "l2 l5");
  CHECK(ids("#u1 > li:nth-child( 2n + 1 )") == "l1 l4");
  CHECK(ids("#u1 > li:nth-child(-n+2)") == "l1 l2");
  CHECK(ids("#u1 > li:nth-child(n+3)") == "l4 l5");
  CHECK(ids("#u1 > li:nth-child(3n-1)") == "l2");
  CHECK(ids("#u1 > li:nth-child(0n+4)") == "l5");
  CHECK(ids("#u1 > li:nth-child(0)").empty());
  CHECK(ids("html:first-child:last-child") == "html");
}

TEST_CASE(":not() leaves out what matches any of its compounds") {
  CHECK(ids("article > p:not(.source)") == "p2 p3");
  CHECK(ids("p:not(.source, :last-child)") == "p2");
  CHECK(ids("p:not(.source):not(#p3)") == "p2");
  CHECK(ids("article > :not(p):not([class])") == "u1");
  CHECK(ids(":not(*)").empty());
}

TEST_CASE("a last @name takes an attribute") {
  CHECK(selector("meta[property='og:title']@Content").attribute() == "content");
  CHECK(selector("a[href]@href").text() == "a[href]@href");
  CHECK(selector("time, .date@datetime").attribute() == "datetime");
  CHECK(selector("a").attribute().empty());
  CHECK(ids("header a@href") == "a1");
}

TEST_CASE("the scope itself may match, and what is above it counts as ancestor") {
  const Document document = parsed(std::string(kPage));
  const Node article = selector("article").first(document.root());
  REQUIRE(article);
  CHECK(selector("article").first(article) == article);
  CHECK(selector("body .headline").first(article).attribute("id") == "h1");
  CHECK_FALSE(selector("header").first(article));
  CHECK(selector("a").all(article).size() == 2);
}

TEST_CASE("text and nothing match no selector") {
  const Document document = parsed("<body>x");
  const Node text = document.root().first_child().next_sibling().first_child();
  REQUIRE(text.is_text());
  CHECK_FALSE(selector("*").matches(text));
  CHECK_FALSE(selector("*").matches(Node()));
  CHECK_FALSE(selector("*").first(Node()));
}

TEST_CASE("a mistake is named with its place and what was expected") {
  CHECK(error_of("p > > a") == "p > > a: column 5: expected a name");
  CHECK(error_of("") == ": column 1: expected a name");
  CHECK(error_of("a,") == "a,: column 3: expected a name");
  CHECK(error_of("a >") == "a >: column 4: expected a name");
  CHECK(error_of("> a") == "> a: column 1: expected a name");
  CHECK(error_of("a.") == "a.: column 3: expected a name");
  CHECK(error_of("a@") == "a@: column 3: expected a name");
  CHECK(error_of("@href") == "@href: column 1: expected a name");
  CHECK(error_of("a@href b") == "a@href b: column 8: expected the end");
  CHECK(error_of("a@href, b") == "a@href, b: column 7: expected the end");
  CHECK(error_of("a + b") == "a + b: column 3: expected a name");
  CHECK(error_of("a)") == "a): column 2: expected the end");
  CHECK(error_of("[a") == "[a: column 3: expected an operator or ']'");
  CHECK(error_of("[a|=b]") == "[a|=b]: column 3: expected an operator or ']'");
  CHECK(error_of("[a=]") == "[a=]: column 4: expected a value");
  CHECK(error_of("[a=b") == "[a=b: column 5: expected ']'");
  CHECK(error_of("[a='b]") == "[a='b]: column 7: expected the closing quote");
  CHECK(error_of("a:hover") ==
        "a:hover: column 2: expected :first-child, :last-child, :nth-child() or :not()");
  CHECK(error_of("a:not(b") == "a:not(b: column 8: expected ')'");
  CHECK(error_of("a:not(b c)") == "a:not(b c): column 9: expected ')'");
  CHECK(error_of("a:not()") == "a:not(): column 7: expected a name");
  CHECK(error_of("a:not(:not(b))") == "a:not(:not(b)): column 7: expected a name");
  CHECK(error_of("a:nth-child(x)") ==
        "a:nth-child(x): column 13: expected a number, odd, even or an+b");
  CHECK(error_of("a:nth-child(2n+)") == "a:nth-child(2n+): column 16: expected a number");
  CHECK(error_of("a:nth-child(99999999999)") ==
        "a:nth-child(99999999999): column 13: expected a smaller number");
  std::string many = "a";
  for (int i = 0; i < 32; ++i) many += " b";
  CHECK(error_of(many) == many + ": column 65: expected at most 32 steps");
  CHECK(error_of("a:nth-child(2") == "a:nth-child(2: column 14: expected ')'");
}

TEST_CASE("a hostile page is searched to its end") {
  std::string page = "<main>";
  for (std::size_t i = 0; i < 20000; ++i) page += "<span>";
  for (std::size_t i = 0; i < 20000; ++i) page += "<br>";
  const Document document = parsed(page);
  CHECK(selector("br:nth-child(odd)").all(document.root()).size() == 10000);
  CHECK(selector("br:last-child").all(document.root()).size() == 1);
  CHECK(selector("span:not(br) > br").all(document.root()).size() == 20000);
  CHECK(selector("main span").all(document.root()).size() == 20000);
}

TEST_CASE("ancestors count up to 512 levels above the element that is asked about") {
  std::string page = "<main>";
  for (std::size_t i = 0; i < 513; ++i) page += "<span>";
  const Document document = parsed(page + "<i id=deep></span><b>");
  const Node main = selector("main").first(document.root());
  const Node deep = selector("main #deep").first(document.root());
  REQUIRE(deep);
  CHECK_FALSE(selector("main #deep").matches(deep));
  CHECK_FALSE(selector("main #deep").first(deep));
  CHECK(selector("main span").matches(deep.parent().parent()));
  CHECK(selector("main > span").matches(main.first_child()));
}

TEST_CASE("one element may be a step of several chains at once") {
  const Document document = parsed("<body><div><div><div><p>a</p></div><p>b</p></div></div>");
  CHECK(selector("div div div > p").all(document.root()).size() == 1);
  CHECK(selector("div > div > p").all(document.root()).size() == 2);
  CHECK(selector("div > div div p").all(document.root()).size() == 1);
  CHECK(selector("body > div p, div > div > p").all(document.root()).size() == 2);
}

TEST_CASE("a selector of names alone needs no look at place, ancestors or other attributes") {
  CHECK(selector(".a, #b, p[class*='c']:not(.d)").looks_at_names_only());
  CHECK_FALSE(selector("div .a").looks_at_names_only());
  CHECK_FALSE(selector("a[href]").looks_at_names_only());
  CHECK_FALSE(selector("p:first-child").looks_at_names_only());
  CHECK_FALSE(selector(".a, p:not(:last-child)").looks_at_names_only());
}

TEST_SUITE_END();
