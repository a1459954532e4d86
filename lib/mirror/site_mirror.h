#pragma once
// One site's part of a mirror, while a transaction changes it. Internal to this module.

#include <vector>

#include "mirror/open_mirror.h"
#include "mirror/tools.h"
#include "pages/story_forms.h"
#include "site/profile.h"
#include "store/transaction.h"

namespace newshole::mirror {

/// Its objects outlive all that it is handed to.
struct SiteMirror {
  const site::SiteProfile* profile = nullptr;
  const OpenMirror* all = nullptr;  ///< the mirror of all sites
  std::vector<EditionSetter>* editions = nullptr;
  const pages::StoryForms* forms = nullptr;
  store::Transaction* transaction = nullptr;

  [[nodiscard]] store::State& state() const { return *all->state; }
  [[nodiscard]] Publisher& publisher() const { return all->output->publisher(); }
};

}  // namespace newshole::mirror
