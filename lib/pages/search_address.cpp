#include "pages/search_address.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/join.h"
#include "base/percent.h"

namespace newshole::pages {
namespace {

constexpr std::string_view kSearch = "search";

// Writes a blank as "-", and any other byte that is no letter or digit as "_XX".
std::string written(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (ascii::is_alphanumeric(c)) {
      out += c;
    } else if (c == ' ') {
      out += '-';
    } else {
      percent::append_hex(out += '_', c);
    }
  }
  return out;
}

std::optional<std::string> read_words(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '_') {
      const auto byte = percent::octet_of(text.substr(at + 1));
      if (!byte) return std::nullopt;
      out += *byte;
      at += 2;
    } else if (c == '-' || ascii::is_alphanumeric(c)) {
      out += c == '-' ? ' ' : c;
    } else {
      return std::nullopt;
    }
  }
  return out;
}

using Parts = std::vector<std::string_view>;

Parts parts_of(std::string_view path) {
  Parts parts = split(path, '/');
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

bool is_site_name(std::string_view name) {
  const auto is_allowed = [](char c) {
    return ascii::is_lower(c) || ascii::is_digit(c) || c == '.' || c == '-';
  };
  return !name.empty() && name.front() != '.' && std::ranges::all_of(name, is_allowed);
}

void take_edition(const config::Config& config, Parts& parts, SearchAddress& address) {
  const auto is_named = [&](const config::Edition& edition) {
    return !edition.name.empty() && edition.name == parts.front();
  };
  if (parts.empty() || std::ranges::none_of(config.editions, is_named)) return;
  address.edition = parts.front();
  parts.erase(parts.begin());
}

bool take_site(Parts& parts, SearchAddress& address) {
  if (!is_site_name(parts.front())) return false;
  address.site = parts.front();
  parts.erase(parts.begin());
  return true;
}

// Takes the last two parts.
bool take_page(Parts& parts, SearchAddress& address) {
  const auto page = ascii::number(parts.at(parts.size() - 2), 1, kMostPages);
  auto words = read_words(parts.back());
  if (!page || !words || words->empty()) return false;
  address.page = *page;
  address.words = *std::move(words);
  parts.resize(parts.size() - 2);
  return true;
}

std::string with_slash(const std::string& text) {
  return text.empty() ? text : text + "/";
}

std::string page_part(const SearchAddress& address) {
  if (address.words.empty()) return {};
  return std::to_string(address.page) + "/" + written(address.words);
}

}  // namespace

std::string search_selector(const config::Config& config, const config::SearchService& service,
                            const SearchAddress& address) {
  const std::string place = with_slash(address.edition) + with_slash(address.site);
  const std::string page = page_part(address);
  if (service.kind != config::SearchService::Kind::Script) {
    return config.selector_prefix + "/" + place + std::string(kSearch) +
           (page.empty() ? "" : "/" + page);
  }
  std::string argument = place + page;
  if (argument.ends_with('/')) argument.pop_back();
  return service.script + (argument.empty() ? "" : "?" + argument);
}

std::optional<SearchAddress> parse_search_selector(const config::Config& config,
                                                   std::string_view selector) {
  if (selector.starts_with(config.selector_prefix))
    selector.remove_prefix(config.selector_prefix.size());
  if (selector.starts_with('/')) selector.remove_prefix(1);
  Parts parts = parts_of(selector);
  SearchAddress address;
  take_edition(config, parts, address);
  if (!parts.empty() && parts.front() != kSearch && !take_site(parts, address)) return std::nullopt;
  if (parts.empty() || parts.front() != kSearch) return std::nullopt;
  if (parts.size() == 1) return address;
  if (parts.size() != 3 || !take_page(parts, address)) return std::nullopt;
  return address;
}

std::optional<SearchAddress> parse_search_argument(const config::Config& config,
                                                   std::string_view argument) {
  Parts parts = parts_of(argument);
  SearchAddress address;
  take_edition(config, parts, address);
  if (parts.size() % 2 == 1 && !take_site(parts, address)) return std::nullopt;
  if (parts.empty()) return address;
  if (parts.size() != 2 || !take_page(parts, address)) return std::nullopt;
  return address;
}

}  // namespace newshole::pages
