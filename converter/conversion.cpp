#include "conversion.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <system_error>

#include "base/ascii.h"
#include "cache/page_cache.h"
#include "extract/generic/generic_extractor.h"
#include "fetch/saved_pages.h"
#include "fetch/warc/stored_page.h"
#include "process/output.h"
#include "site/suggestion.h"

namespace newshole::converter {
namespace {

Result<std::string> read_standard_input() {
  std::string bytes;
  std::string chunk(std::size_t{64} << 10, '\0');
  while (std::cin.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) ||
         std::cin.gcount() > 0) {
    bytes.append(chunk, 0, static_cast<std::size_t>(std::cin.gcount()));
    if (bytes.size() > fetch::kMaxFileBytes)
      return fail(ErrorKind::Usage, "cannot be read: it holds more than 32 MB");
  }
  return bytes;
}

/// Saves the page under the address that was asked for, since a later run looks for that address.
Status save(fetch::Page& page, const url::Url& asked, const std::string& folder) {
  const std::filesystem::path file = folder / fetch::saved_path(asked);
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) return fail(ErrorKind::Usage, file.parent_path().string() + ": " + error.message());
  // As UTF-8: the header that named another charset is not saved.
  fetch::decode(page);
  return write_whole(file, page.html);
}

std::optional<UtcTime> listed_time(const Source& source) {
  return source.listed ? time_of(source.listed->story) : std::nullopt;
}

/// True where a list has a text of the story.
bool is_of_feed(const Source& source, Purpose purpose) {
  return purpose == Purpose::Article && source.listed && !source.listed->text.html.empty();
}

listing::ListedText text_of(const Source& source) {
  return {&source.listed->story, &source.listed->text};
}

/// The page has the site's address as the base of its links; its own is unknown.
bool is_of_unknown_address(const Source& source) {
  return !is_web_address(whole_address(source.name)) && source.url.empty();
}

/// A record that was asked for must be a page.
Result<fetch::Page> only_page(fetch::warc::Content content, std::size_t most) {
  using namespace fetch::warc;
  const auto no_page = [](Passed passed) {
    return fail(ErrorKind::NotArticle,
                "the record holds no page (" +
                    std::string(kPassedNames.at(static_cast<std::size_t>(passed))) + ")");
  };
  if (const auto* passed = std::get_if<Passed>(&content)) return no_page(*passed);
  if (const auto* error = std::get_if<Error>(&content)) return tl::unexpected(*error);
  auto page = page_of(std::get<StoredPage>(std::move(content)), most);
  if (const auto* passed = std::get_if<Passed>(&page)) return no_page(*passed);
  if (const auto* error = std::get_if<Error>(&page)) return tl::unexpected(*error);
  return std::get<fetch::Page>(std::move(page));
}

/// An address of a scheme that is not fetched, unless it is a file's name.
Status check_scheme(const std::string& name) {
  const std::size_t end = name.find("://");
  std::error_code error;
  if (end == std::string::npos || end == 0 || std::filesystem::exists(name, error)) return {};
  const std::string scheme = ascii::lowered(name.substr(0, end));
  if (!std::ranges::all_of(scheme, ascii::is_alphanumeric)) return {};
  const std::vector<std::string> known = {"https", "http"};
  return fail(ErrorKind::Usage, "an address begins with https:// or http://, not " + scheme +
                                    "://" + site::suggestion(scheme, known));
}

text::Charset charset_of(const ConversionOptions& options) {
  const auto& view = options.style.text ? options.style.text : options.style.menu;
  return view ? view->charset : text::Charset::Utf8;
}

}  // namespace

bool is_web_address(const std::string& source) {
  const std::string scheme = ascii::lowered(source.substr(0, source.find("://") + 3));
  return scheme == "http://" || scheme == "https://";
}

