#include "serve/live/cache.h"

#include <iterator>
#include <utility>

namespace newshole::serve {
namespace {

// The size of an entry's nodes in the list and the table.
constexpr std::size_t kBookkeeping = 256;

}  // namespace

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
