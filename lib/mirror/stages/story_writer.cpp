#include "mirror/stages/story_writer.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace newshole::mirror {

// Texts first, since menus name them.
Result<Put> StoryWriter::put(const StoryToSet& story, const std::vector<std::string>& texts) {
  Result<Put> text = put_texts(story.path, texts);
  if (!text || text->outcome == Put::Outcome::Refused) return text;
  Result<Put> menu = menus_->put_first(story);
  return menu && menu->outcome == Put::Outcome::Unchanged ? text : menu;
}

Result<Put> StoryWriter::put_texts(const std::string& path,
                                   const std::vector<std::string>& texts) const {
  Put all;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const config::Edition& edition = mirror_.all->config->editions[i];
    if (!pages::has_text_view(edition)) continue;
    Result<Put> put = mirror_.publisher().put(pages::path_in(edition, path), texts[i]);
    if (!put) return tl::unexpected(put.error());
    if (put->outcome == Put::Outcome::Refused) return put;
    if (put->outcome == Put::Outcome::Staged) all = *std::move(put);
  }
  return all;
}

void StoryWriter::apply(const Decision& decision, const Listed& listed, const Printed& printed) {
  invalidate(decision, listed);
  save(decision, listed, printed);
}

// Before the state changes, since the menus look up which stories they name now.
void StoryWriter::invalidate(const Decision& decision, const Listed& listed) {
  if (decision.stale.own) menus_->set_anew(*decision.after);
  if (decision.stale.of_before) menus_->touch(*listed.before);
  if (decision.stale.of_after) menus_->touch(*decision.after);
}

void StoryWriter::save(const Decision& decision, const Listed& listed, const Printed& printed) {
  store::Transaction& transaction = *mirror_.transaction;
  switch (decision.save) {
    case Save::Nothing:
      return;
    case Save::Look:
      return transaction.save_look(site(), *decision.after);
    case Save::Record:
      return transaction.save(site(), *decision.after);
    case Save::Text:
      return save_text(decision, listed, printed);
    case Save::Removal:
      return transaction.remove_story(site(), listed.story.url.text);
  }
}

void StoryWriter::save_text(const Decision& decision, const Listed& listed,
                            const Printed& printed) {
  const store::StoryRecord& record = *decision.after;
  if (listed.before) remove_former_files(*listed.before);
  mirror_.transaction->save(site(), record);
  mirror_.transaction->save_article(site(), record.url, printed.stored);
  if (decision.section) mirror_.transaction->save(site(), *decision.section);
  mirror_.all->fresh->keep(site(), record.url, printed.article);
}

void StoryWriter::save_renamed(const store::StoryRecord& before, const store::StoryRecord& after) {
  menus_->touch(before);
  menus_->touch(after);
  mirror_.transaction->save(site(), after);
}

void StoryWriter::save_rebuilt(const store::StoryRecord& before, std::uint64_t layout) {
  remove_former_files(before);
  store::StoryRecord after = before;
  after.layout = layout;
  mirror_.transaction->save(site(), after);
}

// Files of another view or dialect. A file that the story has now must not be removed after all.
void StoryWriter::remove_former_files(const store::StoryRecord& before) {
  if (mirror_.forms->is_current(before)) return;
  for (const config::Edition& edition : mirror_.all->config->editions) {
    const pages::StoryFiles files = pages::story_files(edition, before.path);
    for (const std::string& path : files.own) mirror_.transaction->drop_pending_removal(path);
    for (const std::string& path : files.others) {
      if (mirror_.publisher().has_file(path)) mirror_.transaction->add_pending_removal(path);
    }
  }
}

void StoryWriter::remove(const store::StoryRecord& story) {
  menus_->touch(story);
  mirror_.transaction->remove_story(site(), story.url);
  for (const config::Edition& edition : mirror_.all->config->editions) {
    pages::StoryFiles files = pages::story_files(edition, story.path);
    if (!mirror_.forms->is_current(story)) {
      std::ranges::move(files.others, std::back_inserter(files.own));
    }
    for (const std::string& path : files.own) mirror_.transaction->add_pending_removal(path);
  }
}

}  // namespace newshole::mirror
