package dev.dbops.doctor.connection;

import dev.dbops.doctor.Finding;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Passes on findings up to the first failed step: the steps after it are skipped, with the reason. */
final class StepReport {
    private final Consumer<Finding> findings;
    private final Set<String> done = new HashSet<>();

    StepReport(Consumer<Finding> findings) {
        this.findings = findings;
    }

    void add(Finding finding) {
        done.add(finding.step());
        findings.accept(finding);
    }

    /** All steps without a finding so far. */
    void skipRest(String reason) {
        for (var step : ConnectionSteps.ON_THE_WAY) {
            if (!done.contains(step.name())) {
                add(step.skipped(reason));
            }
        }
    }
}
