package dev.dbops.cli.rds.upgrade;

import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.upgrade.UpgradeSource;
import dev.dbops.aws.upgrade.UpgradeTarget;
import dev.dbops.upgrade.UpgradeFinding;
import java.util.List;
import java.util.Optional;

/**
 * An upgrade, or its plan.
 *
 * @param type instance or cluster
 * @param name its identifier
 * @param from the version before
 * @param to the requested version; empty for a switchover
 * @param steps the steps of the plan, in their order; empty after the upgrade
 * @param checks the checks before it
 */
record UpgradeResult(
        DatabaseInstance.Type type,
        String name,
        String from,
        Optional<String> to,
        List<String> steps,
        List<UpgradeFinding> checks) {
    static UpgradeResult of(
            UpgradeSource source, UpgradeTarget target, List<String> steps, List<UpgradeFinding> checks) {
        return new UpgradeResult(
                source.database().type(),
                source.database().name(),
                source.version(),
                Optional.of(target.version()),
                steps,
                checks);
    }

    static UpgradeResult planned(UpgradeSource source) {
        return new UpgradeResult(
                source.database().type(),
                source.database().name(),
                source.version(),
                Optional.empty(),
                List.of(),
                List.of());
    }
}
