package dev.dbops.cli.rds.upgrade;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.doctor.Outcome;
import dev.dbops.upgrade.UpgradeFinding;
import java.util.List;

/**
 * The outcomes of the checks before an upgrade.
 *
 * @param all all of them, in their order
 */
record UpgradeFindings(List<UpgradeFinding> all) {
    static UpgradeFindings none() {
        return new UpgradeFindings(List.of());
    }

    /** The outcome without a connection to a database. */
    static UpgradeFindings unchecked() {
        return new UpgradeFindings(List.of(new UpgradeFinding(
                "database",
                Outcome.skipped,
                "no connection URL is set, so no database was checked",
                "pass its URL: --url, or the environment's name")));
    }

    /**
     * Returns if no check failed.
     *
     * @throws OpsException of kind FAILED with all that is in the way
     */
    void refuseFailed(String what, String version) {
        var failed = of(Outcome.failed);
        if (!failed.isEmpty()) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s cannot be upgraded to %s because of %s"
                            .formatted(
                                    what,
                                    version,
                                    String.join(
                                            "; ",
                                            failed.stream()
                                                    .map(finding -> finding.check() + ": " + finding.detail())
                                                    .toList())),
                    String.join(
                            "; ",
                            failed.stream()
                                    .map(finding -> finding.check() + ": " + finding.remedy())
                                    .toList()));
        }
    }

    private List<UpgradeFinding> of(Outcome outcome) {
        return all.stream().filter(finding -> finding.outcome() == outcome).toList();
    }

    /** The sentences of what needs attention. */
    List<String> warnings() {
        return all.stream()
                .filter(finding -> finding.outcome() == Outcome.warning || finding.outcome() == Outcome.skipped)
                .map(finding -> "%s: %s; %s".formatted(finding.check(), finding.detail(), finding.remedy()))
                .toList();
    }
}