std::string whole_address(const std::string& source) {
  // Endings of files that are no top-level domains.
  constexpr std::array<std::string_view, 14> kFiles = {".html", ".htm",  ".xhtml", ".txt",  ".xml",
                                                       ".json", ".atom", ".rss",   ".gz",   ".pdf",
                                                       ".php",  ".aspx", ".csv",   ".jsonl"};
  const std::string host = source.substr(0, source.find('/'));
  const bool is_file = std::ranges::any_of(
      kFiles, [&host](std::string_view ending) { return host.ends_with(ending); });
  const bool may_be_host =
      !is_file && host.find('.', 1) != std::string::npos && host.front() != '.';
  std::error_code error;
  if (!may_be_host || is_web_address(source) || std::filesystem::exists(source, error))
    return source;
  return url::parse_url("https://" + source) ? "https://" + source : source;
}

Result<fetch::Page> Conversion::download(const std::string& address) {
  const Result<url::Url> url = url::parse_url(address);
  if (!url) return tl::unexpected(url.error());
  const Result<fetch::Fetcher*> fetcher = fetcher_->get();
  if (!fetcher) return tl::unexpected(fetcher.error());
  // What a site's own server does not have is no story of that site.
  const site::SiteProfile* profile = catalog_->by_url(*url);
  const std::vector<std::string> hosts =
      profile != nullptr ? site::hosts_of_pages(*profile) : std::vector<std::string>();
  Result<fetch::Page> page = (*fetcher)->fetch(*url, hosts);
  // No server hears of it, and so none gives it back.
  if (page && page->url.fragment.empty() && !url->fragment.empty()) {
    Result<url::Url> whole = url::resolve(page->url, "#" + url->fragment);
    if (whole) page->url = *std::move(whole);
  }
  if (!page || options_->save_folder.empty()) return page;
  if (Status saved = save(*page, *url, options_->save_folder); !saved)
    return tl::unexpected(saved.error());
  return page;
}

Result<fetch::Page> Conversion::read_saved(const Source& source) const {
  if (Status scheme = check_scheme(source.name); !scheme) return tl::unexpected(scheme.error());
  Result<std::string> bytes =
      source.name == "-" ? read_standard_input() : fetch::read_file(source.name);
  if (!bytes) return tl::unexpected(bytes.error());
  std::string address = source.url;
  const bool is_any_site = options_->site.empty() || options_->site == extract::kGenericSite;
  if (address.empty() && is_any_site) address = extract::kUnknownAddress;
  if (address.empty()) {
    const Result<const site::SiteProfile*> profile = catalog_->by_name(options_->site);
    if (!profile) return tl::unexpected(profile.error());
    address = (*profile)->web;
  }
  Result<url::Url> url = url::parse_url(address);
  if (!url) return in_context(address, url.error());
  return fetch::arrived_page(*std::move(url), *std::move(bytes), "");
}

Result<fetch::Page> Conversion::read_archived(const ArchiveRecord& record) const {
  using namespace fetch::warc;
  Result<RecordReader> reader = RecordReader::open(record.file, record.cut);
  if (!reader) return tl::unexpected(reader.error());
  const auto entry = reader->next();
  if (!entry) return fail(ErrorKind::Io, "there is no record");
  if (const auto* loss = std::get_if<Loss>(&*entry)) return tl::unexpected(loss->error);
  return only_page(content_of(std::get<Record>(*entry)), options_->network.max_body);
}

Result<fetch::Page> Conversion::load(const Source& source) {
  if (source.record) return read_archived(*source.record);
  const std::string address = whole_address(source.name);
  return is_web_address(address) ? download(address) : read_saved(source);
}

Address Conversion::address_of(const fetch::Page& page, const Source& source) const {
  if (source.record) return Address::Known;
  if (is_of_unknown_address(source)) return Address::Unknown;
  const Result<url::Url> asked = url::parse_url(whole_address(source.name));
  return asked ? address_after(*asked, page.url, *catalog_) : Address::Known;
}

