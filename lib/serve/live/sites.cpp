#include "serve/live/sites.h"

#include <algorithm>
#include <array>
#include <utility>

namespace newshole::serve {
namespace {

using site::SiteProfile;

// Only an IPv4 address ends in a label of digits: curl has turned its other spellings into this
// one.
bool is_name(std::string_view host) {
  const std::size_t dot = host.find_last_of('.');
  if (dot == std::string_view::npos || host.starts_with('[')) return false;
  const std::string_view last = host.substr(dot + 1);
  return std::any_of(last.begin(), last.end(), [](char c) { return c < '0' || c > '9'; });
}

Status check_server(const url::Url& url) {
  if (!is_name(url.host)) {
    return fail(ErrorKind::Usage, "no usable URL: " + url.host + " is no name of a web site");
  }
  if (url.port != (url.scheme == "https" ? "443" : "80")) {
    return fail(ErrorKind::AddressRefused,
                "port " + url.port + " is not asked, only the web's own");
  }
  return {};
}

bool is_top(const url::Url& url) {
  return url.path == "/" && url.query.empty();
}

/// `url` with the scheme and host of the site's own pages.
Result<url::Url> at_home(const url::Url& url, const SiteProfile& profile) {
  const std::string scheme =
      profile.front_pages.empty() ? url.scheme : profile.front_pages.front().scheme;
  const url::Url bare = url::without_fragment(url);
  return url::parse_url(scheme + bare.text.substr(bare.scheme.size()));
}

const url::Url* front_page_at(const url::Url& url, const SiteProfile& profile) {
  const auto found = std::ranges::find(profile.front_pages, url.text, &url::Url::text);
  return found == profile.front_pages.end() ? nullptr : &*found;
}

Result<url::Url> story_at(const url::Url& url, const SiteProfile& profile) {
  Result<url::Url> key = canonical_story_url(url, profile);
  if (!key) return key;
  const bool is_story = story_path_facts(url, profile) || story_path_facts(*key, profile);
  if (!is_story) return at_home(url, profile);
  if (profile.stories.items.empty() || url.fragment.empty()) return key;
  return url::resolve(*key, "#" + url.fragment);
}

Result<LiveTarget> target_in(const url::Url& url, const SiteProfile& profile) {
  const Result<url::Url> home = at_home(url, profile);
  if (!home) return tl::unexpected(home.error());
  const url::Url* front = url.fragment.empty() ? front_page_at(*home, profile) : nullptr;
  if (front == nullptr && is_top(url) && url.fragment.empty() && !profile.front_pages.empty()) {
    front = &profile.front_pages.front();
  }
  if (front != nullptr) return LiveTarget{*front, &profile, true};
  return story_at(url, profile).map([&](url::Url story) {
    return LiveTarget{std::move(story), &profile, false};
  });
}

// A site's own pages may lie below a path of the host.
const SiteProfile* profile_at_top(const url::Url& url, const site::Catalog& catalog) {
  if (!is_top(url)) return nullptr;
  const auto profiles = catalog.profiles();
  const auto found = std::ranges::find_if(profiles, [&](const SiteProfile& each) {
    return std::ranges::count(each.hosts, url.host) > 0;
  });
  return found == profiles.end() ? nullptr : &*found;
}

bool is_no_page(std::string_view path) {
  constexpr std::array<std::string_view, 12> kSuffixes = {".pdf", ".jpg",  ".jpeg", ".png",
                                                          ".gif", ".webp", ".svg",  ".mp3",
                                                          ".mp4", ".zip",  ".gz",   ".xml"};
  return std::ranges::any_of(kSuffixes, [&](auto suffix) { return path.ends_with(suffix); });
}

}  // namespace

Result<LiveTarget> LiveSites::target_of(const url::Url& url) const {
  if (const Status server = check_server(url); !server) return tl::unexpected(server.error());
  const SiteProfile* profile = catalog_->by_url(url);
  if (profile == nullptr) profile = profile_at_top(url, *catalog_);
  if (profile != nullptr) return target_in(url, *profile);
  if (hosts_ == LiveHosts::Any) return LiveTarget{url::without_fragment(url), nullptr, false};
  return fail(ErrorKind::AddressRefused, url.host + " is not among the sites that are read here");
}

std::optional<std::string> LiveSites::selector_of_link(std::string_view address) const {
  const Result<url::Url> url = url::parse_url(address);
  if (!url || is_no_page(url->path)) return std::nullopt;
  const Result<LiveTarget> target = target_of(*url);
  return target ? selector_of(*target, LiveForm::Menu) : std::nullopt;
}

std::optional<std::string> selector_of(const LiveTarget& target, LiveForm form) {
  if (target.profile == nullptr || target.url.scheme == "https") {
    return live_selector(target.url, form);
  }
  const Result<url::Url> secure =
      url::parse_url("https" + target.url.text.substr(target.url.scheme.size()));
  return secure ? live_selector(*secure, form) : std::nullopt;
}

}  // namespace newshole::serve
