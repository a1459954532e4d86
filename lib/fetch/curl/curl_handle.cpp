#include "fetch/curl/curl_handle.h"

namespace newshole::fetch {

List list_of(std::span<const std::string> entries) {
  List list;
  for (const std::string& entry : entries) {
    curl_slist* longer = curl_slist_append(list.get(), entry.c_str());
    if (longer == nullptr) return list;
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

}  // namespace newshole::fetch
