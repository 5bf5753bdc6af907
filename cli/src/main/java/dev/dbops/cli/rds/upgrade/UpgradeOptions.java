package dev.dbops.cli.rds.upgrade;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import java.util.Optional;

/** The options of an upgrade. */
final class UpgradeOptions {
    private Optional<String> to = Optional.empty();
    private boolean noSnapshot;
    private boolean blueGreen;
    private boolean switchover;
    private boolean analyze;

    void describe(CommandSpecBuilder model) {
        model.option(
                        "--to",
                        "VERSION",
                        "Version, such as 17.6, or major version, such as 17. Default: list the versions.",
                        value -> to = Optional.of(value))
                .flag("--no-snapshot", "Do not take a snapshot first.", value -> noSnapshot = value)
                .flag(
                        "--blue-green",
                        "Upgrade a copy that replication keeps current, and leave the database as it is.",
                        value -> blueGreen = value)
                .flag(
                        "--switchover",
                        "Let the upgraded copy take the place of the database.",
                        value -> switchover = value)
                .flag("--analyze", "Run ANALYZE in the database after a major upgrade.", value -> analyze = value);
    }

    /** Throws an exception of kind USAGE when options contradict each other. */
    void check() {
        refuse(
                switchover && (to.isPresent() || blueGreen || noSnapshot || analyze),
                "--switchover cannot be combined with other options of an upgrade",
                "switch over when the copy is current");
        refuse(
                to.isEmpty() && (blueGreen || noSnapshot || analyze),
                "--blue-green, --no-snapshot and --analyze require --to",
                "add --to VERSION");
        refuse(
                blueGreen && (noSnapshot || analyze),
                "--blue-green cannot be combined with --no-snapshot and --analyze",
                "the database remains as it is; a blue/green deployment takes no snapshot");
    }

    private static void refuse(boolean wrong, String message, String hint) {
        if (wrong) {
            throw new OpsException(Kind.USAGE, message, hint);
        }
    }

    /** The requested version; empty to list the versions. */
    Optional<String> to() {
        return to;
    }

    /** Returns whether to take a snapshot before an upgrade in place. */
    boolean snapshot() {
        return !noSnapshot && !blueGreen;
    }

    boolean blueGreen() {
        return blueGreen;
    }

    boolean switchover() {
        return switchover;
    }

    boolean analyze() {
        return analyze;
    }
}
