package dev.dbops.doctor.connection;

import dev.dbops.doctor.Finding;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Hands over the findings of a way that ends somewhere: the steps behind its end are skipped, and say why. */
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

    /** All steps of which nothing was found yet. */
    void skipRest(String reason) {
        for (var step : ConnectionSteps.ON_THE_WAY) {
            if (!done.contains(step.name())) {
                add(step.skipped(reason));
            }
        }
    }
}
