#include "mirror/stages/page_work.h"

#include <algorithm>
#include <memory>

#include "extract/article_message.h"
#include "extract/stored_article.h"
#include "fetch/page_message.h"
#include "listing/listing_message.h"
#include "mirror/menus/story_marks.h"
#include "pages/stories/story_forms.h"
#include "text/clean.h"

namespace newshole::mirror {
namespace {

using sandbox::MessageReader;
using sandbox::MessageWriter;

/// What a worker is asked for, and what its answer begins with.
enum class Question { FrontPage, Story };
enum class Reply { Error, Stories, SameText, NewText };

bool has_content(const KnownText& known, std::uint64_t content) {
  return known.content == content ||
         (known.content_elsewhere != 0 && known.content_elsewhere == content);
}

bool is_same(const extract::Article& article, const KnownText& known) {
  return known.is_settled && known.no_archive == article.preferences.no_archive &&
         has_content(known, extract::content_fingerprint(article));
}

NewText new_text(const extract::Article& article, const site::SiteProfile& profile) {
  const std::uint64_t content = extract::content_fingerprint(article);
  std::optional<UtcTime> published;
  if (article.published) published = article.published->time;
  return {.content = content,
          .words = static_cast<std::int64_t>(extract::count_words(article)),
          .validators = {},
          .section = article.section,
          .published = published,
          .instant = instant_of(article, profile),
          .no_archive = article.preferences.no_archive,
          .origin = article.origin,
          .overruled = article.overruled,
          .headline = article.headline};
}

void write(MessageWriter& request, const KnownText& known) {
  request.number(known.content);
  request.number(known.no_archive ? 1 : 0);
  request.number(known.is_settled ? 1 : 0);
  request.number(known.content_elsewhere);
}

KnownText read_known(MessageReader& message) {
  KnownText known{.content = message.number()};
  known.no_archive = message.number_below(2) == 1;
  known.is_settled = message.number_below(2) == 1;
  known.content_elsewhere = message.number();
  return known;
}

std::string error_reply(const Error& error) {
  MessageWriter reply;
  reply.number(static_cast<std::uint64_t>(Reply::Error));
  reply.error(error);
  return reply.take();
}

/// The work of one worker.
class PageWork {
 public:
  PageWork(const config::Config& config, std::span<const site::SiteProfile* const> profiles,
           const Clock& clock)
      : config_(&config), profiles_(profiles.begin(), profiles.end()), clock_(&clock) {}

  void prepare() { tools_.emplace(make_story_tools(*config_, nullptr, *clock_)); }

  [[nodiscard]] std::string answer(std::string_view request) {
    MessageReader message(request);
    const auto question = static_cast<Question>(message.number_below(2));
    const site::SiteProfile* profile = profile_of(message.text());
    if (profile == nullptr || !*tools_)
      return error_reply({ErrorKind::Internal, "the worker knows no such site"});
    return question == Question::FrontPage ? stories(message, *profile) : story(message, *profile);
  }

 private:
  [[nodiscard]] const site::SiteProfile* profile_of(std::string_view name) const {
    const auto found = std::ranges::find(profiles_, name, &site::SiteProfile::name);
    return found == profiles_.end() ? nullptr : *found;
  }

  std::string stories(MessageReader& message, const site::SiteProfile& profile) {
    const listing::Before before{message.number()};
    const Result<fetch::Page> page = fetch::read_page(message);
    if (!page) return error_reply(page.error());
    const auto listed = (*tools_)->reader.list(*page, &profile, before);
    if (!listed) return error_reply(listed.error());
    MessageWriter reply;
    reply.number(static_cast<std::uint64_t>(Reply::Stories));
    listing::write(reply, *listed);
    return reply.take();
  }

  std::string story(MessageReader& message, const site::SiteProfile& profile) {
    const press::ArrivedParts arrived(message);
    const KnownText known = read_known(message);
    if (!arrived.is_any()) return error_reply({ErrorKind::Internal, "there is nothing to read"});
    const auto article = press::read_story(arrived.parts(), &profile, (*tools_)->reader);
    if (!article) return error_reply(article.error());
    MessageWriter reply;
    if (is_same(*article, known)) {
      reply.number(static_cast<std::uint64_t>(Reply::SameText));
      extract::write(reply, article->overruled);
      return reply.take();
    }
    const Printed printed = set_story(*article, profile, {}, tools_->value().editions);
    reply.number(static_cast<std::uint64_t>(Reply::NewText));
    extract::write(reply, *article);
    reply.number(printed.unknown_characters);
    for (const std::string& file : printed.files) reply.text(file);
    return reply.take();
  }

