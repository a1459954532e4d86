#include "press/story_parts.h"

#include <utility>

#include "extract/article_message.h"
#include "extract/by_profile/article_reader.h"
#include "fetch/page_message.h"
#include "listing/listing_message.h"

namespace newshole::press {
namespace {

/// How a message says what there is of a page.
enum class PageState { NotAsked, Came, Failed };

PageState state_of(const StoryParts& story) {
  if (!story.page) return PageState::NotAsked;
  return *story.page ? PageState::Came : PageState::Failed;
}

}  // namespace

bool has_text(const listing::ListedText& listed) {
  return listed.text != nullptr && !listed.text->html.empty();
}

bool takes_whole_texts(const site::SiteProfile* profile) {
  return profile == nullptr ||
         (!extract::has_own_fields(*profile) && profile->article.remove.empty());
}

Result<extract::Article> read_story(const StoryParts& story, const site::SiteProfile* profile,
                                    Reader& reader) {
  if (!story.page) return reader.article(story.listed, profile);
  auto of_page = story.page->and_then([&](const fetch::Page& page) {
    return reader.article(page, profile, nullptr, story.before);
  });
  const bool has_rules = profile != nullptr && site::has_article_rules(*profile);
  const bool is_settled = of_page ? has_rules : story.stand_in == StandIn::Refused;
  if (is_settled || !has_text(story.listed)) return of_page;
  return listing::longer_text(std::move(of_page), reader.article(story.listed, profile));
}

void write(sandbox::MessageWriter& message, const StoryParts& story) {
  const PageState state = state_of(story);
  message.number(static_cast<std::uint64_t>(state));
  if (state == PageState::Came) fetch::write(message, **story.page);
  if (state == PageState::Failed) message.error(story.page->error());
  message.number(static_cast<std::uint64_t>(story.stand_in));
  message.number(story.before.found);
  message.number(has_text(story.listed) ? 1 : 0);
  if (!has_text(story.listed)) return;
  extract::write(message, std::vector{*story.listed.story});
  listing::write(message, *story.listed.text);
}

ArrivedParts::ArrivedParts(sandbox::MessageReader& message) {
  const auto state = static_cast<PageState>(message.number_below(3));
  if (state == PageState::Came) parts_.page = fetch::read_page(message);
  if (state == PageState::Failed) parts_.page = tl::unexpected(message.error());
  parts_.stand_in = static_cast<StandIn>(message.number_below(2));
  parts_.before.found = message.number();
  if (message.number_below(2) == 0) return;
  stories_ = extract::read_stories(message).value_or(std::vector<extract::Story>());
  text_ = listing::read_feed_text(message);
  if (!stories_.empty()) parts_.listed = {stories_.data(), &text_};
}

}  // namespace newshole::press
