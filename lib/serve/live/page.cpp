#include "serve/live/page.h"

#include <deque>
#include <iterator>
#include <mutex>
#include <string_view>
#include <utility>

#include "gopher/dialect.h"

namespace newshole::serve {
namespace {

// Only fields end in tabs, and no selector is empty: the text of a menu cannot hold these bytes.
constexpr std::string_view kUnnamed = "\t\t0\r\n";

// The size of an entry's nodes in the list and the table.
constexpr std::size_t kBookkeeping = 256;

}  // namespace

// A name is its client's choice among the addresses of this machine; most machines have few.
struct PreparedMenu::Named {
  static constexpr std::size_t kMost = 4;
  struct Menu {
    gopher::Server here;
    std::weak_ptr<const std::string> bytes;
  };
  std::mutex mutex;
  std::deque<Menu> menus;  // the newest first
};

PreparedMenu::PreparedMenu(const gopher::Menu& menu, text::Charset charset)
    : bytes_(text::encode(
          gopher::to_bytes(menu, gopher::Dialect::Raw, gopher::Server{.host = {}, .port = 0}),
          charset)),
      named_(std::make_shared<Named>()) {}

PreparedMenu::PreparedMenu(std::string bytes)
    : bytes_(std::move(bytes)), named_(std::make_shared<Named>()) {}

std::shared_ptr<const std::string> PreparedMenu::named(const gopher::Server& here) const {
  if (!named_) return nullptr;
  const std::scoped_lock lock(named_->mutex);
  auto& menus = named_->menus;
  std::erase_if(menus, [](const Named::Menu& menu) { return menu.bytes.expired(); });
  for (const Named::Menu& menu : menus) {
    auto known = menu.here == here ? menu.bytes.lock() : nullptr;
    if (known) return known;
  }
  auto bytes = std::make_shared<const std::string>(name(here));
  menus.push_front({here, bytes});
  if (menus.size() > Named::kMost) menus.pop_back();
  return bytes;
}

std::string PreparedMenu::name(const gopher::Server& here) const {
  const std::string name = "\t" + here.host + "\t" + std::to_string(here.port) + "\r\n";
  std::string out;
  out.reserve(bytes_.size() * 2);
  std::string_view rest = bytes_;
  for (std::size_t at = rest.find(kUnnamed); at != std::string_view::npos;
       at = rest.find(kUnnamed)) {
    out.append(rest.substr(0, at)).append(name);
    rest.remove_prefix(at + kUnnamed.size());
  }
  return out.append(rest);
}

Answer to_answer(const LivePage& page, LiveForm form, const gopher::Server& here) {
  if (form == LiveForm::Menu || page.outcome != Outcome::Menu) {
    return {.outcome = page.outcome, .shared = page.menu.named(here)};
  }
  if (!page.text) return error_answer(Outcome::NotFound, "a menu of stories");
  return {.outcome = Outcome::Text, .shared = page.text};
}

void write(sandbox::MessageWriter& message, const LivePage& page) {
  message.number(static_cast<std::uint64_t>(page.outcome));
  message.text(page.menu.bytes());
  message.optional_text(page.text ? std::optional(*page.text) : std::nullopt);
}

std::optional<LivePage> read_live_page(sandbox::MessageReader& message, text::Charset charset) {
  constexpr auto kOutcomes = static_cast<std::uint64_t>(Outcome::Failed) + 1;
  LivePage page{.outcome = static_cast<Outcome>(message.number_below(kOutcomes)),
                .menu = PreparedMenu(std::string(message.text()))};
  if (auto text = message.optional_text())
    page.text = std::make_shared<const std::string>(*std::move(text));
  const bool is_sound = message.is_whole() && text::is_printable(page.menu.bytes(), charset) &&
                        (!page.text || text::is_printable(*page.text, charset));
  return is_sound ? std::optional(std::move(page)) : std::nullopt;
}

std::size_t weight_of(const LivePage& page) {
  const std::size_t source = page.source && *page.source ? (*page.source)->html.size() : 0;
  return sizeof(LivePage) + page.menu.size() + (page.text ? page.text->size() : 0) + source;
}

std::shared_ptr<const LivePage> LiveCache::find(const std::string& key, Tick now) {
  const auto place = places_.find(key);
  if (place == places_.end()) return nullptr;
  const auto entry = place->second;
  if (entry->until <= now) {
    drop(entry);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->page;
}

void LiveCache::put(const std::string& key, std::shared_ptr<const LivePage> page, Tick until) {
  if (const auto place = places_.find(key); place != places_.end()) drop(place->second);
  const std::size_t bytes = kBookkeeping + key.size() + weight_of(*page);
  if (bytes > max_bytes_) return;
  while (bytes_ + bytes > max_bytes_) drop(std::prev(entries_.end()));
  entries_.push_front({key, std::move(page), until, bytes});
  places_.emplace(entries_.front().key, entries_.begin());
  bytes_ += bytes;
}

void LiveCache::drop(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  places_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace newshole::serve
