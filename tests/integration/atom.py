"""Feeds, as RFC 4287 has them."""

import pathlib
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "fixtures/feed/atom.rng"
WEB_SCHEMA = SCHEMA.with_name("web_atom.rng")
ATOM = "{http://www.w3.org/2005/Atom}"


def schema_faults(feed, schema=SCHEMA):
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(feed)
        file.flush()
        process = subprocess.run(["xmllint", "--noout", "--nonet", "--relaxng", schema, file.name],
                                 capture_output=True, timeout=60)
    return process.stderr.decode(errors="replace").splitlines() if process.returncode else []


def relations(element):
    return [link.get("rel") for link in element.findall(ATOM + "link")]


def link_faults(feed):
    """Sections 4.1.1 and 4.1.2, in words: what the schema cannot count."""
    root = ElementTree.fromstring(feed)
    faults = []
    if sorted(relations(root)) != ["alternate", "self"]:
        faults.append(f"the feed's links are {relations(root)}")
    for entry in root.iter(ATOM + "entry"):
        if relations(entry) != ["alternate"]:
            faults.append(f"an entry's links are {relations(entry)}")
    return faults


def faults(feed):
    """Lines about what these bytes do against RFC 4287; none: nothing."""
    return schema_faults(feed) or link_faults(feed)


def entries(feed):
    """Of each entry a dictionary: id, title, href, published, updated, sections."""
    found = []
    for entry in ElementTree.fromstring(feed).iter(ATOM + "entry"):
        found.append({name: entry.findtext(ATOM + name) for name in ("id", "title", "published", "updated")}
                     | {"href": entry.find(ATOM + "link").get("href"),
                        "sections": [each.get("term") for each in entry.iter(ATOM + "category")]})
    return found
