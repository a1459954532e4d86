#include "mirror/stages/story_writer.h"

#include "extract/text_sketch.h"
#include "mirror/menus/correction_menus.h"
#include "pages/stories/story_frame.h"

namespace newshole::mirror {
namespace {

Result<pages::StoryWays> ways_of(const SiteMirror& mirror, const StoryToSet& story) {
  const std::string& folder = story.record.section;
  const auto known = mirror.state().archive().title_of_section(mirror.name(), folder);
  if (!known) return tl::unexpected(known.error());
  pages::StoryWays ways{store::archive_day(story.record), {}};
  const std::string title = known->value_or(std::string(story.section_title));
  if (!folder.empty() && !title.empty())
    ways.section = {folder, pages::section_name_for_people(title)};
  return ways;
}

Result<Put> put_texts(const SiteMirror& mirror, const StoryToSet& story,
                      const std::vector<std::string>& texts) {
  const Result<pages::StoryWays> ways = ways_of(mirror, story);
  if (!ways) return tl::unexpected(ways.error());
  Put all;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const config::Edition& edition = mirror.all.config.editions[i];
    if (!pages::has_text_view(edition)) continue;
    const std::string foot =
        pages::story_foot({{mirror.all.config, edition}, mirror.profile}, *ways);
    Result<Put> put =
        mirror.publisher().put(pages::path_in(edition, story.record.path), texts[i] + foot);
    if (!put || put->outcome == Put::Outcome::Refused) return put;
    if (put->outcome == Put::Outcome::Staged) all = *std::move(put);
  }
  return all;
}

// Nothing compares the stories of a mirror of one site.
std::string sketch_for(const SiteMirror& mirror, const extract::Article& article) {
  if (mirror.all.sites.size() < 2) return {};
  return extract::to_bytes(extract::sketch_of(article));
}

}  // namespace

// Texts first, since menus name them.
Result<Put> StoryWriter::put(const StoryToSet& story, const std::vector<std::string>& texts) {
  Result<Put> text = put_texts(mirror_, story, texts);
  if (!text || text->outcome == Put::Outcome::Refused) return text;
  Result<Put> menu = menus_->stories().put_first(story);
  return menu && menu->outcome == Put::Outcome::Unchanged ? text : menu;
}

void StoryWriter::apply(const Decision& decision, const Listed& listed, const Printed& printed) {
  // Before the state changes, since the menus look up which stories they name now.
  if (decision.stale.own) menus_->stories().set_anew(*decision.after);
  if (decision.stale.own) menus_->touch_text(*decision.after);
  if (decision.stale.of_before) menus_->touch(*listed.before);
  if (decision.stale.of_after) menus_->touch(*decision.after);
  save(decision, listed, printed);
}

void StoryWriter::save(const Decision& decision, const Listed& listed, const Printed& printed) {
  store::Transaction& transaction = mirror_.transaction;
  const std::string& site = mirror_.name();
  switch (decision.save) {
    case Save::Nothing:
      return;
    case Save::Look:
      return transaction.save_look(site, *decision.after);
    case Save::Record:
      return transaction.save(site, *decision.after);
    case Save::Removal:
      return remove_known(*listed.before);
    case Save::Text:
      listed.before ? remove_former_files(*listed.before) : keep_files(listed.path);
      transaction.save(site, *decision.after);
      transaction.save_article(site, decision.after->url, printed.stored);
      transaction.save_sketch(site, decision.after->url, sketch_for(mirror_, printed.article));
      if (decision.section) transaction.save(site, *decision.section);
      mirror_.all.fresh.keep(site, decision.after->url, printed.article);
  }
}

void StoryWriter::save_renamed(const store::StoryRecord& before, const store::StoryRecord& after) {
  menus_->touch(before);
  menus_->touch(after);
  mirror_.transaction.save(mirror_.name(), after);
}

void StoryWriter::save_rebuilt(const store::StoryRecord& before, std::uint64_t layout) {
  remove_former_files(before);
  store::StoryRecord after = before;
  after.layout = layout;
  mirror_.transaction.save(mirror_.name(), after);
}

// An earlier run that was killed may have left them to be removed.
void StoryWriter::keep_files(const std::string& path) {
  for (const config::Edition& edition : mirror_.all.config.editions) {
    for (const std::string& own : pages::story_files(edition, path).own)
      mirror_.transaction.drop_pending_removal(own);
  }
}

// Files of another view or dialect. A file that the story has now must not be removed after all.
void StoryWriter::remove_former_files(const store::StoryRecord& before) {
  if (mirror_.forms.is_current(before)) return;
  for (const config::Edition& edition : mirror_.all.config.editions) {
    const pages::StoryFiles files = pages::story_files(edition, before.path);
    for (const std::string& path : files.own) mirror_.transaction.drop_pending_removal(path);
    for (const std::string& path : files.others) {
      if (mirror_.publisher().has_file(path)) mirror_.transaction.add_pending_removal(path);
    }
  }
}

void StoryWriter::remove(const store::StoryRecord& story) {
  menus_->touch(story);
  remove_known(story);
}

// What a page says of a story, and that the menu names it, goes with the story.
void StoryWriter::remove_corrections(const store::StoryRecord& story) {
  const auto known = mirror_.state().corrections().of_story(mirror_.name(), story.url);
  if (!known && status_) status_ = tl::unexpected(known.error());
  if (!known) return;
  for (const store::Correction& each : *known) {
    remove_correction_page(mirror_, each);
    menus_->touch(each);
  }
}

void StoryWriter::remove_known(const store::StoryRecord& story) {
  remove_corrections(story);
  mirror_.transaction.remove_story(mirror_.name(), story.url);
  for (const config::Edition& edition : mirror_.all.config.editions) {
    const pages::StoryFiles files = pages::story_files(edition, story.path);
    for (const std::string& path : files.own) mirror_.transaction.add_pending_removal(path);
    if (mirror_.forms.is_current(story)) continue;
    for (const std::string& path : files.others) mirror_.transaction.add_pending_removal(path);
  }
}

}  // namespace newshole::mirror
