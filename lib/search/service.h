#pragma once
// From a reader's question to a menu: for `newshole serve` and `newshole search`.

#include <chrono>
#include <filesystem>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/error.h"
#include "config/config.h"
#include "gopher/menu.h"
#include "pages/search_address.h"

namespace newshole::search {

struct Question {
  const config::Config* config = nullptr;  ///< its root is the mirror
  config::SearchService service;           ///< the menu's own items lead to it
  pages::SearchAddress address;            ///< the words, the site and the edition
  std::chrono::milliseconds time{2000};    ///< that the index may take
  std::filesystem::path indexes = {};      ///< their folder, where its own path is closed to us
};

/// The stories that were found, or how to ask. Stories whose file is not in the edition are left
/// out. For any thread. Errors: NotFound (no such site or edition, or no index yet), Timeout, Io,
/// Internal.
[[nodiscard]] Result<gopher::Menu> search_menu(const Question& question, const Clock& clock);

/// The forms of an answer for a shell.
enum class ListingForm {
  Text,      ///< for a person
  JsonLines  ///< an object a line for each story
};

/// The same stories with their files, or how to ask, in UTF-8.
[[nodiscard]] Result<std::string> search_listing(const Question& question, ListingForm form,
                                                 const Clock& clock);

/// Differs from what it was before if the index has changed since; empty where there is none.
[[nodiscard]] std::string index_version(const Question& question);

/// For a search that failed: what a reader can do, without any path of this machine.
[[nodiscard]] gopher::Menu search_error_menu(const Error& error);

/// The folder of the indexes of the mirror at `root`, held open for a process that is about to lose
/// the right to open it: /proc/self/fd/N still leads to it. Not open where there is none.
[[nodiscard]] Descriptor open_indexes(const std::filesystem::path& root);

/// The edition that the address names, which search_menu has found.
[[nodiscard]] const config::Edition* edition_of(const config::Config& config,
                                                const pages::SearchAddress& address);

}  // namespace newshole::search
