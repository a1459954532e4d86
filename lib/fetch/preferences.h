#pragma once
// What a site states of the use of its pages, beside what robots.txt allows.

#include <array>
#include <optional>
#include <string>

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

}  // namespace newshole::fetch
