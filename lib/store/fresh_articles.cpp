#include "store/fresh_articles.h"

#include "extract/stored_article.h"

namespace newshole::store {
namespace {

constexpr std::size_t kMostBytes = std::size_t{4} << 20;

std::string key_of(std::string_view site, std::string_view url) {
  return std::string(site).append("\n").append(url);
}

std::size_t bytes_of(const extract::Article& article) {
  std::size_t bytes = article.headline.size();
  for (const extract::Block& block : article.blocks) bytes += block.text.size();
  return bytes;
}

}  // namespace

void FreshArticles::keep(std::string_view site, std::string_view url,
                         const extract::Article& article) {
  const std::string key = key_of(site, url);
  if (const auto before = articles_.extract(key)) bytes_ -= bytes_of(before.mapped());
  const std::size_t bytes = bytes_of(article);
  if (bytes_ + bytes > kMostBytes) return;
  bytes_ += bytes;
  articles_.emplace(key, article);
}

const extract::Article* FreshArticles::find(std::string_view site, std::string_view url) const {
  const auto found = articles_.find(key_of(site, url));
  return found == articles_.end() ? nullptr : &found->second;
}

void FreshArticles::clear() {
  articles_.clear();
  bytes_ = 0;
}

Result<std::optional<extract::Article>> article_of(State& state, const FreshArticles& fresh,
                                                   std::string_view site, std::string_view url) {
  if (const extract::Article* article = fresh.find(site, url)) return *article;
  return state.article(site, url).transform([](const std::string& stored) {
    Result<extract::Article> article = extract::from_stored(stored);
    return article ? std::optional(*std::move(article)) : std::nullopt;
  });
}

}  // namespace newshole::store
