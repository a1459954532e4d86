"""Two sites that do not exist, as folders of saved pages: several generations of them, each with stories
that are new, changed, retitled or no longer listed."""

import dataclasses
import json
import pathlib

DAY = 86400
FIRST_TIME = 1764590400  # 2025-12-01 12:00 UTC

PROFILE = {
    "tagline": "on gopher - unofficial",
    "stories": {"links": ["li > a[href]@href"], "paths": ["/{year}/{month}/{day}/{section}/{slug}"]},
    "article": {"headline": ["h2"], "byline": [".byline"], "body": ["article"]},
}


@dataclasses.dataclass(frozen=True)
class Story:
    day: str
    section: str
    slug: str
    headline: str
    text: str

    @property
    def path(self):
        return f"{self.day}/{self.section}/{self.slug}"


@dataclasses.dataclass(frozen=True)
class Generation:
    name: str
    time: int     # what the clock says in its run
    sites: dict   # name -> stories, in the front page's order


def story(day, section, number, edition=1):
    words = f"It was said in edition {edition} that number {number} of {section} went on as planned. "
    # Long ones need several writes.
    return Story(f"/2025/{day}", section, f"story-{number}", f"Story {number} of {section}",
                 words * (3 + 400 * (number % 7 == 3)))


def retitled(old, headline):
    return dataclasses.replace(old, headline=headline)


def rewritten(old, edition):
    new = story(old.day[6:], old.section, int(old.slug.split("-")[1]), edition)
    return dataclasses.replace(new, headline=old.headline)


def make_generations():
    alpha = [story("11/30", ("tech", "us", "sport")[n % 3], n) for n in range(1, 13)]
    beta = [story("12/01", "world", n) for n in (1, 3)]
    first = Generation("first", FIRST_TIME, {"alpha.example": alpha, "beta.example": beta})
    # Another day and a new section; some stories rewritten, retitled, left out. Beta changes a little.
    alpha2 = [story("12/02", "science", n) for n in range(20, 25)]
    alpha2 += [rewritten(alpha[0], 2), retitled(alpha[1], "Another headline, and a longer one than before"),
               rewritten(retitled(alpha[2], "Both"), 2), *alpha[3:9]]
    beta2 = [retitled(beta[0], "Beta has more"), beta[1], story("12/02", "money", 5)]
    second = Generation("second", FIRST_TIME + DAY, {"alpha.example": alpha2, "beta.example": beta2})
    # A run as most are: one story.
    third = Generation("third", FIRST_TIME + DAY + 3600,
                       {"alpha.example": [rewritten(alpha2[0], 3), *alpha2[1:]], "beta.example": beta2})
    return [first, second, third]


def front_page(stories):
    links = "".join(f'<li><a href="{it.path}">{it.headline}</a></li>\n' for it in stories)
    return f"<!doctype html><title>News</title><ul>\n{links}</ul>\n"


def story_page(it):
    return (f"<!doctype html><title>{it.headline}</title><h2>{it.headline}</h2><p class=byline>By A. Nobody</p>"
            f"<article><p>{it.text}</p><p>That is all.</p></article>\n")


def save_pages(folder, generation):
    """A folder as --from reads it."""
    for site, stories in generation.sites.items():
        base = pathlib.Path(folder) / site
        base.mkdir(parents=True)
        (base / "index.html").write_text(front_page(stories))
        for it in stories:
            page = base / (it.path[1:] + ".html")
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(story_page(it))


def save_config(folder, sites, view="text", sandbox="on"):
    """Gives the configuration's file."""
    folder = pathlib.Path(folder)
    (folder / "sites").mkdir(parents=True)
    for site in sites:
        profile = {"name": site, "title": site.split(".")[0].title(), "hosts": [site], "web": f"https://{site}/",
                   "front_pages": [f"http://{site}/"], **PROFILE}
        (folder / "sites" / f"{site}.json").write_text(json.dumps(profile))
    edition = {"charset": "utf-8", "width": 70, "dialect": "gophermap", "article_view": view, "links": "footnotes"}
    config = {"root": "./mirror", "sites": list(sites), "host": "hole.example", "port": 70, "editions": [edition],
              "sandbox": sandbox, "network": {"robots": "ignore"}}
    (folder / "newshole.json").write_text(json.dumps(config))
    return folder / "newshole.json"
