#include "html/node.h"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "html/parsed_page.h"

using namespace newshole;
using namespace newshole::html;
using test::body;
using test::parsed;

namespace {

std::string walk(Node root) {
  std::string seen;
  for (Walker walker(root); walker; walker.next()) {
    const Node node = walker.node();
    if (node.is_text()) {
      seen += '"' + std::string(node.text()) + '"';
    } else {
      seen += (walker.is_entering() ? "<" : "</") + std::string(node.tag()) + ">";
    }
  }
  return seen;
}

}  // namespace

TEST_SUITE_BEGIN("html/node");

TEST_CASE("a walk meets each element entering and leaving, and each text once") {
  const Document document = parsed("<p>one<b>two</b><br></p>");
  CHECK(walk(document.root()) ==
        R"(<html><head></head><body><p>"one"<b>"two"</b><br></br></p></body></html>)");
}

TEST_CASE("a walk of a subtree ends there") {
  const Document document = parsed("<div><p>a</p>b</div><i>c</i>");
  CHECK(walk(body(document).first_child().first_child()) == R"(<p>"a"</p>)");
  CHECK(walk(body(document).first_child()) == R"(<div><p>"a"</p>"b"</div>)");
  CHECK(walk(Node()).empty());
}

TEST_CASE("a skipped element is met once, without what it holds") {
  const Document document = parsed("<div><p>a<b>c</b></p><i>d</i></div>");
  std::string seen;
  for (Walker walker(body(document)); walker; walker.next()) {
    seen += (walker.is_entering() ? "<" : "</") + std::string(walker.node().tag()) + ">";
    if (walker.node().tag() == "p") walker.skip();
  }
  CHECK(seen == "<body><div><p><i><></i></div></body>");
}

TEST_CASE("comments are no nodes, whatever stands beside them") {
  const Document document = parsed("<body><!--a--><!--b--><p>x</p><!--c-->y<!--d--></body>");
  CHECK(walk(body(document)) == R"(<body><p>"x"</p>"y"</body>)");
  const Node p = body(document).first_child();
  CHECK(p.next_sibling().text() == "y");
  CHECK_FALSE(p.next_sibling().next_sibling());
}

TEST_CASE("a template's contents are its children") {
  const Document document = parsed("<body><template><p>x</p></template></body>");
  CHECK(walk(body(document)) == R"(<body><template><p>"x"</p></template></body>)");
}

TEST_CASE("text has its character references resolved, white space and CDATA are text too") {
  const Document document = parsed("<body>a&amp;b&#8217;<i> </i><svg><![CDATA[<x>]]></svg></body>");
  CHECK(walk(body(document)) == "<body>\"a&b\u2019\"<i>\" \"</i><svg>\"<x>\"</svg></body>");
}

TEST_CASE("names are in lower case, those that HTML does not know too") {
  const Document document = parsed("<body><DIV><My-Card A=1><svg><linearGradient/></svg>");
  CHECK(walk(body(document)) ==
        "<body><div><my-card><svg><lineargradient></lineargradient></svg></my-card></div></body>");
}

TEST_CASE("an attribute without a value is empty, one that is not there is nothing") {
  const Document document = parsed(R"(<body><a HREF="/x?a=1&amp;b=2" hidden>y</a></body>)");
  const Node a = body(document).first_child();
  CHECK(a.attribute("href") == "/x?a=1&b=2");
  CHECK(a.attribute("hidden") == "");
  CHECK(a.attribute("title") == std::nullopt);
  CHECK(a.first_child().attribute("href") == std::nullopt);
}

TEST_CASE("a class is a whole word") {
  const Document document = parsed("<body><p class=' lead\tbig\nred '></p></body>");
  const Node p = body(document).first_child();
  CHECK(p.has_class("lead"));
  CHECK(p.has_class("red"));
  CHECK_FALSE(p.has_class("re"));
  CHECK_FALSE(p.has_class("Lead"));
  CHECK_FALSE(p.has_class(""));
  CHECK_FALSE(body(document).has_class("lead"));
}

TEST_CASE("the html element has neither parent nor siblings") {
  const Document document = parsed("<!doctype html><!-- a --><html></html><!-- b -->");
  CHECK(document.root().tag() == "html");
  CHECK_FALSE(document.root().parent());
  CHECK_FALSE(document.root().next_sibling());
  CHECK(body(document).parent() == document.root());
}

TEST_CASE("ordinals count elements only") {
  const Document document = parsed("<body>x<!-- c --><p>1</p> <b>2</b><i>3</i></body>");
  const Node p = body(document).first_child().next_sibling();
  CHECK(document.root().ordinal() == 1);
  CHECK(p.ordinal() == 1);
  CHECK(p.next_sibling().ordinal() == 0);
  CHECK(p.next_sibling().next_sibling().ordinal() == 2);
  CHECK(p.next_sibling().next_sibling().next_sibling().ordinal() == 3);
}

TEST_CASE("a handle to nothing answers every question") {
  const Node nothing;
  CHECK_FALSE(nothing);
  CHECK_FALSE(nothing.is_element());
  CHECK_FALSE(nothing.is_text());
  CHECK(nothing.tag().empty());
  CHECK(nothing.text().empty());
  CHECK(nothing.attribute("a") == std::nullopt);
  CHECK_FALSE(nothing.has_class("a"));
  CHECK_FALSE(nothing.parent());
  CHECK_FALSE(nothing.first_child());
  CHECK_FALSE(nothing.next_sibling());
  CHECK(nothing.ordinal() == 0);
}

TEST_SUITE_END();
