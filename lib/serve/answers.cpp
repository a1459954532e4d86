#include "serve/answers.h"

#include <array>
#include <utility>

#include "gopher/dialect.h"

namespace newshole::serve {
namespace {

// A mirror's menu has at most some hundred lines of 999 bytes; a menu written by hand may have
// more.
constexpr std::uint64_t kMaxMenuFile = std::uint64_t{2} << 20;

// A raw menu's file is called a gophermap and is read as one.
constexpr std::array kMenuFiles = {gopher::Dialect::Gophermap, gopher::Dialect::Gph};

std::string beneath(const std::string& folder, std::string_view name) {
  return folder.empty() ? std::string(name) : folder + "/" + std::string(name);
}

Answer failed(const Request& request) {
  return error_answer(Outcome::Failed, request.selector);
}

Result<std::string> whole_menu(Tree::Entry file) {
  if (file.size > kMaxMenuFile) return fail(ErrorKind::TooLarge, "a menu of over 2 MB");
  FileBody body(std::move(file.descriptor), file.size, WireForm::Bytes);
  std::string bytes;
  while (!body.is_at_end()) {
    Result<std::string> piece = body.next();
    if (!piece) return piece;
    bytes += *piece;
  }
  return bytes;
}

Answer file_answer(Tree::Entry file, Outcome outcome, WireForm form, const Request& request) {
  FileBody body(std::move(file.descriptor), file.size, form);
  Result<std::string> first = body.next();
  if (!first) return failed(request);
  Answer answer{outcome, *std::move(first), std::nullopt};
  if (!body.is_at_end()) answer.rest = std::move(body);
  return answer;
}

void name_as_reached(std::vector<gopher::WireItem>& items, const gopher::Server& named,
                     const gopher::Server& reached) {
  for (gopher::WireItem& item : items) {
    if (item.server.host == named.host && item.server.port == named.port) item.server = reached;
  }
}

}  // namespace

void Answers::add(std::unique_ptr<Handler> handler) {
  for (gopher::MenuItem& item : handler->offers()) offers_.push_back(std::move(item));
  handlers_.push_back(std::move(handler));
}

void Answers::close() const {
  for (const std::unique_ptr<Handler>& handler : handlers_) handler->close();
}

gopher::Server Answers::named_for(const gopher::Server& reached) const {
  return options_.named.host == kAnywhere ? reached : options_.named;
}

void Answers::add_offers(std::vector<gopher::WireItem>& items, const gopher::Server& here) const {
  if (!items.empty())
    items.push_back({.type = 'i', .display = " ", .selector = "Err", .server = here});
  for (const gopher::MenuItem& offer : offers_) {
    items.push_back({static_cast<char>(offer.type), offer.display, offer.selector, here});
  }
}

Handler* Answers::handler_of(const Request& request) const {
  for (const std::unique_ptr<Handler>& handler : handlers_) {
    if (handler->takes(request)) return handler.get();
  }
  return nullptr;
}

Answer Answers::menu_of(const std::string& path, const Request& request,
                        const gopher::Server& reached) const {
  const gopher::MenuPlace place{
      path.empty() ? options_.selector_prefix : options_.selector_prefix + "/" + path,
      named_for(reached)};
  std::optional<std::vector<gopher::WireItem>> items;
  for (const gopher::Dialect dialect : kMenuFiles) {
    auto file = tree_.find(beneath(path, gopher::menu_file_name(dialect)));
    if (!file) return failed(request);
    if (!*file || (*file)->kind != Tree::Entry::Kind::File) continue;
    const Result<std::string> bytes = whole_menu(**std::move(file));
    if (!bytes) return failed(request);
    items = gopher::read_menu_file(*bytes, dialect, place);
    if (options_.named.host == kAnywhere) name_as_reached(*items, options_.named, reached);
    break;
  }
  if (path.empty() && !offers_.empty()) {
    if (!items) items.emplace();
    add_offers(*items, place.server);
  }
  if (!items) return error_answer(Outcome::NotFound, request.selector);
  return {Outcome::Menu, gopher::to_wire(*items), std::nullopt};
}

Answer Answers::from_mirror(const Request& request, const gopher::Server& reached) const {
  const auto path = path_of_selector(request.selector, options_.selector_prefix);
  if (!path) return error_answer(Outcome::NotFound, request.selector);
  auto entry = tree_.find(*path);
  if (!entry) return failed(request);
  if (!*entry && !path->empty()) return error_answer(Outcome::NotFound, request.selector);
  const bool is_menu = !*entry || (*entry)->kind == Tree::Entry::Kind::Folder;
  if (is_menu) return menu_of(*path, request, reached);
  const bool is_text = path->ends_with(".txt");
  return file_answer(**std::move(entry), is_text ? Outcome::Text : Outcome::File,
                     is_text ? options_.text : WireForm::Bytes, request);
}

}  // namespace newshole::serve
