#include "mirror/stages/story_maker.h"

#include "extract/stored_article.h"
#include "pages/story_forms.h"

namespace newshole::mirror {
namespace {

constexpr std::size_t kMostBytesInWork = std::size_t{2} << 20;

}  // namespace

Printed set_story(const extract::Article& article, const site::SiteProfile& profile,
                  const std::optional<UtcTime>& text_changed,
                  std::vector<EditionSetter>& editions) {
  Printed set;
  for (EditionSetter& setter : editions) {
    if (!pages::has_text_view(*setter.edition)) {
      set.files.emplace_back();
      continue;
    }
    press::Press::Text text =
        setter.press.text(article, {.profile = &profile, .changed_here = text_changed});
    set.files.push_back(std::move(text.bytes));
    set.unknown_characters += text.unknown_characters;
  }
  return set;
}

StoryMaker::StoryMaker(const site::SiteProfile& profile, std::span<StoryTools> tools, UtcTime now,
                       OnMade on_made)
    : profile_(&profile),
      tools_(tools),
      now_(now),
      work_(tools.size(), kMostBytesInWork, std::move(on_made)) {}

void StoryMaker::add(std::size_t index, Result<fetch::Answer> answer, const KnownText& known) {
  if (!answer) return work_.add_done(index, {tl::unexpected(std::move(answer.error())), {}});
  auto* page = std::get_if<fetch::Page>(&*answer);
  if (page == nullptr) return work_.add_done(index, {fetch::NotModified{}, {}});
  const std::size_t bytes = page->html.size();
  work_.add(index, bytes, [this, page = std::move(*page), known](std::size_t thread) mutable {
    return make(page, known, tools_[thread]);
  });
}

Made StoryMaker::make(fetch::Page& page, const KnownText& known, StoryTools& tools) const {
  Result<extract::Article> article = tools.reader.article(page, profile_);
  if (!article) return {tl::unexpected(std::move(article.error())), {}};
  const std::uint64_t content = extract::content_fingerprint(*article);
  if (known.is_settled && known.content == content) {
    return {SameText{std::move(page.validators)}, {}};
  }
  NewText text{.content = content,
               .words = static_cast<std::int64_t>(extract::count_words(*article)),
               .text_changed = known.text_changed,
               .validators = std::move(page.validators),
               .section = article->section,
               .published = article->published};
  if (known.content != 0 && known.content != content) text.text_changed = now_;
  Printed printed = set_story(*article, *profile_, text.text_changed, tools.editions);
  printed.stored = extract::to_stored(*article);
  printed.article = *std::move(article);
  return {std::move(text), std::move(printed)};
}

}  // namespace newshole::mirror