  const config::Config* config_;
  std::vector<const site::SiteProfile*> profiles_;
  const Clock* clock_;
  std::optional<Result<StoryTools>> tools_;
};

MessageWriter request_for(Question question, const site::SiteProfile& profile) {
  MessageWriter request;
  request.number(static_cast<std::uint64_t>(question));
  request.text(profile.name);
  return request;
}

Error unsound() {
  return {ErrorKind::TooComplex, "what was made of it is no article"};
}

/// The reply's kind is `wanted`, or the error that it names.
Status take_kind(MessageReader& reply, Reply wanted) {
  const auto kind = static_cast<Reply>(reply.number_below(4));
  if (kind == wanted) return {};
  if (kind != Reply::Error) return tl::unexpected(unsound());
  Error error = reply.error();
  return tl::unexpected(reply.is_whole() ? std::move(error) : unsound());
}

/// Of an answer that begins with NewText; its files are text in the charsets of their editions.
Result<Printed> read_printed(MessageReader& reply, const std::vector<EditionSetter>& editions) {
  auto article = extract::read_article(reply);
  Printed printed{.unknown_characters = reply.number()};
  bool is_sound = article.has_value();
  for (const EditionSetter& setter : editions) {
    const std::string& file = printed.files.emplace_back(reply.text());
    is_sound = is_sound && text::is_printable(file, setter.edition->charset);
  }
  if (!is_sound || !reply.is_whole()) return tl::unexpected(unsound());
  printed.article = *std::move(article);
  return printed;
}

/// Nothing: the answer is another one.
std::optional<SameText> read_same(std::string_view answer) {
  MessageReader reply(answer);
  if (static_cast<Reply>(reply.number_below(4)) != Reply::SameText) return std::nullopt;
  SameText same{.validators = {}, .overruled = extract::read_overruled(reply)};
  return reply.is_whole() ? std::optional(std::move(same)) : std::nullopt;
}

Result<Printed> ask_worker(const StoryToRead& story, const site::SiteProfile& profile,
                           StoryTools& tools, std::optional<SameText>& same) {
  MessageWriter request = request_for(Question::Story, profile);
  press::write(request, story.parts);
  write(request, story.known);
  const Result<std::string> answer = tools.workers->answer(request.take());
  if (!answer) return tl::unexpected(answer.error());
  MessageReader reply(*answer);
  same = read_same(*answer);
  if (same) return Printed{};
  const Status kind = take_kind(reply, Reply::NewText);
  return kind.and_then([&] { return read_printed(reply, tools.editions); });
}

Result<Printed> read_here(const StoryToRead& story, const site::SiteProfile& profile,
                          StoryTools& tools, std::optional<SameText>& same) {
  Result<extract::Article> article = press::read_story(story.parts, &profile, tools.reader);
  if (!article) return tl::unexpected(std::move(article.error()));
  if (is_same(*article, story.known)) {
    same.emplace().overruled = article->overruled;
    return Printed{};
  }
  Printed printed = set_story(*article, profile, {}, tools.editions);
  printed.article = *std::move(article);
  return printed;
}

}  // namespace

Printed set_story(const extract::Article& article, const site::SiteProfile& profile,
                  std::span<const format::Marks> marks, std::vector<EditionSetter>& editions) {
  Printed set;
  for (std::size_t i = 0; i < editions.size(); ++i) {
    EditionSetter& setter = editions[i];
    if (!pages::has_text_view(*setter.edition)) {
      set.files.emplace_back();
      continue;
    }
    format::Marks shown = marks.empty() ? format::Marks() : marks[i];
    shown.length = length_of(article);
    press::Press::Text text =
        setter.press.text(article, {.profile = &profile, .marks = std::move(shown)});
    set.files.push_back(std::move(text.bytes));
    set.unknown_characters += text.unknown_characters;
  }
  return set;
}

Result<listing::Listing> read_front_page(const fetch::Page& page, const site::SiteProfile& profile,
                                         listing::Before before, StoryTools& tools) {
  if (tools.workers == nullptr) {
    fetch::Page decoded = page;
    fetch::decode(decoded);
    return tools.reader.list(decoded, &profile, before);
  }
  MessageWriter request = request_for(Question::FrontPage, profile);
  request.number(before.found);
  fetch::write(request, page);
  const Result<std::string> answer = tools.workers->answer(request.take());
  if (!answer) return tl::unexpected(answer.error());
  MessageReader reply(*answer);
  if (Status kind = take_kind(reply, Reply::Stories); !kind) return tl::unexpected(kind.error());
  auto list = listing::read_listing(reply);
  if (!list || !reply.is_whole()) return tl::unexpected(unsound());
  return *std::move(list);
}

Made read_story(StoryToRead story, const site::SiteProfile& profile, StoryTools& tools) {
  std::optional<SameText> same;
  std::optional<Result<fetch::Page>>& page = story.parts.page;
  const bool has_page = page && *page;
  if (has_page && tools.workers == nullptr) fetch::decode(**page);
  const auto read = tools.workers == nullptr ? read_here : ask_worker;
  Result<Printed> printed = read(story, profile, tools, same);
  if (!printed) return {tl::unexpected(std::move(printed.error())), {}};
  fetch::Validators validators;
  if (has_page) validators = std::move((*page)->validators);
  if (same) {
    same->validators = std::move(validators);
    return {*std::move(same), {}};
  }
  NewText text = new_text(printed->article, profile);
  text.validators = std::move(validators);
  printed->stored = extract::to_stored(printed->article);
  return {std::move(text), *std::move(printed)};
}

Result<StoryTools> make_story_tools(const config::Config& config, sandbox::Workers* workers,
                                    const Clock& clock) {
  return make_setters(config).transform([&](std::vector<EditionSetter> setters) {
    return StoryTools{press::Reader(clock), std::move(setters), workers};
  });
}

Result<std::vector<EditionSetter>> make_setters(const config::Config& config) {
  std::vector<EditionSetter> setters;
  for (const config::Edition& edition : config.editions) {
    Result<press::Press> press = press::Press::create(press::style_of(config, edition));
    if (!press) return tl::unexpected(press.error());
    setters.push_back({&edition, *std::move(press)});
  }
  return setters;
}

sandbox::Work page_work(const config::Config& config,
                        std::span<const site::SiteProfile* const> profiles, const Clock& clock) {
  auto work = std::make_shared<PageWork>(config, profiles, clock);
  return {.prepare = [work] { work->prepare(); },
          .answer = [work](std::string_view request) { return work->answer(request); }};
}

}  // namespace newshole::mirror
