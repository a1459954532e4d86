#include "store/columns.h"

namespace newshole::store {
namespace {

constexpr std::string_view kBetween = ", ";

/// Calls `part` with each of "a, b, c".
void for_each_name(std::string_view names, const std::function<void(std::string_view)>& part) {
  while (!names.empty()) {
    const std::size_t end = names.find(kBetween);
    part(names.substr(0, end));
    names.remove_prefix(end == std::string_view::npos ? names.size() : end + kBetween.size());
  }
}

}  // namespace

std::string upsert(std::string_view table, std::string_view key, std::string_view others) {
  const std::string all = std::string(key).append(kBetween).append(others);
  std::string marks;
  for_each_name(all, [&](std::string_view) { marks += marks.empty() ? "?" : ", ?"; });
  std::string updates;
  for_each_name(others, [&](std::string_view name) {
    updates.append(updates.empty() ? "" : kBetween)
        .append(name)
        .append(" = excluded.")
        .append(name);
  });
  return std::string("INSERT INTO ").append(table).append(" (").append(all).append(") VALUES (") +
         marks + ") ON CONFLICT (" + std::string(key) + ") DO UPDATE SET " + updates;
}

}  // namespace newshole::store
