package dev.dbops.aws;

/** The command that takes away a database that was just made, and so holds nothing. */
final class Removal {
    private Removal() {}

    static String of(String name) {
        return "db-ops rds-delete --instance %s --no-final-snapshot --disable-deletion-protection --confirm %s"
                .formatted(name, name);
    }
}