Converted Conversion::print(fetch::Page page, const Source& source, Purpose purpose) {
  const PageOrder order{
      .address = address_of(page, source), .purpose = purpose, .listed = listed_time(source)};
  if (is_of_feed(source, purpose)) {
    Result<fetch::Page> read = std::move(page);
    if (order.address == Address::Elsewhere)
      read = fail(ErrorKind::NotArticle, "it leads to the front page: " + read->url.text);
    return print({.page = std::move(read), .listed = text_of(source)}, order);
  }
  return print(std::move(page), order);
}

Converted Conversion::print(fetch::Page page, const PageOrder& order) {
  if (workers_ == nullptr) {
    fetch::decode(page);
    return printer_.print(std::move(page), order);
  }
  const Result<std::string> answer = workers_->answer(to_request(page, order));
  return answer ? to_converted(*answer, charset_of(*options_)) : Converted{.error = answer.error()};
}

Converted Conversion::print(press::StoryParts story, const PageOrder& order) {
  if (workers_ == nullptr) {
    if (story.page && *story.page) fetch::decode(**story.page);
    return printer_.print(story, order);
  }
  const Result<std::string> answer = workers_->answer(to_request(story, order));
  return answer ? to_converted(*answer, charset_of(*options_)) : Converted{.error = answer.error()};
}

bool Conversion::needs_no_page(const Source& source) const {
  const auto named = options_->site.empty() ? Result<const site::SiteProfile*>(nullptr)
                                            : catalog_->by_name(options_->site);
  const site::SiteProfile* profile =
      named && *named != nullptr ? *named : catalog_->by_url(source.listed->story.url);
  return source.listed->text.is_whole && press::takes_whole_texts(profile);
}

std::optional<Converted> Conversion::convert_kept(const Source& source) {
  const Result<url::Url> url = url::parse_url(whole_address(source.name));
  if (!url) return std::nullopt;
  auto page = options_->cache->find(*url, listed_time(source));
  if (!page) return std::nullopt;
  Converted converted = print(*std::move(page), source, Purpose::Article);
  return converted.is_article ? std::optional(std::move(converted)) : std::nullopt;
}

Converted Conversion::convert_old(const Source& source, const Error& cause) {
  const Result<url::Url> url = url::parse_url(whole_address(source.name));
  auto page = url ? options_->cache->find_old(*url) : std::nullopt;
  if (!page) return {.error = cause};
  Converted converted = print(*std::move(page), source, Purpose::Article);
  if (!converted.is_article) return {.error = cause};
  converted.notice = "an earlier copy is used: " + cause.message;
  return converted;
}

void Conversion::keep(const Source& source, const fetch::Page& page) {
  const Result<url::Url> url = url::parse_url(whole_address(source.name));
  if (url) options_->cache->keep(*url, page);
}

Converted Conversion::convert(fetch::Page page) {
  return print(std::move(page), PageOrder{.purpose = options_->purpose, .listed = {}});
}

Converted Conversion::convert(const Source& source, std::optional<Purpose> wanted) {
  const Purpose purpose = wanted.value_or(options_->purpose);
  const bool is_listed = is_of_feed(source, purpose);
  const PageOrder order{.purpose = purpose, .listed = listed_time(source)};
  if (is_listed && needs_no_page(source)) return print({.listed = text_of(source)}, order);
  const bool may_be_kept = options_->cache != nullptr && purpose == Purpose::Article &&
                           !source.record && is_web_address(whole_address(source.name));
  if (may_be_kept) {
    if (auto kept = convert_kept(source)) return *std::move(kept);
  }
  Result<fetch::Page> page = load(source);
  if (!page && may_be_kept && may_succeed_later(page.error()))
    return convert_old(source, page.error());
  if (!page && is_listed) return print({.page = std::move(page), .listed = text_of(source)}, order);
  if (!page) return {.error = page.error()};
  if (!may_be_kept) return print(*std::move(page), source, purpose);
  Converted converted = print(*page, source, purpose);
  if (converted.is_article) keep(source, *page);
  return converted;
}

}  // namespace newshole::converter
