"""The shipped configuration, its schemas and the program agree on what is allowed."""

import copy
import json
import unittest

from program import CONFIG, EDITION, SOURCE, ProgramTest, newshole

try:
    import jsonschema
except ImportError:
    jsonschema = None

PROFILE = SOURCE / "config/sites/lite.cnn.com.json"

# JSON pointer, and a value that is not allowed there.
BAD_CONFIGS = [
    ("/rooot", "x"), ("/root", ""), ("/root", 1), ("/sites", "lite.cnn.com"), ("/sites/0", 3),
    ("/sites/0", {}), ("/sites/0", {"site": "lite.cnn.com", "titel": "CNN"}), ("/sites/0", "http:"),
    ("/sites/0", {"site": "lite.cnn.com", "limit": 1001}), ("/sites/0", {"site": "lite.cnn.com", "title": ""}),
    ("/sites/0", {"site": "lite.cnn.com", "pause": 61}), ("/sites/0", {"site": "lite.cnn.com", "header": {}}),
    ("/sites/0", {"site": "lite.cnn.com", "pause": 0.5}), ("/sites/0", {"site": "lite.cnn.com", "footer": 1}),
    ("/host", ""), ("/host", "a b"), ("/host", "a.example:70"), ("/root", "~/gopher"), ("/serve", {"addresses": []}),
    ("/serve", {"port": 65536}), ("/port", 0), ("/port", 65536), ("/port", "70"),
    ("/selector_prefix", "news"), ("/selector_prefix", "/news/"), ("/story_limit", -1),
    ("/story_limit", 1001), ("/editions/0/charset", "latin2"),
    ("/editions/0/width", 19), ("/editions/0/width", 201), ("/editions/0/dialect", "gopherman"),
    ("/editions/0/article_view", "menus"), ("/editions/0/links", "all"), ("/editions/0/colour", True),
    ("/network", {"max_time": 0}), ("/network", {"max_time": 61}), ("/network", {"max_body_bytes": 1}),
    ("/network", {"max_body_bytes": 33554433}), ("/network", {"timeout": 3}),
    ("/network", {"max_per_host": 0}), ("/network", {"max_per_host": 101}),
    ("/network", {"max_in_flight": 0}), ("/network", {"max_in_flight": 101}), ("/network", {"pause": -1}),
    ("/network", {"max_retries": 11}), ("/network", {"private_hosts": [""]}),
    ("/network", {"private_hosts": "h"}), ("/network", {"robots": "maybe"}), ("/network", {"robots": True}),
    ("/network", {"contact": "a b"}), ("/network", {"contact": "a)"}), ("/network", {"contact": "a\\"}),
    ("/network", {"contact": "x" * 201}),
    ("/serve", {"max_connections": 0}), ("/serve", {"max_per_address": 0}), ("/serve", {"max_requests": 0}),
    ("/serve", {"least_rate": -1}), ("/serve", {"max_searches": 65}), ("/serve", {"max_live_pages": 33}),
    ("/serve", {"live_pages_a_minute": 0}), ("/serve", {"site_pages_a_minute": 0}), ("/serve", {"ports": 70}),
]
GOOD_CONFIGS = [
    ("/sites/0", {"site": "lite.cnn.com", "title": "CNN", "limit": 3, "tagline": "", "banner": ""}),
    ("/sites/0", {"site": "lite.cnn.com", "pause": 60, "header": "", "footer": ""}),
    ("/sites/0", {"site": "lite.cnn.com", "article": {"remove": [".ad"]}}),
    ("/host", "gopher.example.org"), ("/port", 1), ("/port", 65535), ("/selector_prefix", ""),
    ("/selector_prefix", "/x/y"), ("/story_limit", 1000), ("/editions/0/charset", "us-ascii"),
    ("/editions/0/charset", "iso-8859-1"), ("/editions/0/width", 200),
    ("/editions/0/dialect", "gph"), ("/editions/0/dialect", "raw"), ("/editions/0/links", "none"),
    ("/editions/0/article_view", "menu"), ("/editions/0/article_view", "both"),
    ("/network", {"proxy": "", "user_agent": "x", "max_time": 60, "max_body_bytes": 33554432}),
    ("/network", {"max_per_host": 100, "max_in_flight": 100, "pause": 60, "max_retries": 0,
                  "private_hosts": ["127.0.0.1", "::1"]}),
    ("/network", {"contact": "mailto:me@hole.example", "robots": "ignore"}),
    ("/network", {"contact": "https://hole.example/~me/[news]?a=b#c"}),
    ("/serve", {"max_connections": 1, "max_per_address": 100000, "max_requests": 1, "least_rate": 0, "max_searches": 64,
                "max_live_pages": 32, "live_pages_a_minute": 1, "site_pages_a_minute": 100000}),
]
BAD_PROFILES = [
    ("/name", "Lite CNN"), ("/hosts", "lite.cnn.com"), ("/front_pages/0", "ftp://lite.cnn.com/"),
    ("/banner", 3), ("/header", []), ("/footer", {"text": "x"}), ("/pause", -1), ("/pause", "1"),
    ("/tags", []), ("/dates/0/patterns", "x"), ("/stories/links", ""),
    ("/stories/paths/0", "{year}"), ("/article/headlines", []), ("/article/body", "article"),
    ("/article/remove_paragraphs", [{}]), ("/article/remove_paragraphs", [{"contains": "x"}]),
    ("/under", ["lite/"]), ("/dates/0/language", "english, mostly"), ("/stories", {"links": ["a"]}),
    ("/stories", {"paths": ["/{slug}"]}), ("/stories/rewrite", [{"from": "/{a}"}]),
    ("/stories/rewrite", [{"from": "a", "to": "/b"}]), ("/article/headline", [{"after": "x"}]),
    ("/article/headline", [{"select": "h1", "transform": "shout"}]), ("/article/body_parts", "some"),
    ("/article/metadata", False),
    ("/limit", -1), ("/limit", 1001), ("/front_pages", []),
    ("/article/required", ["bylines"]), ("/article/base", "https://news.example/"),
]
GOOD_PROFILES = [
    ("/under", ["/lite/"]), ("/dates/0/language", "pt-BR"), ("/stories", {"items": ["section > div"]}),
    ("/stories/section", ["h2", {"select": "center > h2", "before": " NEWS"}]),
    ("/stories/rewrite", [{"from": "/s.php?sId={number}", "to": "/{number}"}]),
    ("/article/headline", [{"select": "p", "starts_with": "A", "after": ":", "before": "|",
                            "transform": "first_sentence"}]),
    ("/limit", 0), ("/limit", 40), ("/article", {"byline": [".by"]}), ("/article", {}),
    ("/article/published", ["time@datetime"]), ("/article/full_url", ["link[rel='canonical']@href"]),
    ("/article/base", ["base@href", "https://news.example/"]), ("/article/body_parts", "all"),
    ("/article/required", ["byline", "published"]), ("/article/metadata", "ignore"),
]


