#include "mirror/site_mirror.h"

namespace newshole::mirror {

pages::MenuMaker menu_maker(const SiteMirror& mirror, EditionSetter& setter) {
  return {mirror.all->config, setter.edition, mirror.profile, &setter.press.menu_lines(),
          [forms = mirror.forms, edition = setter.edition](const store::StoryRecord& story) {
            return forms->form_of(*edition, story);
          }};
}

}  // namespace newshole::mirror
