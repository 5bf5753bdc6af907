package dev.dbops.cli.doctor;

import dev.dbops.cli.output.Output;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Outcome;

/** Shows findings to a person one by one, as they are made: a section's name, then a line for each of its steps. */
final class FindingPrinter {
    private static final String PLAIN = "\u001b[0m";

    /** Room for the longest step's name; what is found is printed before the next one is known. */
    private static final int STEP_WIDTH = 22;

    private static final int OUTCOME_WIDTH = 7;

    private final Output output;
    private final boolean color;
    private final boolean problemsOnly;
    private String section = "";

    /**
     * @param problemsOnly whether steps without a warning and without a failure are left out
     */
    FindingPrinter(Output output, boolean color, boolean problemsOnly) {
        this.output = output;
        this.color = color;
        this.problemsOnly = problemsOnly;
    }

    void print(Finding finding) {
        if (problemsOnly && finding.outcome().compareTo(Outcome.warning) < 0) {
            return;
        }
        var text = new StringBuilder();
        if (!finding.section().equals(section)) {
            text.append(section.isEmpty() ? "" : "\n").append(finding.section()).append('\n');
            section = finding.section();
        }
        output.write(text.append("  ").toString());
        output.style(color ? style(finding.outcome()) : "");
        output.write(padded(finding.outcome().name(), OUTCOME_WIDTH));
        output.style(color ? PLAIN : "");
        output.write(line(finding));
    }

    private static String line(Finding finding) {
        var text = new StringBuilder("  ")
                .append(padded(finding.step(), STEP_WIDTH))
                .append("  ")
                .append(finding.message())
                .append('\n');
        if (!finding.remedy().isEmpty()) {
            text.append(" ".repeat(2 + OUTCOME_WIDTH + 2))
                    .append("-> ")
                    .append(finding.remedy())
                    .append('\n');
        }
        return text.toString();
    }

    /** The last line. */
    void end(String summary) {
        output.write((section.isEmpty() ? "" : "\n") + summary + "\n");
    }

    private static String style(Outcome outcome) {
        return switch (outcome) {
            case ok -> "\u001b[32m";
            case skipped -> "\u001b[2m";
            case warning -> "\u001b[33m";
            case failed -> "\u001b[1;31m";
        };
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
