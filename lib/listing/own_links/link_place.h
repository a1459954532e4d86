#pragma once
// The part of a page that an element is, as its names and attributes tell it. Internal to this
// module.

#include <map>
#include <string_view>

#include "extract/generic/element_evidence.h"
#include "html/node.h"

namespace newshole::listing {

/// The better first: what stands in a part of a worse kind is of that kind.
enum class Place {
  Main,
  Beside,      ///< asides, sidebars
  Popular,     ///< what readers read most, which stands elsewhere, too
  Navigation,  ///< menus, breadcrumbs, pages of a list
  Footer,
  Promotion,  ///< advertisements, sign-ups, social networks
  Comments,
  Hidden,
};

/// Whether a sure sign of HTML says so; or a name, or a style that scripts undo, either of which a
/// frame around all may have, too.
enum class Sign { Tag, Name };

struct PlaceSign {
  Place place = Place::Main;
  Sign sign = Sign::Tag;
};

/// What classes and ids say, looked up once for each. They must outlive this.
class LinkPlaces {
 public:
  /// Without what is around the element.
  [[nodiscard]] PlaceSign of(html::Node element);

  [[nodiscard]] extract::NameMeanings& meanings() { return meanings_; }

 private:
  [[nodiscard]] Place named(std::string_view name);

  std::map<std::string_view, Place> known_;
  extract::NameMeanings meanings_;
};

/// "it stands in a menu"; for Main nothing.
[[nodiscard]] std::string_view words_for(Place place);

}  // namespace newshole::listing
