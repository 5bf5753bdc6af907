package dev.dbops.cli.doctor;

import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Outcome;
import java.util.List;

/**
 * All that was found.
 *
 * @param outcome failed when a step has failed, else warning when there is one, else ok
 * @param failed how many steps have failed
 * @param warnings how many steps have a warning
 * @param skipped how many steps could not be tried
 * @param findings what each step has found
 */
record Report(Outcome outcome, long failed, long warnings, long skipped, List<Finding> findings) {
    static Report of(List<Finding> findings) {
        var failed = count(findings, Outcome.failed);
        var warnings = count(findings, Outcome.warning);
        var outcome = failed > 0 ? Outcome.failed : warnings > 0 ? Outcome.warning : Outcome.ok;
        return new Report(outcome, failed, warnings, count(findings, Outcome.skipped), List.copyOf(findings));
    }

    private static long count(List<Finding> findings, Outcome outcome) {
        return findings.stream().filter(finding -> finding.outcome() == outcome).count();
    }

    /** The line at the end. */
    String summary() {
        return switch (outcome) {
            case ok, skipped -> "all is well";
            case warning -> warnings(warnings);
            case failed -> failed + " failed" + (warnings > 0 ? ", " + warnings(warnings) : "");
        };
    }

    private static String warnings(long count) {
        return count + (count == 1 ? " warning" : " warnings");
    }
}
