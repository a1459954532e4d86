#include "fetch/curl/transfers.h"

#include <utility>

namespace newshole::fetch {
namespace {

// Its threads and certificates live as long as the process, and other code may use libcurl, so it
// is never cleaned up.
CURLcode start_libcurl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  return code;
}

Traffic cost_of(const Transfer& transfer) {
  CURL* easy = transfer.handle();
  return {.requests = 1,
          .connections = static_cast<std::size_t>(info<long>(easy, CURLINFO_NUM_CONNECTS)),
          .bytes_on_the_wire =
              static_cast<std::size_t>(info<curl_off_t>(easy, CURLINFO_SIZE_DOWNLOAD_T)) +
              static_cast<std::size_t>(info<long>(easy, CURLINFO_HEADER_SIZE)),
          .bytes_decoded = transfer.bytes_decoded()};
}

}  // namespace

Result<std::unique_ptr<Transfers>> Transfers::create(const NetworkOptions& options, long max_open) {
  if (start_libcurl() != CURLE_OK) return fail(ErrorKind::Internal, "libcurl does not start");
  std::unique_ptr<Transfers> transfers(new Transfers(options));
  return transfers->configure(max_open).map([&] { return std::move(transfers); });
}

Status Transfers::configure(long max_open) {
  if (!multi_) return fail(ErrorKind::Internal, "libcurl: out of memory");
  CURLMcode code = curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, long{CURLPIPE_MULTIPLEX});
  if (code == CURLM_OK && max_open > 0) {
    code = curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, max_open);
  }
  if (code != CURLM_OK) {
    return fail(ErrorKind::Internal, std::string("libcurl: ") + curl_multi_strerror(code));
  }
  // Made at once, since it tells whether libcurl takes the options.
  return free_slot().map([this](Slot* slot) { free_.push_back(slot); });
}

Result<Transfers::Slot*> Transfers::free_slot() {
  if (free_.empty()) {
    Result<std::unique_ptr<Transfer>> made = Transfer::create(session_);
    if (!made) return tl::unexpected(made.error());
    slots_.push_back({.transfer = *std::move(made)});
    free_.push_back(&slots_.back());
  }
  Slot* slot = free_.back();
  free_.pop_back();
  return slot;
}

Status Transfers::start(std::size_t job, const Order& order, Tick now) {
  const Result<Slot*> slot = free_slot();
  if (!slot) return tl::unexpected(slot.error());
  (*slot)->job = job;
  (*slot)->started = now;
  (*slot)->is_in_flight = true;
  if (const CURLcode code = prepare(**slot, order); code != CURLE_OK) {
    refused_.push_back({*slot, code});
  }
  return {};
}

CURLcode Transfers::prepare(Slot& slot, const Order& order) {
  CURL* easy = slot.transfer->handle();
  CURLcode code = slot.transfer->prepare(order);
  if (code == CURLE_OK) code = Setter(easy).set(CURLOPT_PRIVATE, &slot).code();
  if (code != CURLE_OK) return code;
  const bool is_added = curl_multi_add_handle(multi_.get(), easy) == CURLM_OK;
  return is_added ? CURLE_OK : CURLE_FAILED_INIT;
}

void Transfers::perform() {
  int running = 0;
  session_.sockets.hold();
  const CURLMcode code = curl_multi_perform(multi_.get(), &running);
  session_.sockets.release();
  if (code == CURLM_OK) return;
  for (Slot& slot : slots_) {
    if (slot.is_in_flight) refused_.push_back({&slot, CURLE_FAILED_INIT});
  }
}

std::optional<Transfers::Done> Transfers::next_done() {
  std::optional<Done> done;
  if (!refused_.empty()) {
    done = refused_.front();
    refused_.pop_front();
  }
  int left = 0;
  while (!done) {
    const CURLMsg* message = curl_multi_info_read(multi_.get(), &left);
    if (message == nullptr) return std::nullopt;
    if (message->msg != CURLMSG_DONE) continue;
    done = Done{info<Slot*>(message->easy_handle, CURLINFO_PRIVATE), message->data.result};
  }
  curl_multi_remove_handle(multi_.get(), done->slot->transfer->handle());
  done->slot->is_in_flight = false;
  done->cost = cost_of(*done->slot->transfer);
  return done;
}

void Transfers::release(Slot& slot) {
  slot.transfer->drop_body();
  free_.push_back(&slot);
}

void Transfers::wait(std::chrono::milliseconds time) {
  curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(time.count()), nullptr);
}

}  // namespace newshole::fetch
