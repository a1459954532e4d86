#include "html/shorter_page.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <gumbo.h>

#include "base/clock.h"
#include "html/arena.h"
#include "html/document.h"
#include "html/stand_ins.h"

using namespace newshole;
using namespace newshole::html;

namespace {

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

bool is_raw(const GumboNode& node) {
  return is_element(node) && node.v.element.tag_namespace == GUMBO_NAMESPACE_HTML &&
         (node.v.element.tag == GUMBO_TAG_STYLE || node.v.element.tag == GUMBO_TAG_SCRIPT);
}

// What a reader asks for, where it does not ask for all.
constexpr auto kRead = std::to_array<std::string_view>({"class", "data-x", "href"});
constexpr AttributeNames kAll;

bool is_asked_for(std::string_view name, AttributeNames read) {
  return read.empty() || std::ranges::find(read, name) != read.end();
}

void write_element(const GumboElement& element, AttributeNames read, std::string& out) {
  GumboStringPiece name = element.original_tag;
  gumbo_tag_from_original_text(&name);
  out += '<' + std::to_string(element.tag) + ':' + std::to_string(element.tag_namespace) + ':' +
         std::string(name.data != nullptr ? name.data : "", name.length);
  for (unsigned i = 0; i < element.attributes.length; ++i) {
    const auto& attribute = *static_cast<const GumboAttribute*>(element.attributes.data[i]);
    if (!is_asked_for(attribute.name, read)) continue;
    out += ' ' + std::string(attribute.name) + "='" + attribute.value + '\'';
  }
  out += '>';
}

using Runs = std::vector<std::string_view>;

std::string with_runs(std::string_view text, const Runs& runs) {
  if (runs.empty()) return std::string(text);
  std::string out(restored_size(text, runs), '\0');
  restore(text, runs, out.data());
  return out;
}

struct Reading {
  const Runs& runs;
  AttributeNames attributes;
};

// Everything gumbo's tree says but the text in style, script and comments, and attributes that are
// not asked for. (Recursion: the pages here are shallow.)
void write_node(const GumboNode& node, const Reading& reading, std::string& out) {
  if (!is_element(node)) {
    const bool is_comment = node.type == GUMBO_NODE_COMMENT;
    const std::string text = is_comment ? "" : with_runs(node.v.text.text, reading.runs);
    out += '[' + std::to_string(node.type) + ':' + text + ']';
    return;
  }
  write_element(node.v.element, reading.attributes, out);
  const GumboVector& children = node.v.element.children;
  for (unsigned i = 0; i < children.length && !is_raw(node); ++i) {
    write_node(*static_cast<const GumboNode*>(children.data[i]), reading, out);
  }
  out += "</>";
}

std::string tree_of(std::string_view page, const Reading& reading) {
  Arena arena(std::size_t{1} << 30);
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = [](void* memory, std::size_t size) {
    return static_cast<Arena*>(memory)->allocate(size);
  };
  options.deallocator = [](void*, void*) {};
  options.userdata = &arena;
  options.max_errors = 0;
  const GumboOutput* const output = gumbo_parse_with_options(&options, page.data(), page.size());
  std::string out;
  const GumboVector& children = output->document->v.document.children;
  for (unsigned i = 0; i < children.length; ++i) {
    write_node(*static_cast<const GumboNode*>(children.data[i]), reading, out);
  }
  return out;
}

std::string tree_of(std::string_view page, AttributeNames read = kAll) {
  return tree_of(page, Reading{.runs = {}, .attributes = read});
}

// With "#" for each stand-in.
std::string shorter(std::string_view page, AttributeNames read = kAll) {
  const ShorterPage result = shortened(page, read);
  if (!result.is_shorter()) return std::string(page);
  return with_runs(result.text, Runs(result.runs.size(), "#"));
}

std::string tree_of_shorter(std::string_view page, AttributeNames read = kAll) {
  const ShorterPage result = shortened(page, read);
  if (!result.is_shorter()) return tree_of(page, read);
  return tree_of(result.text, Reading{.runs = result.runs, .attributes = read});
}

// What Nodes say of text.
std::string text_of(std::string_view page, Prepass prepass) {
  const SystemClock clock;
  const auto document =
      Document::parse(std::string(page), clock, {.prepass = prepass, .attributes = kRead});
  if (!document) return document.error().message;
  std::string out;
  for (Walker walker(document->root()); walker; walker.next()) {
    const std::string_view tag = walker.node().tag();
    if (tag == "style" || tag == "script") walker.skip();
    if (walker.is_entering()) (out += walker.node().text()) += '|';
  }
  return out;
}

std::string json_of(std::string_view page, Prepass prepass) {
  const SystemClock clock;
  const auto document =
      Document::parse(std::string(page), clock, {.prepass = prepass, .attributes = kRead});
  if (!document) return document.error().message;
  std::string out;
  for (const JsonScript& script : document->json_scripts()) {
    out += std::string(script.type) + '{' + std::string(script.text) + '}';
  }
  return out;
}

void check_same_tree(std::string_view page) {
  CAPTURE(page);
  const std::string cut = shorter(page);
  CAPTURE(cut);
  CHECK(tree_of_shorter(page) == tree_of(page));
  CHECK(tree_of_shorter(page, kRead) == tree_of(page, kRead));
  CHECK(text_of(page, Prepass::Shorten) == text_of(page, Prepass::None));
  CHECK(json_of(page, Prepass::Shorten) == json_of(page, Prepass::None));
}

// Whatever moves the tokenizer from one state to another, and what stands between.
constexpr auto kPieces =
    std::to_array<std::string_view>({"<script>",
                                     "<script>",
                                     "</script>",
                                     "</script>",
                                     "</SCRIPT >",
                                     "</script/>",
                                     "</script",
                                     "<script type='application/json'>",
                                     "<script type=application/ld+json;x>",
                                     "<script/>",
                                     "<script src='>'>",
                                     "</script a='>'>",
                                     "<!--",
                                     "-->",
                                     "--!>",
                                     "--",
                                     "-",
                                     ">",
                                     "<",
                                     "</",
                                     "<!",
                                     "<!-->",
                                     "<!--->",
                                     "<!---->",
                                     "<!--<script",
                                     "<style>",
                                     "</style>",
                                     "</style\n>",
                                     "<STYLE a>",
                                     "</style",
                                     "<title>",
                                     "</title>",
                                     "<textarea>",
                                     "</textarea>",
                                     "<xmp>",
                                     "</xmp>",
                                     "<iframe>",
                                     "</iframe>",
                                     "<noembed>",
                                     "</noembed>",
                                     "<noframes>",
                                     "</noframes>",
                                     "<noscript>",
                                     "</noscript>",
                                     "<plaintext>",
                                     "<svg>",
                                     "</svg>",
                                     "<svg/>",
                                     "<svg a=1/>",
                                     "<svg><path/>",
                                     "<g>",
                                     "</g>",
                                     "<path d='a'>",
                                     "</path>",
                                     "<desc>",
                                     "</desc>",
                                     "<foreignObject>",
                                     "</foreignobject>",
                                     "<linearGradient>",
                                     "</LINEARGRADIENT>",
                                     "<math>",
                                     "</math>",
                                     "<mi>",
                                     "<annotation-xml encoding='text/html'>",
                                     "<![CDATA[",
                                     "]]>",
                                     "<select>",
                                     "</select>",
                                     "<option>",
                                     "<input>",
                                     "<template>",
                                     "</template>",
                                     "<col>",
                                     "<colgroup>",
                                     "</colgroup>",
                                     "<table>",
                                     "</table>",
                                     "<tr>",
                                     "<td>",
                                     "</td>",
                                     "<caption>",
                                     "<tbody>",
                                     "<frameset>",
                                     "</frameset>",
                                     "<frame>",
                                     "<head>",
                                     "</head>",
                                     "<body>",
                                     "</body>",
                                     "</html>",
                                     "<html>",
                                     "<p>",
                                     "</p>",
                                     "<b>",
                                     "</b>",
                                     "<a href='x'>",
                                     "</a>",
                                     "<div>",
                                     "</div>",
                                     "<br>",
                                     "</br>",
                                     "<li>",
                                     "<button>",
                                     "<form>",
                                     "</form>",
                                     "<isindex>",
                                     "<image>",
                                     "<pre>\n",
                                     "<?x>",
                                     "<?",
                                     "</ >",
                                     "</>",
                                     "<!doctype html>",
                                     "<!DOCTYPE html PUBLIC \"a>b\">",
                                     "<a b=\"",
                                     "\"",
                                     "'",
                                     "<a b='",
                                     "<a b=",
                                     "<a\x0B>",
                                     "<g\x0B>",
                                     "</g\x0B>",
                                     "=",
                                     "/",
                                     "/>",
                                     "x",
                                     "y z",
                                     " ",
                                     "\n",
                                     "\r\n",
                                     "\r",
                                     "&amp;",
                                     "&",
                                     "\xC3\xA9",
                                     "\xC3",
                                     "\xE2\x82",
                                     "<x-y>",
                                     "</x-y>",
                                     "<font color=1>",
                                     "<font>",
                                     "<embed>",
                                     "<nobr>",
                                     "<object>",
                                     "<rp>",
                                     "<title/>",
                                     "<style/>",
                                     "<textarea/>",
                                     "<input type=hidden>",
                                     "<keygen>",
                                     "<optgroup>",
                                     "</option>",
                                     "<iframe src=\"<script>\">",
                                     "<table><svg>",
                                     "<svg><title>",
                                     "<svg><style>",
                                     "<svg><script>",
                                     "<td><select>",
                                     "<h1>",
                                     "</h1>",
                                     "<b a=1>",
                                     "<b a=2>",
                                     "<i c='1' style=x>",
                                     "<font face=a>",
                                     "<a href=x data-y='1'>",
                                     "<a data-y=2>",
                                     "<div a='>' class=x b>",
                                     "<div a",
                                     "<p a=1 = b=2",
                                     "<p d d class=x e>",
                                     "<p D='1' d='2' class=x e>",
                                     " d ",
                                     " c=\"1\" ",
                                     "<p\nA='1' CLASS='b'c=3/>",
                                     "<x-y a='1'/>",
                                     "<body a='1' class=x>",
                                     "<html a='1' class=x>",
                                     "<input a type='hidden' b>",
                                     "<isindex prompt='a' b=c>",
                                     "<path d='a' class=b c/>",
                                     "<script a='1' type='application/json' b>"});

// Without these, most pages would end in text that is never closed.
constexpr auto kWholePieces = std::to_array<std::string_view>({
    "<script>a<p></script>",
    "<style>a<p></style>",
    "<script type='application/json'>\r\n[1, '<p>']</script>",
    "<script><!--<script>a<p></script>--></script>",
    "<svg viewBox='0 0 1 1'><title>t</title><path d='M0'></svg>",
    "<svg><g><path d='M0'/></g></svg>",
    "<title>a<p></title>",
    "<textarea><p></textarea>",
    "<select><option>1</select>",
    "<template><p></template>",
    "<noscript><img></noscript>",
    "<table><tr><td>",
    "</table>",
    "<!-- <style> -->",
    "Some words that stand alone. ",
    " \n\tSome words behind blanks",
    "Glued&amp;together with a reference",
    "\xc3\xa9t\xc3\xa9 and other letters\r\n",
});

std::string generated_page(unsigned seed) {
  std::mt19937 random(seed);  // NOLINT(cert-msc51-cpp): the same page for the same seed
  std::string page;
  for (std::size_t left = 1 + random() % 20; left > 0; --left) {
    page += random() % 3 == 0 ? kPieces[random() % kPieces.size()]
                              : kWholePieces[random() % kWholePieces.size()];
  }
  return page + "<style>b<p></style>c";
}

std::string contents_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_SUITE_BEGIN("html/shorter_page");

TEST_CASE("the text of style and script is cut, their tags stay") {
  CHECK(shorter("<style>a</style><p>b<SCRIPT x='>'>c</p></Script >d") ==
        "<style></style><p>b<SCRIPT x='>'></Script >d");
}

TEST_CASE("the text of comments is cut, but for one that ends in another way") {
  CHECK(shorter("<!-- [if IE]><p> -- > -->b<!----><!--x---->") == "<!---->b<!----><!---->");
  CHECK(shorter("<svg><!-- a --><path></svg>") == "<svg><!----><path></svg>");
  for (const std::string_view page : {"<!-->a", "<!--->a", "<!--a--!>b", "<!-- a", "<! a -->"}) {
    CHECK(shorter(page) == page);
  }
}

TEST_CASE("a page without such text is left alone") {
  const ShorterPage result = shortened("<p>a<script src=x></script>");
  CHECK(result.cuts.empty());
  CHECK(result.text.empty());
}

TEST_CASE("plain text becomes stand-ins, between the blanks around it") {
  CHECK(shorter("<p>\n  The ferry was late.\n<b>No one was there.</b></p>") ==
        "<p>\n  #\n<b>#</b></p>");
  CHECK(shorter("<p>Zwölf Fähren, 第十二艘渡轮</p>") == "<p>#</p>");
}

TEST_CASE("text that gumbo changes is left to it, up to the next blank") {
  CHECK(shorter("Long enough.&amp;not-a-run but this is") == "#&amp;not-a-run #");
  CHECK(shorter("Long enough\r\nand the next line") == "#\r\n#");
  CHECK(shorter("Long enough\x01 and the next\xff line, too") == "#\x01 #\xff #");
  CHECK(shorter("half a surrogate \xed\xa0\x80, a control \xc2\x85, a noncharacter \xef\xbf\xbe") ==
        "# \xed\xa0\x80, # \xc2\x85, # \xef\xbf\xbe");
}

TEST_CASE("text that is no text of the page gets no stand-in") {
  for (const std::string_view page :
       {"<title>a title that is long</title>", "<textarea>\nwhat somebody wrote</textarea>",
        "<a title='a title that is long'></a>", "<svg><text>a text that is long</text></svg>",
        "<math><mi>a text that is long</mi></math>", "<!doctype html of a long kind>",
        "<iframe>a text that is long</iframe>"}) {
    CHECK(shorter(page) == page);
  }
}

TEST_CASE("a page that has characters like stand-ins gets none") {
  for (const std::string_view mark :
       {"\xf3\xb0\x80\x80", "\xf3\xbf\xbf\xbd", "&#xF0000;", "&#983040", "&#x00fFffF;",
        "&#99999999999999999999;", "&#X10FFFF"}) {
    CAPTURE(mark);
    const std::string page = "<p>A text that is long enough. " + std::string(mark) + "</p>";
    CHECK(shorter(page) == page);
    CHECK(text_of(page, Prepass::Shorten) == text_of(page, Prepass::None));
  }
  CHECK(shorter("<p>A text that is long enough. &#x1F600; \xf3\xa0\x80\x80</p>") ==
        "<p># &#x1F600; \xf3\xa0\x80\x80</p>");
}

TEST_CASE("a page has as many stand-ins as there are characters for them") {
  std::string page;
  for (int i = 0; i < 70'000; ++i) page += "<p>Sentence " + std::to_string(i) + ".\n";
  const ShorterPage result = shortened(page);
  CHECK(result.runs.size() == 0xFFFE);
  CHECK(text_of(page, Prepass::Shorten) == text_of(page, Prepass::None));
}

TEST_CASE("gumbo makes the same tree of the shorter page: text in every place") {
  for (const std::string_view page : {
           "Text before all else<html>text before the head<head>text in the head</head>and behind",
           "<p>before<body>text in the body</body>text behind it</html>and behind all",
           "<head><noscript>text in a noscript<p>and more</noscript>text in the head</head>",
           "<table>text in a table<tr>text in a row<td>text in a cell</td>text behind it</table>",
           "<table> \n <tr> text in a row <td>\n text in a cell",
           "<table><caption>text in a caption<colgroup>text in columns<col>and more</table>",
           "<table><tbody>text &amp; more<tr>text, <b>bold text in a row</b></table>",
           "<select>text in a select<option>text in an option<p>and more</select>text behind",
           "<template>text in a template<td>text in a cell</template>text behind it",
           "<template><table>text in a table</template><p>text behind it all",
           "<pre>\ntext behind a line end</pre><pre>text at once\n</pre><listing>\n\ntwo ends",
           "<p>bold <b>text that is bold<p>still bold text</b> no longer bold",
           "<a>a link of some length<div>goes on in here<a>and another one</a></div></a>",
           "a < b, and no tag at all; 3 <4 is <5, as is well known; a <= b; <> is nothing<p>x",
           "text with &copy and &notit; and &amp;amp; and &unknown-reference; and &#65;&#x41;",
           "&ampersands glued to text that is long&lt;so is this one&gt; and &#65text of a number",
           "<svg>text in svg<desc>text in desc</desc></svg>text behind the svg",
           "<button>text of a button<p>text in it</button><nobr>no breaks here<nobr>nor here",
           "<frameset>text that is dropped</frameset>text that is dropped, too",
           "<form>text in a form<form>text in a form</form>text behind</form>text behind",
           "<ul>text in a list<li>text of an item<li>text of another</ul>text behind it",
           "<ruby>text above<rp>in brackets (<rt>text below<rtc>and so on</ruby>",
           "bytes \xe2\x82 of nothing \xe2\x82\xacuros at once \xc3 and \xf0\x9f\x98\x80 emoji",
           "<xmp>text & no markup <b></xmp>text behind it<plaintext>text to the end <p>",
       }) {
    check_same_tree(page);
  }
}

TEST_CASE("attributes that nobody asks for are left out, with the blanks behind them") {
  const std::string_view page =
      "<div style='a>b' class=c onclick=d  data-e>f<img alt='' DATA-X=1/>";
  CHECK(shorter(page, kRead) == "<div class=c >f<img DATA-X=1/>");
  CHECK(shorter(page) == page);
  CHECK(shorter("<svg a=1><path d='M0' class=b\n/></svg>", kRead) ==
        "<svg ><path class=b\n/></svg>");
  CHECK(shorter("<script a type=b c>d</script>", kRead) == "<script type=b ></script>");
}

TEST_CASE("attributes stay where their end is in doubt, or gumbo may compare them") {
  for (const std::string_view page :
       {"<p x='1' =y>", "<p d d class='x'>", "<p d=1 D='2'>", "<p/a='1'>", "<p class='x'a='1'>",
        "<p a+b='1'>", "<b a=1>", "<font a=1>", "<isindex a=1>", "<p a='1", "<math a=1>",
        "<p \xc3\xa9='1'>"}) {
    CHECK(shorter(page, kRead) == page);
  }
}

TEST_CASE("gumbo makes the same tree without attributes that nobody asks for") {
  for (const std::string_view page : {
           "<p><b a=1><b a=2><b a=3><b a=4></p><p>four are open",
           "<p><i a=1><i a=1><i a=1><i a=1></p><p>three are open",
           "<a href=x a=1><a href=x a=2><p><a a=3>b</p><a a=4></p>c",
           "<p><a x=1>b<div><a y=1>c</p><p>d</a>e</div>f",
           "<a x=1><table><a y=1><tr><td><a z=1>b</td></a></table>c<p>d",
           "<table><input type=hidden a=1><input a=2 TYPE='hidden'><input a=3></table>",
           "<html a=1 class=x><body b=1><html class=y c=1><body d=2 class=z>",
           "<p x = '1' y =2 z= 3 class = 'a' w>b",
           "<p x y=1 =z>b",
           "<p x='1'=z>b",
           "<p x= y='1'>b",
           "<p x=y='1' class=a>b",
           "<p a='1'class=b c=\"2\"/d='3'/>e",
           "<p class=a class=b A=1 a=2>c",
           "<svg viewBox='0' class=a><path d='1'/><a x=1>b</a></svg>c",
           "<svg><use xlink:href='#a' xlink:title=b XML:lang=c/></svg><p xlink:href=d>e",
           "<svg><image x=1 class=b></svg><image x=1 class=b>",
           "<X-Y a=1 class=b>c</X-Y><x-y\ta=1>d",
           "<select a=1><option b=1 class=c>d</select>",
           "<script a=1 type='application/json' b>[1]</script><style a=1>b</style>c",
           "<frameset a=1><frame b=1></frameset>",
           "<template a=1><td b=1>c</template>",
       }) {
    check_same_tree(page);
  }
}

TEST_CASE("a cut names the place where the text stood") {
  const ShorterPage result = shortened("<style>ab</style><script>c</script>");
  REQUIRE(result.cuts.size() == 2);
  CHECK(result.cuts[0].at == 7);
  CHECK(result.cuts[0].text == "ab");
  CHECK(result.cuts[1].at == 23);
  CHECK(result.cuts[1].text == "c");
}

TEST_CASE("a script that is not closed stays whole") {
  CHECK(shorter("<script>a</script><script>b</scrip>") == "<script></script><script>b</scrip>");
}

TEST_CASE("an icon in svg does not end the cutting") {
  CHECK(shorter(
            "<svg viewBox='0 0 1 1'><title>t</title><g><path d='M0'></g></svg><style>a</style>") ==
        "<svg viewBox='0 0 1 1'><title>t</title><g><path d='M0'></g></svg><style></style>");
}

TEST_CASE("what follows HTML inside svg stays whole") {
  constexpr std::string_view kPage = "<svg><foreignObject><p></svg><style>a</style>";
  CHECK(shorter(kPage) == kPage);
}

TEST_CASE("gumbo makes the same tree of the shorter page: escapes in scripts") {
  for (const std::string_view page : {
           "<script><!--<script>a</script>b--></script>c<p>",
           "<script><!--<script>a</script>b</script>c<p>",
           "<script><!--<script>a--></script>b<p>",
           "<script><!-->a</script>b<p></script>",
           "<script><!--->a</script>b<p></script>",
           "<script><!---><script></script>b<p></script>",
           "<script><!--<scriptx>a</script>b<p>--></script>",
           "<script><!--<script/>a</script>b</script>c",
           "<script><!--<SCRIPT\n>a</ScRiPt\t>b</script>c",
           "<script><!--<script a</script >b</script>c",
           "<script><!--</script>a--></script>b",
           "<script><!-- <!-- <script> --> </script>b",
           "<script><!-<script>a</script>b</script>",
           "<script>var a = '<\\/script>';</script>b",
           "<script>a</scripty>b</script/c>d",
           "<script>a</script",
           "<script>a</script ",
           "<script>a</script x='",
           "<script type='application/json'>[1]</script x='",
           "<script><!--a</script>b",
           "<script><!--<script>a</script>b",
           "<script>a<</script>b",
           "<script>a</</script>b",
           "<script></SCRIPT\r\n>b<p>",
       }) {
    check_same_tree(page);
  }
}

TEST_CASE("gumbo makes the same tree of the shorter page: other elements of text") {
  for (const std::string_view page : {
           "<style>a::after{content:'</style>'}</style>b",
           "<style><!--</style>a--></style>b",
           "<style>a</styles></style>b",
           "<textarea><script>a</textarea><script>b</script>",
           "<title><style>a</title><style>b</style>c",
           "<xmp><script></xmp><script>a</script>",
           "<iframe><style></iframe><style>a</style>",
           "<noembed><style></noembed><style>a</style>",
           "<noframes><style></noframes><style>a</style>",
           "<noscript><style>a</style><p></noscript><style>b</style>",
           "<body><noscript><style>a</style><img></noscript><style>b</style>",
           "<plaintext><style>a</style>",
           "<title>a<script>b</script>",
           "<textarea>a</textarea/><style>b</style>",
           "<style>a",
           "<style/>a</style>b",
       }) {
    check_same_tree(page);
  }
}

TEST_CASE("gumbo makes the same tree of the shorter page: comments and tags") {
  for (const std::string_view page : {
           "<!--<script>--><script>a</script>",
           "<!--><script>a</script>-->",
           "<!---><script>a</script>-->",
           "<!----!><script>a</script>-->",
           "<!--a--!><script>a</script>-->",
           "<!--a--!b--><script>a</script>",
           "<!--a-- ><script>a</script>--><script>b</script>",
           "<!--a--",
           "<!x<script>a</script>",
           "<!><script>a</script>",
           "<?x<script>a</script>?><script>b</script>",
           "</ <script>a</script>",
           "</><script>a</script>",
           "</",
           "<",
           "<<script>a</script>",
           "<![CDATA[<script>]]>a</script><script>b</script>",
           "<!doctype html SYSTEM \"a><script>b</script>\">c",
           "<p a='<script>' b=\"</p>\" c=<style>d</style>",
           "<p a=\"><script>b</script>",
           "<p a=b\"><script>c</script>",
           "<p =a\"=b'><script>c</script>",
           "<p/a/><script/b/>c</script>",
           "<p a = 'x>y' b><style>c</style>",
           "<p a=><style>c</style>",
       }) {
    check_same_tree(page);
  }
}

TEST_CASE("gumbo makes the same tree of the shorter page: where the tree decides") {
  for (const std::string_view page : {
           "<svg><style><p>a</style>b</svg><style>c<p></style>",
           "<svg><script><p>a</script></svg><script>b<p></script>",
           "<svg><title><style>a<p></style></svg><style>b<p></style>",
           "<svg><title><path></svg><style>a<p></style></path></title><style>b<p></style>",
           "<svg/><style>a<p></style>",
           "<svg a=b/><style>a<p></style>",
           "</><svg></svg><style>a<p></style>",
           "<svg></svg ><style>a<p></style>",
           "<svg></svg/><style>a<p></style>",
           "<g><svg></g><style>a<p></style>",
           "<svg><g></svg></g><style>a<p></style>",
           "<svg><svg></svg><style>a<p></style></svg><style>b<p></style>",
           "<svg><![CDATA[</svg>]]><style>a<p></style>",
           "<svg><!--</svg>--><style>a<p></style></svg>",
           "<svg><p><style>a<p></style>",
           "<svg></p><style>a<p></style>",
           "<svg></br><style>a<p></style>",
           "<svg><font><style>a<p></style></font></svg>",
           "<svg><font color=red><style>a<p></style>",
           "<math><mi><style>a<p></style></mi><style>b<p></style></math><style>c<p></style>",
           "<select><style>a<p></style></select><style>b<p></style>",
           "<select><script>a<p></script></select><style>b<p></style>",
           "<select><textarea><style></textarea><style>b<p></style>",
           "<select><title><style></title><p></style>",
           "<select><svg><style>a<p></style>",
           "<select><input><style>a<p></style>",
           "<table><tr><td><select></td><td><style>a<p></style>",
           "<frameset><style>a<p></style><frame></frameset><noframes><style></noframes>b",
           "<template><col><style>a<p></style></template><style>b<p></style>",
           "<template><tr><style>a<p></style></template><style>b<p></style>",
           "<table><style>a<p></style><tr><script>b<p></script><td><style>c</style>",
           "<table><colgroup><style>a<p></style><col><script>b</script>",
           "<head><template><script>a<p></script></template></head><script>b</script>",
           "<body></body><style>a</style></html><script>b</script>c",
       }) {
    check_same_tree(page);
  }
}

TEST_CASE("gumbo makes the same tree of the shorter page: generated pages") {
  for (unsigned seed = 1; seed <= 3000; ++seed) {
    CAPTURE(seed);
    check_same_tree(generated_page(seed));
  }
}

TEST_CASE("gumbo makes the same tree of the shorter page: saved pages") {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(NEWSHOLE_FIXTURES)) {
    if (entry.path().extension() != ".html") continue;
    CAPTURE(entry.path());
    const std::string page = contents_of(entry.path());
    CHECK(tree_of_shorter(page) == tree_of(page));
    CHECK(tree_of_shorter(page, kRead) == tree_of(page, kRead));
    CHECK(text_of(page, Prepass::Shorten) == text_of(page, Prepass::None));
    CHECK(json_of(page, Prepass::Shorten) == json_of(page, Prepass::None));
  }
}

TEST_SUITE_END();
