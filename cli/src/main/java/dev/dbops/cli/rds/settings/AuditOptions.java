package dev.dbops.cli.rds.settings;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.RdsName;
import dev.dbops.cli.command.CommandSpecBuilder;
import java.util.Optional;

/** The options that turn auditing on and off. */
final class AuditOptions {
    private boolean enable;
    private boolean disable;
    private boolean objects;
    private boolean reboot;
    private Optional<String> classes = Optional.empty();
    private Optional<String> newGroup = Optional.empty();

    void describe(CommandSpecBuilder model) {
        model.flag("--enable", "Set the parameters, and create the extension.", value -> enable = value)
                .option(
                        "--log",
                        "CLASSES",
                        "Statements to log: ddl, function, misc, read, role, write, all. Default: ddl,role.",
                        value -> classes = Optional.of(value))
                .flag(
                        "--objects",
                        "Also log access to objects that are granted to the role rds_pgaudit.",
                        value -> objects = value)
                .flag("--disable", "Drop the extension, and reset the parameters.", value -> disable = value)
                .flag("--reboot", "Reboot if it is needed, which ends all sessions.", value -> reboot = value)
                .option(
                        "--create-group",
                        "GROUP",
                        "Create this parameter group and assign it, instead of changing the assigned one.",
                        value -> newGroup = Optional.of(RdsName.parameterGroup(value, "--create-group")));
    }

    /** Throws an exception of kind USAGE when options contradict each other. */
    void check() {
        refuse(enable && disable, "--enable and --disable cannot be combined", "pass one of them");
        refuse(
                !enable && (classes.isPresent() || objects || newGroup.isPresent()),
                "--log, --objects and --create-group require --enable",
                "add --enable");
        refuse(!enable && !disable && reboot, "--reboot requires --enable or --disable", "add one of them");
    }

    private static void refuse(boolean wrong, String message, String hint) {
        if (wrong) {
            throw new OpsException(Kind.USAGE, message, hint);
        }
    }

    boolean changes() {
        return enable || disable;
    }

    boolean disable() {
        return disable;
    }

    /** Returns whether to log the objects that are granted to the role. */
    boolean objects() {
        return objects;
    }

    boolean reboot() {
        return reboot;
    }

    /** The classes of statements to log; empty for those that are set, or the default. */
    Optional<String> classes() {
        return classes;
    }

    Optional<String> newGroup() {
        return newGroup;
    }
}
