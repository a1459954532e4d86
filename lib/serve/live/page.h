#pragma once
// A page on demand in the forms that readers get; it is made once for all of them.

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/error.h"
#include "fetch/page.h"
#include "gopher/menu.h"
#include "sandbox/message.h"
#include "serve/answer.h"
#include "serve/live/address.h"
#include "text/charset/output_charset.h"

namespace newshole::serve {

/// A menu of this server as it is sent, without the server's name, which depends on the address
/// that a reader has reached.
class PreparedMenu {
 public:
  PreparedMenu() = default;
  PreparedMenu(const gopher::Menu& menu, text::Charset charset);
  /// What bytes() gave, in another process.
  explicit PreparedMenu(std::string bytes);

  /// The menu for readers who reached the server as `here`. While some get it, others get the same
  /// bytes. For any thread.
  [[nodiscard]] std::shared_ptr<const std::string> named(const gopher::Server& here) const;
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  struct Named;
  [[nodiscard]] std::string name(const gopher::Server& here) const;

  std::string bytes_;  // with an empty host and port 0 in each line
  std::shared_ptr<Named> named_;
};

struct LivePage {
  Outcome outcome = Outcome::Menu;  ///< any other than Menu: the menu names the error
  PreparedMenu menu;
  std::shared_ptr<const std::string> text;  ///< in its wire form; null where there is only a menu
  /// The fetched page, if its stories are parts of it; else null.
  std::shared_ptr<const Result<fetch::Page>> source = {};
};

/// The page in the form that was asked for, as bytes that all its readers share; one that has no
/// text says so. `here` is this server as the reader reached it.
[[nodiscard]] Answer to_answer(const LivePage& page, LiveForm form, const gopher::Server& here);

/// A page without its source, on its way from a worker.
void write(sandbox::MessageWriter& message, const LivePage& page);

/// Nothing: the message is no page, or its bytes are no text in `charset`.
[[nodiscard]] std::optional<LivePage> read_live_page(sandbox::MessageReader& message,
                                                     text::Charset charset);

/// The memory that the page takes, in bytes.
[[nodiscard]] std::size_t weight_of(const LivePage& page);

/// Pages that were read a short while ago. Keeps at most `max_bytes`, keys and bookkeeping
/// included; it drops the pages first that nobody has asked for in the longest time.
class LiveCache {
 public:
  explicit LiveCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  /// Null if there is none, or it has expired at `now`.
  [[nodiscard]] std::shared_ptr<const LivePage> find(const std::string& key, Tick now);

  /// Replaces an older page of the key. A page larger than `max_bytes` is not kept.
  void put(const std::string& key, std::shared_ptr<const LivePage> page, Tick until);

  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t pages() const { return places_.size(); }

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const LivePage> page;
    Tick until;
    std::size_t bytes = 0;
  };
  using Entries = std::list<Entry>;
  void drop(Entries::iterator entry);

  std::size_t max_bytes_;
  std::size_t bytes_ = 0;
  Entries entries_;  // the one that was asked for last is first
  std::unordered_map<std::string_view, Entries::iterator> places_;
};

}  // namespace newshole::serve
