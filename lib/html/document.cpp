#include "html/document.h"

#include <algorithm>
#include <csetjmp>
#include <utility>
#include <vector>

#include <gumbo.h>

#include "base/ascii.h"
#include "html/arena.h"
#include "html/assertion_trap.h"
#include "html/scriptless.h"
#include "html/shorter_page.h"
#include "html/stand_ins.h"

namespace newshole::html {
namespace {

constexpr unsigned kAllocationsPerLook = 16;
constexpr std::size_t kMegabyte = std::size_t{1} << 20;
constexpr std::size_t kLongestPage = std::size_t{1} << 30;  // gumbo counts in 32 bits

enum class Outcome { AssertionFailed, OutOfMemory, OutOfTime };

struct Limits {
  std::size_t memory;
  std::chrono::milliseconds time;
};

// The state of a parse for gumbo's allocator. `outcome` is the reason where the parse was aborted.
struct Run {
  Arena& arena;
  const Clock& clock;
  Tick deadline;
  unsigned until_look = kAllocationsPerLook;
  Outcome outcome = Outcome::AssertionFailed;
  std::jmp_buf escape{};
};

[[noreturn]] void leave(Run& run, Outcome outcome) {
  run.outcome = outcome;
  // Only gumbo's C frames and the allocator's lie between here and guarded_parse.
  std::longjmp(run.escape, 1);
}

void* allocate(void* userdata, std::size_t size) {
  Run& run = *static_cast<Run*>(userdata);
  if (--run.until_look == 0) {
    run.until_look = kAllocationsPerLook;
    if (run.clock.tick() >= run.deadline) leave(run, Outcome::OutOfTime);
  }
  void* const memory = run.arena.allocate(size);
  if (memory == nullptr) leave(run, Outcome::OutOfMemory);
  return memory;
}

// Gumbo does not survive an allocator that fails, knows no deadline, and would end the program
// where an assertion fails: all three leave by longjmp. No local changes between setjmp and
// longjmp, and none has a destructor.
GumboOutput* guarded_parse(const GumboOptions& options, std::string_view text, Run& run) {
  if (setjmp(run.escape) != 0) return nullptr;
  return gumbo_parse_with_options(&options, text.data(), text.size());
}

GumboOptions gumbo_options(Run& run) {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = allocate;
  options.deallocator = [](void* /*userdata*/, void* /*memory*/) {};
  options.userdata = &run;
  options.max_errors = 0;  // an error holds a copy of the stack of open elements
  return options;
}

Limits limits_for(std::size_t size, const ParseOptions& options) {
  const std::size_t room = options.memory_cap - std::min(options.memory_base, options.memory_cap);
  const std::size_t per_byte = std::max<std::size_t>(options.memory_per_byte, 1);
  const std::size_t memory = size > room / per_byte
                                 ? options.memory_cap
                                 : options.memory_base + size * options.memory_per_byte;
  const auto per_page = options.time_per_megabyte.count() * static_cast<std::int64_t>(size) /
                        static_cast<std::int64_t>(kMegabyte);
  return {.memory = std::min(memory, options.memory_cap),
          .time = options.time_base + std::chrono::milliseconds(per_page)};
}

std::string message(Outcome outcome, const Limits& limits) {
  if (outcome == Outcome::AssertionFailed) return "parsing fails an assertion of the parser";
  if (outcome == Outcome::OutOfMemory) {
    const std::size_t megabytes = (limits.memory + kMegabyte - 1) / kMegabyte;
    return "parsing needs more than " + std::to_string(megabytes) + " MB";
  }
  const auto tenths = limits.time.count() / 100;
  return "parsing takes longer than " + std::to_string(tenths / 10) + "." +
         std::to_string(tenths % 10) + " s";
}

// Elements that gumbo has no number for keep their name in the text only, as the page wrote it.
void lower_unknown_name(const GumboElement& element, std::string& text) {
  GumboStringPiece name = element.original_tag;
  if (element.tag != GUMBO_TAG_UNKNOWN || name.data == nullptr) return;
  gumbo_tag_from_original_text(&name);
  const auto begin = static_cast<std::size_t>(name.data - text.data());
  for (std::size_t i = begin; i < begin + name.length; ++i) {
    text[i] = ascii::lower(text[i]);
  }
}

GumboNode* child_of(const GumboNode& parent, std::size_t index) {
  return static_cast<GumboNode*>(parent.v.element.children.data[index]);
}

GumboNode* next_in_order(GumboNode* node, const GumboNode* root) {
  if (Node(node).is_element() && node->v.element.children.length > 0) return child_of(*node, 0);
  for (; node != root; node = node->parent) {
    const std::size_t next = node->index_within_parent + 1;
    if (next < node->parent->v.element.children.length) return child_of(*node->parent, next);
  }
  return nullptr;
}

// Node::ordinal reads the ordinals here, in the place of gumbo's position in the text, which this
// module does not use.
void number_children(const GumboElement& parent) {
  unsigned ordinal = 0;
  for (unsigned i = 0; i < parent.children.length; ++i) {
    auto& child = *static_cast<GumboNode*>(parent.children.data[i]);
    if (Node(&child).is_element()) child.v.element.start_pos.offset = ++ordinal;
  }
}

bool is_json(std::string_view type) {
  constexpr std::string_view kEnd = "+json";
  const std::string_view end = type.substr(type.size() - std::min(type.size(), kEnd.size()));
  return ascii::equals_folded(end, kEnd) || ascii::equals_folded(type, "application/json");
}

}  // namespace

struct Document::Tree {
  Tree(std::string text, std::size_t memory) : kept(std::move(text)), page(kept), arena(memory) {}
  Tree(std::string_view borrowed, std::size_t memory) : page(borrowed), arena(memory) {}

