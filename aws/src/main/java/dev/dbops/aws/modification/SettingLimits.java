package dev.dbops.aws.modification;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Refuses values that AWS refuses, before any request is sent (ModifyDBInstance in the RDS API reference). */
final class SettingLimits {
    /** Below this size, gp3 has fixed IOPS and throughput for PostgreSQL. */
    private static final int STRIPED = 400;

    private static final List<String> AURORA_TYPES = List.of("aurora", "aurora-iopt1");
    private static final List<String> TYPES = List.of("gp2", "gp3", "io1", "io2", "standard");

    private final DatabaseSettings settings;
    private final Map<Setting, String> wanted;
    private final boolean aurora;

    SettingLimits(DatabaseSettings settings, Map<Setting, String> wanted, boolean aurora) {
        this.settings = settings;
        this.wanted = wanted;
        this.aurora = aurora;
    }

    /**
     * Throws an exception for a value that AWS would refuse.
     *
     * @param replicas the read replicas, which need the automated backups
     * @throws OpsException of kind USAGE
     */
    void check(List<String> replicas) {
        checkSize();
        checkType();
        checkPerformance();
        checkWindows();
        checkVersion();
        if (wanted.getOrDefault(Setting.BACKUP_RETENTION, "1").equals("0") && !replicas.isEmpty()) {
            throw refused(
                    "automated backups cannot be turned off while there are read replicas: "
                            + String.join(", ", replicas),
                    "delete them first, or keep at least one day");
        }
        if (aurora && wanted.getOrDefault(Setting.BACKUP_RETENTION, "1").equals("0")) {
            throw refused("Aurora always has automated backups", "keep them for 1 to 35 days");
        }
        value(Setting.CLASS).filter(name -> !name.startsWith("db.")).ifPresent(name -> {
            throw refused(
                    "\"%s\" is not an instance class (from --class)".formatted(name),
                    "a class has the form db.FAMILY.SIZE, such as db.t4g.micro or db.m7g.large");
        });
    }

    private void checkSize() {
        var now = settings.number(Setting.STORAGE);
        var pending = settings.eventual(Setting.STORAGE).map(Integer::parseInt).orElse(now);
        value(Setting.STORAGE).map(Integer::parseInt).filter(size -> size < now).ifPresent(size -> {
            throw refused(
                    "storage cannot shrink: it is %d GiB, and --storage is %d".formatted(now, size),
                    "restore a dump of it to a smaller instance: db-ops dump, db-ops rds-create, db-ops restore");
        });
        var size = value(Setting.STORAGE).map(Integer::parseInt).orElse(pending);
        value(Setting.MAX_STORAGE)
                .map(Integer::parseInt)
                .filter(most -> most < size)
                .ifPresent(most -> {
                    throw refused(
                            "--max-storage is %d, and the storage is %d GiB".formatted(most, size),
                            "the limit must be at least 10 % higher than the storage; the same size turns autoscaling"
                                    + " off");
                });
    }

    private void checkType() {
        var known = aurora ? AURORA_TYPES : TYPES;
        value(Setting.STORAGE_TYPE).filter(type -> !known.contains(type)).ifPresent(type -> {
            throw refused(
                    "\"%s\" is not a storage type%s (from --storage-type)".formatted(type, aurora ? " of Aurora" : ""),
                    "the storage types are: " + String.join(", ", known));
        });
    }

    private void checkPerformance() {
        if (aurora) {
            return;
        }
        var type = wanted.getOrDefault(
                Setting.STORAGE_TYPE, settings.eventual(Setting.STORAGE_TYPE).orElse(""));
        if (type.startsWith("io")
                && value(Setting.STORAGE_TYPE).isPresent()
                && value(Setting.IOPS).isEmpty()
                && settings.number(Setting.IOPS) == 0) {
            throw refused("storage of type %s needs a number of IOPS".formatted(type), "pass --iops NUMBER");
        }
        if (wanted.containsKey(Setting.IOPS) && (type.equals("gp2") || type.equals("standard"))) {
            throw refused(
                    "storage of type %s has no provisioned IOPS".formatted(type),
                    "omit --iops, or change the type: --storage-type gp3");
        }
        if (wanted.containsKey(Setting.THROUGHPUT) && !type.equals("gp3")) {
            throw refused(
                    "only storage of type gp3 has a throughput to provision, and it is %s".formatted(type),
                    "omit --throughput, or change the type: --storage-type gp3");
        }
        checkStriping(type);
    }

    private void checkStriping(String type) {
        var size = value(Setting.STORAGE).map(Integer::parseInt).orElse(settings.number(Setting.STORAGE));
        if (type.equals("gp3")
                && size < STRIPED
                && (wanted.containsKey(Setting.IOPS) || wanted.containsKey(Setting.THROUGHPUT))) {
            throw refused(
                    "gp3 storage of %d GiB has 3000 IOPS and 125 MiB/s, which cannot be changed".formatted(size),
                    "enlarge it to at least %d GiB: --storage %d".formatted(STRIPED, STRIPED));
        }
    }

    private void checkWindows() {
        var backups = value(Setting.BACKUP_WINDOW).map(TimeWindow::ofBackups);
        var maintenance = value(Setting.MAINTENANCE_WINDOW).map(TimeWindow::ofMaintenance);
        if (backups.isEmpty() && maintenance.isEmpty()) {
            return;
        }
        var first = backups.or(() -> settings.current(Setting.BACKUP_WINDOW).map(TimeWindow::ofBackups));
        var second = maintenance.or(
                () -> settings.current(Setting.MAINTENANCE_WINDOW).map(TimeWindow::ofMaintenance));
        if (first.isPresent() && second.isPresent() && first.get().overlaps(second.get())) {
            throw refused(
                    "the windows of backups (%s) and of maintenance (%s) overlap"
                            .formatted(either(Setting.BACKUP_WINDOW), either(Setting.MAINTENANCE_WINDOW)),
                    "pass both: --backup-window 03:00-03:30 --maintenance-window sat:04:00-sat:04:30");
        }
    }

    private String either(Setting setting) {
        return value(setting).or(() -> settings.current(setting)).orElse("");
    }

    /** Major versions are not upgraded here: such an upgrade needs checks of its own. */
    private void checkVersion() {
        var now = settings.current(Setting.ENGINE_VERSION);
        var then = value(Setting.ENGINE_VERSION);
        if (now.isEmpty() || then.isEmpty()) {
            return;
        }
        if (!then.get().matches("\\d+\\.\\d+(\\.\\d+)*")) {
            throw refused(
                    "\"%s\" is not a version with its minor number (from --engine-version)".formatted(then.get()),
                    "write it as RDS does, such as 17.6");
        }
        var order = Arrays.compare(numbers(then.get()), numbers(now.get()));
        if (numbers(then.get())[0] > numbers(now.get())[0]) {
            throw refused(
                    "%s is another major version than %s".formatted(then.get(), now.get()),
                    "rds-modify changes minor versions only; a major upgrade needs checks before: db-ops rds-upgrade");
        }
        if (order < 0) {
            throw refused(
                    "RDS does not downgrade: the version is %s".formatted(now.get()),
                    "restore an earlier snapshot to a new instance: db-ops rds-restore");
        }
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("[^0-9]+"))
                .filter(part -> !part.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private Optional<String> value(Setting setting) {
        return Optional.ofNullable(wanted.get(setting));
    }

    private static OpsException refused(String message, String hint) {
        return new OpsException(Kind.USAGE, message, hint);
    }
}
