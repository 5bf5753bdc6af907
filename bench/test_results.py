"""Tests of the document and the charts that are made of recorded results. Run by bench/smoke."""

import os
import tempfile
import unittest
import unittest.mock
import xml.etree.ElementTree

import measuring
import results
from drawing import Bar, chart
from measuring import Figure, Usage

SVG = "{http://www.w3.org/2000/svg}"

LOAD = [
    {"rounds": 7},
    {"program": "dbmate", "version": "2.36.0"},
    {"row": "2,000 statements, 20 ms away", "ours": {"value": 1500.4, "processor": 800.0, "server": 510.0, "memory": 72.0},
     "theirs": {"value": 43900.0, "processor": 90.0, "server": None, "memory": 21.4}, "peer": "psql -1 -f", "unit": "ms",
     "more_is_better": False, "goal": "at least 20x faster"},
    {"row": "2,000 statements, 20 ms away", "ours": {"value": 1500.4, "processor": 800.0, "server": 510.0, "memory": 72.0},
     "theirs": {"value": 1200.0, "processor": 40.0, "server": 700.0, "memory": 24.0}, "peer": "dbmate", "unit": "ms",
     "more_is_better": False, "goal": ""},
]
REPLAY = [
    {"row": "500,000 events", "ours": {"value": 80000.0, "processor": None, "server": None, "memory": 180.0},
     "theirs": {"value": 100000.0, "processor": None, "server": None, "memory": None}, "peer": "psql | psql",
     "unit": "events/s", "more_is_better": True, "goal": "50,000 events/s"},
    {"row": "5,000,000 events", "ours": {"value": 7.25, "processor": None, "server": None, "memory": None}, "theirs": None,
     "peer": "", "unit": "events/s", "more_is_better": True, "goal": "below 300 MB"},
]


def section(script, lines, date="2026-11-30 01:00"):
    return results.section(script, date, "0123456789ab", "A processor, 2 cores, 23 GiB, Linux 6.1",
                           [measuring.json.dumps(line) for line in lines])


class DocumentTest(unittest.TestCase):
    def test_a_row_has_both_sides_their_ratio_processor_time_and_memory(self):
        text = results.document([section("load", LOAD)])

        self.assertIn("## bench/load\n\n2026-11-30 01:00, commit 0123456789ab, 7 rounds. A processor, 2 cores", text)
        self.assertIn("\ndbmate 2.36.0.\n", text)
        self.assertIn("| 2,000 statements, 20 ms away | milliseconds | 1,500 | psql -1 -f | 43,900 | 0.03 "
                      "| at least 20x faster | 800 + 510 / 90.0 | 72.0 / 21.4 |", text)

    def test_a_bar_in_a_name_does_not_end_a_cell_and_more_can_be_better(self):
        text = results.document([section("replay", REPLAY)])

        self.assertIn(r"| 500,000 events | events/s, more is better | 80,000 | psql \| psql | 100,000 | 0.80 |", text)

    def test_a_figure_without_another_side_has_no_ratio(self):
        text = results.document([section("replay", REPLAY)])

        self.assertIn("| 5,000,000 events | events/s, more is better | 7.25 |  |  |  | below 300 MB |  |  |", text)


class SectionsTest(unittest.TestCase):
    def test_what_is_written_is_read_again(self):
        sections = [section("load", LOAD), section("replay", REPLAY)]

        self.assertEqual(sections, results.read(results.write(sections)))

    def test_a_new_run_replaces_the_results_of_its_script_only(self):
        old, new = section("load", LOAD), section("load", LOAD[:3], "2026-12-01 09:00")
        replay = section("replay", REPLAY)

        self.assertEqual([new, replay], results.merged([old, replay], [new]))


class ChartTest(unittest.TestCase):
    def test_the_load_behind_a_round_trip_has_a_bar_for_each_program(self):
        svg = xml.etree.ElementTree.fromstring(results.charts([section("load", LOAD)])["load-remote.svg"])

        bars = [bar for bar in svg.findall(f"{SVG}rect") if bar.get("class") != "page"]
        self.assertEqual(["ours", "other", "other"], [bar.get("class") for bar in bars])
        lengths = [float(bar.get("width")) for bar in bars]
        self.assertAlmostEqual(1500.4 / 43900, lengths[0] / lengths[1], 2)
        texts = [text.text for text in svg.findall(f"{SVG}text")]
        self.assertEqual(["db-ops", "1.50 s", "psql -1 -f", "43.9 s", "dbmate", "1.20 s"], texts[2:])

    def test_a_rate_becomes_a_time_relative_to_the_other_program(self):
        svg = xml.etree.ElementTree.fromstring(results.charts([section("replay", REPLAY)])["time.svg"])

        self.assertEqual(["500,000 events, beside psql | psql", "1.25"], [text.text for text in svg.findall(f"{SVG}text")][2:])

    def test_every_program_that_was_compared_has_a_relative_time(self):
        svg = xml.etree.ElementTree.fromstring(results.charts([section("load", LOAD)])["time.svg"])

        self.assertEqual(["2,000 statements, 20 ms away, beside psql -1 -f", "0.03",
                          "2,000 statements, 20 ms away, beside dbmate", "1.25"],
                         [text.text for text in svg.findall(f"{SVG}text")][2:])

    def test_nothing_is_drawn_of_nothing(self):
        self.assertEqual({}, results.charts([]))

    def test_names_are_escaped_and_both_colour_schemes_have_styles(self):
        svg = chart("a < b & c", "", [Bar("<script>", 0.0, "0", False)])

        self.assertNotIn("<script>", svg)
        self.assertIn("prefers-color-scheme: dark", svg)
        self.assertEqual("a < b & c", xml.etree.ElementTree.fromstring(svg).find(f"{SVG}title").text)

    def test_no_bar_and_no_text_is_outside_the_picture(self):
        bars = [Bar("the longest name of a comparison that there is", 9.0, "9.00", True), Bar("b", 1, "1", False)]
        svg = xml.etree.ElementTree.fromstring(chart("t", "r", bars, 1))

        width, height = float(svg.get("width")), float(svg.get("height"))
        for bar in svg.findall(f"{SVG}rect"):
            self.assertLessEqual(float(bar.get("x", 0)) + float(bar.get("width")), width)
            self.assertLessEqual(float(bar.get("y", 0)) + float(bar.get("height")), height)


class RecordTest(unittest.TestCase):
    def test_a_recorded_row_becomes_a_section(self):
        with tempfile.NamedTemporaryFile("r") as file, unittest.mock.patch.dict(os.environ, BENCH_RECORD=file.name):
            measuring.record_version("psql", "15.18")
            measuring.record("a load", Usage(10.0, 4.0, 60.0, 3.0), Usage(20.0, 1.0, 9.0), "psql", goal="faster")
            measuring.record("a rate", Figure(5.0), 4.0, "another", "rows/s", True)
            made = results.section("load", "", "", "", file.read().splitlines())

        self.assertEqual({"psql": "15.18"}, made.versions)
        self.assertEqual({"value": 10.0, "processor": 4.0, "server": 3.0, "memory": 60.0}, made.rows[0]["ours"])
        self.assertIsNone(made.rows[0]["theirs"]["server"])
        self.assertEqual([0.5, 1.25], [results.ratio(row) for row in made.rows])

    def test_nothing_is_recorded_without_a_file(self):
        with unittest.mock.patch.dict(os.environ):
            os.environ.pop("BENCH_RECORD", None)
            measuring.record("a load", 1.0)


if __name__ == "__main__":
    unittest.main()
