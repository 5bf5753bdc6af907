package dev.dbops.cli.rds.settings;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.modification.Setting;
import dev.dbops.aws.provisioning.NewDatabase;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.NumberRange;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The options that name settings of a database and their new values. */
final class ModifyOptions {
    private static final int MOST_DAYS = 35;
    private static final int MOST_IOPS = 256_000;
    private static final int MOST_THROUGHPUT = 4_000;
    private static final int LEAST_IOPS = 1_000;
    private static final int LEAST_THROUGHPUT = 125;

    private static final List<String> STORAGE_TYPES = List.of("gp2", "gp3", "io1", "io2", "aurora", "aurora-iopt1");

    private final Map<Setting, String> wanted = new EnumMap<>(Setting.class);

    void describe(CommandSpecBuilder model) {
        text(model, Setting.CLASS, "CLASS", "Instance class, such as db.m7g.large.");
        number(
                model,
                Setting.STORAGE,
                "GIB",
                "Storage in GiB; it can only grow.",
                new NumberRange(NewDatabase.LEAST_STORAGE, NewDatabase.MOST_STORAGE, "that is the range of RDS"));
        number(
                model,
                Setting.MAX_STORAGE,
                "GIB",
                "Limit up to which RDS enlarges the storage by itself.",
                new NumberRange(NewDatabase.LEAST_STORAGE, NewDatabase.MOST_STORAGE, "that is the range of RDS"));
        model.choice(
                Setting.STORAGE_TYPE.option(),
                "TYPE",
                "Storage type: gp2, gp3, io1, io2; Aurora: aurora, aurora-iopt1.",
                STORAGE_TYPES,
                value -> set(Setting.STORAGE_TYPE, value.toLowerCase(Locale.ROOT)));
        number(
                model,
                Setting.IOPS,
                "NUMBER",
                "Provisioned I/O operations per second.",
                new NumberRange(LEAST_IOPS, MOST_IOPS, "that is the range of RDS"));
        number(
                model,
                Setting.THROUGHPUT,
                "MIBPS",
                "Provisioned throughput of gp3 storage in MiB/s.",
                new NumberRange(LEAST_THROUGHPUT, MOST_THROUGHPUT, "that is the range of gp3"));
        describeSwitches(model);
        number(
                model,
                Setting.BACKUP_RETENTION,
                "DAYS",
                "Days to keep automated backups; 0 turns them off and deletes them.",
                new NumberRange(0, MOST_DAYS, "keep longer ones as snapshots: db-ops rds-snapshot"));
        text(model, Setting.BACKUP_WINDOW, "WINDOW", "Daily window of backups in UTC, such as 03:00-03:30.");
        model.option(
                Setting.MAINTENANCE_WINDOW.option(),
                "WINDOW",
                "Weekly window of maintenance in UTC, such as sat:04:00-sat:04:30.",
                value -> set(Setting.MAINTENANCE_WINDOW, value.strip().toLowerCase(Locale.ROOT)));
        text(model, Setting.ENGINE_VERSION, "VERSION", "Newer minor version, such as 17.6.");
        text(model, Setting.CA, "NAME", "Certificate authority, such as rds-ca-rsa2048-g1.");
    }

    private void describeSwitches(CommandSpecBuilder model) {
        toggle(model, Setting.MULTI_AZ, "Add a standby in another zone.", "Remove the standby.");
        toggle(
                model,
                Setting.DELETION_PROTECTION,
                "Let AWS refuse to delete it.",
                "Let it be deleted without a further step.");
        toggle(model, Setting.PUBLIC, "Assign a public IP address.", "Remove the public IP address.");
        toggle(model, Setting.IAM_AUTHENTICATION, "Accept IAM tokens as passwords.", "Refuse IAM tokens.");
    }

    private void toggle(CommandSpecBuilder model, Setting setting, String on, String off) {
        model.flag(setting.option(), on, _ -> set(setting, Setting.ON))
                .flag("--no-" + setting.option().substring(2), off, _ -> set(setting, Setting.OFF));
    }

    private void text(CommandSpecBuilder model, Setting setting, String label, String description) {
        model.option(setting.option(), label, description, value -> set(setting, value.strip()));
    }

    private void number(
            CommandSpecBuilder model, Setting setting, String label, String description, NumberRange range) {
        model.number(setting.option(), label, description, range, value -> set(setting, value.toString()));
    }

    private void set(Setting setting, String value) {
        var other = wanted.put(setting, value);
        if (other != null && !other.equals(value)) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s and --no-%s cannot be combined"
                            .formatted(setting.option(), setting.option().substring(2)),
                    "pass one of them");
        }
    }

    /**
     * The new values.
     *
     * @throws OpsException of kind USAGE when there is none
     */
    Map<Setting, String> wanted() {
        if (wanted.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "no setting is named",
                    "name what to change, such as --class db.m7g.large; db-ops rds-status shows the current settings");
        }
        return wanted;
    }
}
