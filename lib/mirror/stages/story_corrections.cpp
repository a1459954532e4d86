#include "mirror/stages/story_corrections.h"

#include "mirror/menus/correction_menus.h"
#include "mirror/stages/page_work.h"
#include "pages/changes/corrections.h"
#include "pages/changes/difference.h"

namespace newshole::mirror {
namespace {

using store::Correction;

// Pages of stories of one name on one day.
constexpr int kMostOfOneName = 1000;

// What other rules find on the same page is no change of its site's.
bool is_read_alike(const store::StoryRecord& before, const store::StoryRecord& after) {
  return before.rules == after.rules && before.origin == after.origin;
}

}  // namespace

Result<Put> StoryCorrections::put(const Listed& listed, Decision& decision, Printed& printed) {
  store::StoryRecord& after = *decision.after;
  Result<MaybeCorrection> correction = correction_of(listed, decision, printed.article);
  if (!correction) return tl::unexpected(correction.error());
  if (*correction) {
    after.text_changed = now_;
    // Menus say so below its headline.
    decision.stale.of_before = decision.stale.of_after = true;
    const Status page = put_page(**correction, after);
    if (!page) return tl::unexpected(page.error());
  }
  Result<StoryMarks> marks = marks_of(mirror_, after);
  if (!marks) return tl::unexpected(marks.error());
  if (*correction) marks->correction = (*correction)->path;
  if (marks->is_any()) {
    if (Status ready = prepare_setters(); !ready) return tl::unexpected(ready.error());
    printed.files = set_story(printed.article, mirror_.profile, marks_in_editions(mirror_, *marks),
                              mirror_.editions)
                        .files;
  }
  Result<Put> put = writer_->put({after, printed.article, *marks,
                                  decision.section ? decision.section->title : std::string_view()},
                                 printed.files);
  const bool is_put = put && put->outcome != Put::Outcome::Refused;
  if (*correction && !is_put) remove_correction_page(mirror_, **correction);
  if (!is_put) return put;
  if (*correction) {
    mirror_.transaction.save(mirror_.name(), **correction);
    menus_->touch(**correction);
  }
  if (!listed.before) return put;
  return note_fate(*listed.before, after).transform([&] { return *put; });
}

Status StoryCorrections::mark(const Listed& listed, Decision& decision) {
  if (!listed.before || !decision.after || decision.save == Save::Text) return {};
  const store::StoryRecord& after = *decision.after;
  if (listed.before->gone.has_value() == after.gone.has_value()) return {};
  const auto article =
      store::article_of(mirror_.state(), mirror_.all.fresh, mirror_.name(), after.url);
  if (!article) return tl::unexpected(article.error());
  if (*article) {
    if (Status ready = prepare_setters(); !ready) return ready;
    const Result<StoryMarks> marks = marks_of(mirror_, after);
    if (!marks) return tl::unexpected(marks.error());
    const Printed set =
        set_story(**article, mirror_.profile, marks_in_editions(mirror_, *marks), mirror_.editions);
    const Result<Put> put = writer_->put({after, **article, *marks}, set.files);
    if (!put) return tl::unexpected(put.error());
    if (put->outcome == Put::Outcome::Refused) mirror_.fail(after.path, refusal(*put));
    decision.stale.own = true;
  }
  return note_fate(*listed.before, after);
}

// Of a story whose former words are not known nobody can say what was corrected.
Result<StoryCorrections::MaybeCorrection> StoryCorrections::correction_of(
    const Listed& listed, const Decision& decision, const extract::Article& article) {
  const store::StoryRecord& after = *decision.after;
  if (decision.fate != Fate::Changed || !is_read_alike(*listed.before, after)) return std::nullopt;
  const auto before =
      store::article_of(mirror_.state(), mirror_.all.fresh, mirror_.name(), after.url);
  if (!before) return tl::unexpected(before.error());
  if (!*before) return std::nullopt;
  const pages::Difference difference = pages::compare(**before, article);
  if (difference.is_empty()) return std::nullopt;
  return Correction{.url = after.url,
                    .time = now_,
                    .path = {},
                    .headline = after.headline,
                    .difference = pages::to_stored(difference)};
}

// One whose page cannot stand there leads to its story.
Status StoryCorrections::put_page(Correction& correction, const store::StoryRecord& story) {
  Result<std::string> path = free_path(story.path);
  if (!path) return tl::unexpected(path.error());
  correction.path = *std::move(path);
  if (correction.path.empty()) return {};
  if (Status ready = prepare_setters(); !ready) return ready;
  const Result<Put> put = put_correction_page(mirror_, correction, story);
  if (!put) return tl::unexpected(put.error());
  if (put->outcome == Put::Outcome::Refused) {
    mirror_.fail(correction.path, refusal(*put));
    remove_correction_page(mirror_, correction);
    correction.path.clear();
    return {};
  }
  // An earlier run may have left it to be removed.
  for (const config::Edition& edition : mirror_.all.config.editions)
    mirror_.transaction.drop_pending_removal(pages::path_in(edition, correction.path));
  return {};
}

// A site may have stories of its own in a folder of this name, from before it was ours.
Result<std::string> StoryCorrections::free_path(const std::string& story_path) {
  for (int number = 1; number <= kMostOfOneName; ++number) {
    std::string path = pages::correction_path(mirror_.name(), story_path, now_, number);
    const auto is_page = mirror_.state().corrections().has_page(mirror_.name(), path);
    const auto story = mirror_.state().story_at(mirror_.name(), path);
    if (!is_page || !story) return tl::unexpected(is_page ? story.error() : is_page.error());
    if (!*is_page && !*story) return path;
  }
  return std::string();
}

Status StoryCorrections::prepare_setters() {
  if (!setters_.empty()) return {};
  return make_setters(mirror_.all.config).map([this](std::vector<EditionSetter> made) {
    setters_ = std::move(made);
  });
}

Status StoryCorrections::note_fate(const store::StoryRecord& before,
                                   const store::StoryRecord& after) {
  if (before.gone.has_value() == after.gone.has_value()) return {};
  const Correction takedown{.url = after.url,
                            .time = after.gone ? *after.gone : *before.gone,
                            .kind = Correction::Kind::TakenDown,
                            .path = {},
                            .headline = after.headline,
                            .difference = {}};
  if (after.gone) mirror_.transaction.save(mirror_.name(), takedown);
  if (!after.gone) mirror_.transaction.drop_takedown(mirror_.name(), after.url);
  menus_->touch(takedown);
  return mirror_.transaction.status();
}

Status put_correction_pages(const SiteMirror& mirror, const store::StoryRecord& story) {
  if (!story.text_changed) return {};
  const auto corrections = mirror.state().corrections().of_story(mirror.name(), story.url);
  if (!corrections) return tl::unexpected(corrections.error());
  return try_each(*corrections, [&](const Correction& each) -> Status {
    if (each.path.empty()) return {};
    return put_correction_page(mirror, each, story).transform([&](const Put& put) {
      if (put.outcome == Put::Outcome::Refused) mirror.fail(each.path, refusal(put));
    });
  });
}

}  // namespace newshole::mirror
