#include "extract/stored_article.h"

#include <cstring>
#include <new>
#include <zlib.h>

#include <nlohmann/json.hpp>

namespace newshole::extract {
namespace {

using Json = nlohmann::json;

// No page is larger, so no article.
constexpr std::uint32_t kMostBytes = 64U << 20U;

constexpr std::size_t kSizeBytes = sizeof(std::uint32_t);

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json seconds_or_null(const std::optional<text::DateOrTime>& time) {
  return time ? Json(time->time.time_since_epoch().count()) : Json(nullptr);
}

/// Null for a date alone.
Json offset_or_null(const std::optional<text::DateOrTime>& time) {
  if (time && !time->offset) return nullptr;
  return time ? time->offset->count() : 0;
}

template <typename T>
std::optional<T> optional_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return std::nullopt;
  return found->get<T>();
}

std::optional<text::DateOrTime> time_at(const Json& json, const std::string& key) {
  const auto seconds = optional_at<std::int64_t>(json, key.c_str());
  if (!seconds) return std::nullopt;
  text::DateOrTime time{.time = UtcTime(std::chrono::seconds(*seconds))};
  const auto found = json.find(key + "_offset");
  // Articles that were kept before there was such a field were read by profiles, in UTC.
  const Json offset = found == json.end() ? Json(0) : *found;
  if (!offset.is_null()) time.offset = std::chrono::minutes(offset.get<std::int64_t>());
  return time;
}

Json to_stored_json(const Block& block) {
  Json links = Json::array();
  for (const Link& link : block.links) links.push_back({link.text, link.url, link.end});
  return {{"k", static_cast<int>(block.kind)},
          {"t", block.text},
          {"l", or_null(block.level)},
          {"o", or_null(block.ordinal)},
          {"a", std::move(links)}};
}

Block to_block(const Json& json) {
  constexpr int kLastKind = static_cast<int>(BlockKind::Note);
  const int kind = json.at("k").get<int>();
  Block block{
      .kind = kind >= 0 && kind <= kLastKind ? static_cast<BlockKind>(kind) : BlockKind::Paragraph,
      .text = json.at("t").get<std::string>(),
      .level = optional_at<int>(json, "l"),
      .ordinal = optional_at<int>(json, "o")};
  for (const Json& link : json.at("a")) {
    block.links.push_back({.text = link.at(0).get<std::string>(),
                           .url = link.at(1).get<std::string>(),
                           .end = link.at(2).get<std::size_t>()});
  }
  return block;
}

Json to_stored_json(const fetch::Preferences& preferences) {
  Json out = {{"noarchive", preferences.no_archive}};
  for (const auto& [name, member] : fetch::kPreferenceTexts) {
    if (preferences.*member) out[name] = *(preferences.*member);
  }
  return out;
}

fetch::Preferences to_preferences(const Json& json) {
  fetch::Preferences preferences{.no_archive = json.at("noarchive").get<bool>()};
  for (const auto& [name, member] : fetch::kPreferenceTexts)
    preferences.*member = optional_at<std::string>(json, name);
  return preferences;
}

Json to_stored_json(const Article& article) {
  Json blocks = Json::array();
  for (const Block& block : article.blocks) blocks.push_back(to_stored_json(block));
  Json out = {{"url", article.url},
              {"full_url", or_null(article.full_url)},
              {"site", article.site},
              {"headline", article.headline},
              {"byline", or_null(article.byline)},
              {"authors", article.authors},
              {"published", seconds_or_null(article.published)},
              {"updated", seconds_or_null(article.updated)},
              {"published_offset", offset_or_null(article.published)},
              {"updated_offset", offset_or_null(article.updated)},
              {"timestamp", or_null(article.timestamp)},
              {"source", or_null(article.source)},
              {"section", or_null(article.section)},
              {"language", or_null(article.language)},
              {"notice", or_null(article.notice)},
              {"blocks", std::move(blocks)}};
  // Few pages state these, and articles that were kept before there were such fields lack them too.
  if (article.copyright) out["copyright"] = *article.copyright;
  if (article.reading == Reading::Generic) out["is_generic"] = true;
  if (article.publisher) out["publisher"] = *article.publisher;
  if (article.preferences != fetch::Preferences{})
    out["preferences"] = to_stored_json(article.preferences);
  return out;
}

Article to_article(const Json& json) {
  Article article{.url = json.at("url").get<std::string>(),
                  .full_url = optional_at<std::string>(json, "full_url"),
                  .site = json.at("site").get<std::string>(),
                  .headline = json.at("headline").get<std::string>(),
                  .byline = optional_at<std::string>(json, "byline"),
                  .authors = json.at("authors").get<std::vector<std::string>>(),
                  .published = time_at(json, "published"),
                  .updated = time_at(json, "updated"),
                  .timestamp = optional_at<std::string>(json, "timestamp"),
                  .source = optional_at<std::string>(json, "source"),
                  .publisher = optional_at<std::string>(json, "publisher"),
                  .copyright = optional_at<std::string>(json, "copyright"),
                  .section = optional_at<std::string>(json, "section"),
                  .language = optional_at<std::string>(json, "language"),
                  .notice = optional_at<std::string>(json, "notice")};
  if (json.contains("is_generic")) article.reading = Reading::Generic;
  if (const auto found = json.find("preferences"); found != json.end())
    article.preferences = to_preferences(*found);
  for (const Json& block : json.at("blocks")) article.blocks.push_back(to_block(block));
  return article;
}

// The size before it was made small, then what zlib makes of it.
std::string packed(const std::vector<std::uint8_t>& bytes) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  uLongf room = ::compressBound(size);
  std::string out(kSizeBytes + room, '\0');
  std::memcpy(out.data(), &size, kSizeBytes);
  // There is room for whatever it makes of them, so only memory can be short.
  if (::compress2(reinterpret_cast<Bytef*>(out.data() + kSizeBytes), &room, bytes.data(), size,
                  Z_BEST_SPEED) != Z_OK) {
    throw std::bad_alloc();
  }
  out.resize(kSizeBytes + room);
  return out;
}

Result<std::vector<std::uint8_t>> unpacked(std::string_view bytes) {
  std::uint32_t size = 0;
  if (bytes.size() > kSizeBytes) std::memcpy(&size, bytes.data(), kSizeBytes);
  std::vector<std::uint8_t> out(size <= kMostBytes ? size : 0);
  uLongf got = out.size();
  const std::string_view rest = bytes.substr(std::min(kSizeBytes, bytes.size()));
  const int code = out.empty()
                       ? Z_DATA_ERROR
                       : ::uncompress(out.data(), &got, reinterpret_cast<const Bytef*>(rest.data()),
                                      rest.size());
  if (code == Z_OK && got == out.size()) return out;
  return fail(ErrorKind::Internal, "a kept article cannot be read");
}

}  // namespace

std::string to_stored(const Article& article) {
  return packed(Json::to_cbor(to_stored_json(article)));
}

Result<Article> from_stored(std::string_view bytes) {
  const auto cbor = unpacked(bytes);
  if (!cbor) return tl::unexpected(cbor.error());
  try {
    return to_article(Json::from_cbor(*cbor));
  } catch (const Json::exception& fault) {
    return fail(ErrorKind::Internal, std::string("a kept article cannot be read: ") + fault.what());
  }
}

}  // namespace newshole::extract