  std::string& parsed_text() { return shorter.is_shorter() ? shorter.text : kept; }

  // Names are lowered in the parsed text, so what is parsed as it is has to be a copy.
  void keep_if_whole() {
    if (shorter.is_shorter() || page.data() == kept.data()) return;
    kept = page;
    page = kept;
  }

  std::string_view script_text(const GumboElement& script) {
    const std::string_view text = parsed_text();
    const GumboStringPiece& tag = script.original_tag;
    const auto begin = static_cast<std::size_t>(tag.data + tag.length - text.data());
    const auto found = std::ranges::lower_bound(shorter.cuts, begin, {}, &Cut::at);
    if (found != shorter.cuts.end() && found->at == begin) return found->text;
    const char* const end_tag = script.original_end_tag.data;
    const auto end =
        end_tag == nullptr ? text.size() : static_cast<std::size_t>(end_tag - text.data());
    return text.substr(begin, end - begin);
  }

  void add_script(Node script, const GumboElement& element) {
    scripts.push_back(script_text(element));
    const std::string_view type = script.attribute("type").value_or("");
    const std::string_view bare = ascii::trimmed(type.substr(0, type.find(';')));
    if (is_json(bare)) json_scripts.push_back({bare, scripts.back()});
  }

  // False: no memory left for it.
  bool restore_text(GumboText& text) {
    const std::string_view parsed = text.text;
    if (!may_hold_runs(parsed)) return true;
    const std::size_t size = restored_size(parsed, shorter.runs);
    auto* const restored = static_cast<char*>(arena.allocate(size + 1));
    if (restored == nullptr) return false;
    restore(parsed, shorter.runs, restored);
    restored[size] = '\0';
    text.text = restored;
    return true;
  }

  // Changes gumbo's tree in one walk to what Node documents. False: out of memory.
  bool finish(GumboNode* html) {
    root = html;
    Scriptless scriptless;
    html->v.element.start_pos.offset = 1;
    std::string& text = parsed_text();
    for (GumboNode* node = html; node != nullptr; node = next_in_order(node, html)) {
      if (!Node(node).is_element()) {
        if (!shorter.runs.empty() && !restore_text(node->v.text)) return false;
        continue;
      }
      const GumboElement& element = node->v.element;
      scriptless.note(node);
      number_children(element);
      lower_unknown_name(element, text);
      if (element.tag == GUMBO_TAG_SCRIPT && element.tag_namespace == GUMBO_NAMESPACE_HTML) {
        add_script(Node(node), element);
      }
    }
    std::vector<GumboNode*> changed;
    if (!scriptless.change(html, arena, changed)) return false;
    for (const GumboNode* parent : changed) number_children(parent->v.element);
    return true;
  }

  std::string kept;  // empty while the page is borrowed
  std::string_view page;
  ShorterPage shorter;  // what gumbo parsed, if it is
  Arena arena;
  const GumboNode* root = nullptr;
  std::vector<JsonScript> json_scripts;
  std::vector<std::string_view> scripts;
};

Document::Document(std::unique_ptr<Tree> tree) : tree_(std::move(tree)) {}
Result<Document> Document::parse(std::string utf8, const Clock& clock,
                                 const ParseOptions& options) {
  return parse_text(std::move(utf8), clock, options);
}

Result<Document> Document::parse_borrowed(std::string_view utf8, const Clock& clock,
                                          const ParseOptions& options) {
  return parse_text(utf8, clock, options);
}

template <typename Text>
Result<Document> Document::parse_text(Text utf8, const Clock& clock, const ParseOptions& options) {
  if (utf8.size() > kLongestPage) return fail(ErrorKind::TooComplex, "page is longer than 1 GB");
  const Limits limits = limits_for(utf8.size(), options);
  auto tree = std::make_unique<Tree>(std::move(utf8), limits.memory);
  Run run{.arena = tree->arena, .clock = clock, .deadline = clock.tick() + limits.time};
  if (options.prepass == Prepass::Shorten)
    tree->shorter = shortened(tree->page, options.attributes);
  tree->keep_if_whole();
  const AssertionTrap trap(run.escape);
  const GumboOutput* const output = guarded_parse(gumbo_options(run), tree->parsed_text(), run);
  if (output == nullptr) return fail(ErrorKind::TooComplex, message(run.outcome, limits));
  if (!tree->finish(output->root)) {
    return fail(ErrorKind::TooComplex, message(Outcome::OutOfMemory, limits));
  }
  return Document(std::move(tree));
}

Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Node Document::root() const {
  return Node(tree_->root);
}

std::span<const JsonScript> Document::json_scripts() const {
  return tree_->json_scripts;
}

std::span<const std::string_view> Document::scripts() const {
  return tree_->scripts;
}

}  // namespace newshole::html
