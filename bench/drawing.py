"""Bar charts as SVG, readable on light and dark pages. Text stays text."""

import typing
from xml.sax.saxutils import escape

WIDTH = 820
LABELS = 400
BAR = 18
LINE = 26
TOP = 52
ROOM = 70  # for the value after the longest bar

STYLE = """
  text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; font-size: 13px; fill: #1f2328; }
  .title { font-size: 15px; font-weight: 600; }
  .remark { font-size: 12px; fill: #59636e; }
  .label { text-anchor: end; }
  .page { fill: #ffffff; }
  .ours { fill: #0969da; }
  .other { fill: #afb8c1; }
  .mark { stroke: #59636e; stroke-dasharray: 4 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .remark { fill: #9198a1; }
    .page { fill: #0d1117; }
    .ours { fill: #4493f8; }
    .other { fill: #656c76; }
    .mark { stroke: #9198a1; }
  }
"""


class Bar(typing.NamedTuple):
    """A bar: its label, its length in the unit of the chart, the text after it, and whether it is of db-ops."""
    label: str
    value: float
    text: str
    ours: bool


def chart(title, remark, bars, mark=None):
    """An SVG of horizontal bars, which begin at zero; with a mark, a line at that value."""
    most = max([bar.value for bar in bars] + ([mark] if mark else [])) or 1
    height = TOP + LINE * len(bars) + 10

    def length(value):
        return value / most * (WIDTH - LABELS - ROOM)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
             f'role="img">', f"<title>{escape(title)}</title>", f"<style>{STYLE}</style>",
             f'<rect class="page" width="{WIDTH}" height="{height}" rx="6"/>',
             f'<text class="title" x="16" y="24">{escape(title)}</text>',
             f'<text class="remark" x="16" y="42">{escape(remark)}</text>']
    for number, bar in enumerate(bars):
        top = TOP + LINE * number
        base = top + BAR - 5
        parts += [f'<text class="label" x="{LABELS - 8}" y="{base}">{escape(bar.label)}</text>',
                  f'<rect class="{"ours" if bar.ours else "other"}" x="{LABELS}" y="{top}" '
                  f'width="{max(length(bar.value), 1):.1f}" height="{BAR}" rx="2"/>',
                  f'<text x="{LABELS + length(bar.value) + 8:.1f}" y="{base}">{escape(bar.text)}</text>']
    if mark:
        at = LABELS + length(mark)
        parts.append(f'<line class="mark" x1="{at:.1f}" y1="{TOP - 4}" x2="{at:.1f}" y2="{height - 8}"/>')
    return "\n".join([*parts, "</svg>", ""])
