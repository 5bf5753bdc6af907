package dev.dbops.cli.rds.settings;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.secret.RotationSchedule;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.NumberRange;
import java.util.Optional;

/** The options that change who sets the master password, and when. */
final class SecretChangeOptions {
    private static final NumberRange DAYS = new NumberRange(1, 1000, "pass the days between two rotations, such as 30");

    private boolean rotate;
    private boolean manage;
    private Optional<RotationSchedule> schedule = Optional.empty();

    void describe(CommandSpecBuilder model) {
        model.flag("--rotate", "Change the password now, and wait for it.", value -> rotate = value)
                .option(
                        "--schedule",
                        "EXPRESSION",
                        "Rotate it by a schedule, such as \"rate(30 days)\" or a cron expression.",
                        value -> once(RotationSchedule.of(value)))
                .number(
                        "--days",
                        "DAYS",
                        "Rotate it after this many days.",
                        DAYS,
                        value -> once(RotationSchedule.ofDays(value)))
                .flag("--manage", "Let RDS set a new password and keep it in a secret.", value -> manage = value);
    }

    private void once(RotationSchedule wanted) {
        if (schedule.isPresent()) {
            throw new OpsException(Kind.USAGE, "--schedule and --days cannot be combined", "pass one of them");
        }
        schedule = Optional.of(wanted);
    }

    /** Throws an exception of kind USAGE when options contradict each other. */
    void check() {
        if (manage && changesRotation()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--manage cannot be combined with --rotate, --schedule and --days",
                    "rotate it when RDS keeps the password");
        }
    }

    boolean rotate() {
        return rotate;
    }

    boolean manage() {
        return manage;
    }

    boolean changesRotation() {
        return rotate || schedule.isPresent();
    }

    Optional<RotationSchedule> schedule() {
        return schedule;
    }
}