def changed(document, pointer, value):
    """`document` with `value` at `pointer`."""
    document = copy.deepcopy(document)
    *way, last = [int(name) if name.isdigit() else name for name in pointer.split("/")[1:]]
    place = document
    for name in way:
        place = place[name]
    place[last] = value
    return document


class Agreement(ProgramTest):
    def setUp(self):
        super().setUp()
        (self.folder / "sites").symlink_to(SOURCE / "config/sites")
        self.config = json.loads(CONFIG.read_text())
        self.profile = json.loads(PROFILE.read_text())

    def dry_run(self, config):
        (self.folder / "newshole.json").write_text(json.dumps(config, indent=2))
        return newshole("mirror", "--config", self.folder / "newshole.json", "--from", EDITION, "--dry-run",
                        "--root", self.root)

    def validator(self, name):
        if jsonschema is None:
            self.skipTest("python3-jsonschema is not installed")
        schema = json.loads((SOURCE / "config" / name).read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        return jsonschema.Draft7Validator(schema)

    def test_what_is_shipped_is_valid(self):
        self.validator("newshole.schema.json").validate(self.config)
        for path in (SOURCE / "config/sites").glob("*.json"):
            self.validator("site.schema.json").validate(json.loads(path.read_text()))

    def test_the_schemas_refuse_bad_values_and_take_good_ones(self):
        validator = self.validator("newshole.schema.json")
        for pointer, value in BAD_CONFIGS:
            self.assertFalse(validator.is_valid(changed(self.config, pointer, value)), (pointer, value))
        for pointer, value in GOOD_CONFIGS:
            validator.validate(changed(self.config, pointer, value))
        validator = self.validator("site.schema.json")
        for pointer, value in BAD_PROFILES:
            self.assertFalse(validator.is_valid(changed(self.profile, pointer, value)), (pointer, value))
        for pointer, value in GOOD_PROFILES:
            validator.validate(changed(self.profile, pointer, value))

    def test_the_program_refuses_bad_values_and_says_where(self):
        for pointer, value in BAD_CONFIGS:
            with self.subTest(pointer=pointer, value=value):
                process = self.dry_run(changed(self.config, pointer, value))
                self.check_status(process, 2)
                self.assertRegex(process.stderr, r"newshole\.json:\d+: " + pointer)

    def test_the_program_takes_good_values(self):
        for pointer, value in GOOD_CONFIGS:
            with self.subTest(pointer=pointer, value=value):
                self.check_status(self.dry_run(changed(self.config, pointer, value)), 0)

    def own_profile(self):
        """A function that runs with the shipped profile changed at one place."""
        (self.folder / "sites").unlink()
        (self.folder / "sites").mkdir()
        for key in ("banner", "narrow_banner"):
            banner = PROFILE.with_name(self.profile[key])
            (self.folder / "sites" / banner.name).write_bytes(banner.read_bytes())

        def run(pointer, value):
            profile = changed(self.profile, pointer, value)
            (self.folder / "sites/lite.cnn.com.json").write_text(json.dumps(profile, indent=2))
            return self.dry_run(self.config)
        return run

    def test_the_program_refuses_bad_profiles_and_says_where(self):
        run_with = self.own_profile()
        for pointer, value in BAD_PROFILES:
            with self.subTest(pointer=pointer, value=value):
                process = run_with(pointer, value)
                self.check_status(process, 2)
                self.assertRegex(process.stderr, r"lite\.cnn\.com\.json:\d+: /")

    def test_the_program_takes_good_profiles(self):
        run_with = self.own_profile()
        for pointer, value in GOOD_PROFILES:
            with self.subTest(pointer=pointer, value=value):
                # A story may be none by these rules; the profile is no fault.
                self.assertNotRegex(run_with(pointer, value).stderr, r"\.json:")

    def test_a_misspelt_key_gets_a_suggestion(self):
        process = self.dry_run(changed(self.config, "/story_limt", 70))
        self.check_status(process, 2)
        self.assertRegex(process.stderr, "did you mean .*story_limit")

    def test_a_banner_wider_than_the_page_is_the_configurations_fault(self):
        process = self.dry_run(changed(self.config, "/editions/0/width", 20))
        self.check_status(process, 2)
        self.assertRegex(process.stderr, r"banner.*\b20\b")

    def test_no_site_of_that_name_is_the_configurations_fault(self):
        process = self.dry_run(changed(self.config, "/sites", ["lite.cnn.cmo"]))
        self.check_status(process, 2)
        self.assertRegex(process.stderr, "did you mean .*lite.cnn.com")


if __name__ == "__main__":
    unittest.main()
