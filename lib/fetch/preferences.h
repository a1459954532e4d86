#pragma once
// What a site states of the use of its pages, beside what robots.txt allows.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "url/url.h"

namespace newshole::fetch {

/// As stated; nothing where the site does not state it.
struct Preferences {
  /// Nobody is to show a copy: "noarchive" of the Robots meta tag or of X-Robots-Tag.
  bool no_archive = false;
  /// Of text and data mining: "1" or "0" (TDMRep, 2024).
  std::optional<std::string> tdm_reservation;
  std::optional<std::string> tdm_policy;     ///< absolute URL (TDMRep)
  std::optional<std::string> content_usage;  ///< "train-ai=n" (draft-ietf-aipref-attach)
  std::optional<std::string> license;        ///< absolute URL of an RSL document (RSL 1.0)

  friend bool operator==(const Preferences&, const Preferences&) = default;
};

/// A preference that is a text, with its key in JSON.
struct PreferenceText {
  const char* name;
  std::optional<std::string> Preferences::*member;
};

inline constexpr auto kPreferenceTexts =
    std::to_array<PreferenceText>({{"tdm_reservation", &Preferences::tdm_reservation},
                                   {"tdm_policy", &Preferences::tdm_policy},
                                   {"content_usage", &Preferences::content_usage},
                                   {"license", &Preferences::license}});

/// The header fields that state preferences.
inline constexpr auto kPreferenceFields = std::to_array<const char*>(
    {"X-Robots-Tag", "TDM-Reservation", "TDM-Policy", "Content-Usage", "Link"});

/// Adds what a header field of the page at `page` states. Several fields of Content-Usage make one
/// list; of all else the first counts. What is addressed to another product than newshole, no value
/// of its kind, or longer than the limits allow is not stated.
void add_field(Preferences& stated, std::string_view name, std::string_view value,
               const url::Url& page);

/// The same of a meta element, by its name: "robots", "newshole", "tdm-reservation",
/// "tdm-policy".
void add_meta(Preferences& stated, std::string_view name, std::string_view content,
              const url::Url& page);

/// The same of a link element, by its attributes.
void add_link(Preferences& stated, std::string_view rel, std::string_view type,
              std::string_view href, const url::Url& page);

/// Adds what `weaker` states and `stated` does not.
void add_weaker(Preferences& stated, const Preferences& weaker);

}  // namespace newshole::fetch
