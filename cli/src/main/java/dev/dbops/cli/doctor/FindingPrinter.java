package dev.dbops.cli.doctor;

import dev.dbops.OpsException;
import dev.dbops.cli.output.Output;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Outcome;
import java.util.Optional;
import java.util.regex.Pattern;

/** Shows findings to a person one by one, as they are made: a section's name, then a line for each of its steps. */
final class FindingPrinter {
    private static final String PLAIN = "\u001b[0m";

    /** Room for the longest step's name; what is found is printed before the next one is known. */
    private static final int STEP_WIDTH = 22;

    private static final int OUTCOME_WIDTH = 7;

    private static final Pattern SEPARATOR = Pattern.compile("^[,;] ");

    private final Output output;
    private final boolean color;
    private final boolean problemsOnly;
    private final boolean outlivesReader;
    private String section = "";
    private Optional<OpsException> failure = Optional.empty();

    /**
     * @param problemsOnly whether steps without a warning and without a failure are left out
     * @param outlivesReader whether findings are needed after the reader of the output has ended, as head does
     */
    FindingPrinter(Output output, boolean color, boolean problemsOnly, boolean outlivesReader) {
        this.output = output;
        this.color = color;
        this.problemsOnly = problemsOnly;
        this.outlivesReader = outlivesReader;
    }

    void print(Finding finding) {
        if (failure.isPresent() || problemsOnly && finding.outcome().compareTo(Outcome.warning) < 0) {
            return;
        }
        try {
            write(finding);
        } catch (OpsException e) {
            if (!outlivesReader || !Output.isUnwritten(e)) {
                throw e;
            }
            failure = Optional.of(e);
        }
    }

    /** @throws OpsException when a finding could not be printed */
    void requirePrinted() {
        failure.ifPresent(e -> {
            throw e;
        });
    }

    private void write(Finding finding) {
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
        var mark = "-> ";
        for (var part : finding.parts().parts()) {
            text.append(" ".repeat(2 + OUTCOME_WIDTH + 2))
                    .append(mark)
                    .append(part.isCommand() ? part.text() : clause(part.text()))
                    .append('\n');
            mark = "   ";
        }
        return text.toString();
    }

    /** The words between two commands, which have lines of their own so that they can be copied. */
    private static String clause(String words) {
        return SEPARATOR.matcher(words).replaceFirst("").strip();
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
