#pragma once
// From a reader's question to a menu: for `newshole serve` and `newshole search`.

#include <chrono>
#include <filesystem>
#include <string>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/error.h"
#include "config/config.h"
#include "gopher/menu.h"
#include "pages/search_address.h"

namespace newshole::search {

struct Question {
  const config::Config* config = nullptr;  ///< its root is the mirror
  config::SearchService service;           ///< whom the menu's own items lead to
  pages::SearchAddress address;            ///< what was asked, of which site, for which edition
  std::chrono::milliseconds time{2000};    ///< that the index may take
  std::filesystem::path indexes = {};      ///< their folder, where its own path is closed to us
};

/// What was found, or how to ask. Stories whose file is not in the edition are left out. For any
/// thread. Errors: NotFound (no such site or edition, or no index yet), Timeout, Io, Internal.
[[nodiscard]] Result<gopher::Menu> search_menu(const Question& question, const Clock& clock);

/// The folder of the indexes of the mirror at `root`, held open for a process that is about to lose
/// the right to get there: /proc/self/fd/N leads to it all the same. None where there is none.
[[nodiscard]] Descriptor open_indexes(const std::filesystem::path& root);

/// The edition that the address names, which search_menu has found.
[[nodiscard]] const config::Edition* edition_of(const config::Config& config,
                                                const pages::SearchAddress& address);

}  // namespace newshole::search
