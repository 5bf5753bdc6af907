package dev.dbops.cli.doctor.html;

import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Outcome;
import java.util.List;

/** The findings: first the failures, then the warnings, each with its remedy, then the rest. */
final class FindingsSection {
    private final List<Finding> findings;

    FindingsSection(List<Finding> findings) {
        this.findings = findings;
    }

    void write(Html html) {
        html.begin("section", "aria-labelledby", "findings");
        html.element("h2", heading(), "id", "findings");
        of(Outcome.failed).forEach(finding -> problem(html, finding));
        of(Outcome.warning).forEach(finding -> problem(html, finding));
        rest(html);
        html.end();
    }

    private String heading() {
        var problems = of(Outcome.failed).size() + of(Outcome.warning).size();
        return problems == 0 ? "Findings: all is well" : "Findings";
    }

    private List<Finding> of(Outcome outcome) {
        return findings.stream().filter(finding -> finding.outcome() == outcome).toList();
    }

    private static void problem(Html html, Finding finding) {
        html.begin("article", "class", "finding " + finding.outcome());
        html.begin("h3");
        html.element("span", finding.outcome().name(), "class", "pill " + finding.outcome());
        html.text(" " + finding.step() + " ");
        html.element("span", finding.section(), "class", "where");
        html.end();
        html.element("p", finding.message(), "class", "message");
        if (!finding.remedy().isEmpty()) {
            html.begin("p", "class", "remedy");
            html.element("span", "to fix it", "class", "label");
            html.begin("span");
            remedy(html, finding);
            html.end().end();
        }
        html.end();
    }

    /** Folded away, but for paper and search. */
    private void rest(Html html) {
        var good = of(Outcome.ok);
        var skipped = of(Outcome.skipped);
        if (good.isEmpty() && skipped.isEmpty()) {
            return;
        }
        html.begin("details");
        html.element(
                "summary",
                Units.count(good.size(), "step is in order", "steps are in order")
                        + (skipped.isEmpty() ? "" : ", " + Units.count(skipped.size(), "was skipped", "were skipped")));
        var section = "";
        for (var finding : findings) {
            if (finding.outcome() != Outcome.ok && finding.outcome() != Outcome.skipped) {
                continue;
            }
            if (!finding.section().equals(section)) {
                if (!section.isEmpty()) {
                    html.end().end();
                }
                section = finding.section();
                html.element("h3", section)
                        .begin("table", "class", "steps", "aria-label", section)
                        .begin("tbody");
            }
            step(html, finding);
        }
        html.end().end().end();
    }

    private static void step(Html html, Finding finding) {
        html.begin("tr");
        html.begin("td")
                .element("span", finding.outcome().name(), "class", "pill " + finding.outcome())
                .end();
        html.element("th", finding.step(), "scope", "row");
        html.begin("td").text(finding.message());
        if (!finding.remedy().isEmpty()) {
            html.text(" ");
            remedy(html, finding);
        }
        html.end().end();
    }

    /** Each command is an element of its own, so that it can be copied without the words around it. */
    private static void remedy(Html html, Finding finding) {
        for (var part : finding.parts().parts()) {
            if (part.isCommand()) {
                html.element("code", part.text());
            } else {
                html.text(part.text());
            }
        }
    }
}
