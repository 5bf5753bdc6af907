package dev.dbops.aws.modification;

/** A setting that can be modified, by the option that names it. */
public enum Setting {
    CLASS("--class"),
    STORAGE("--storage"),
    MAX_STORAGE("--max-storage"),
    STORAGE_TYPE("--storage-type"),
    IOPS("--iops"),
    THROUGHPUT("--throughput"),
    MULTI_AZ("--multi-az"),
    DELETION_PROTECTION("--deletion-protection"),
    BACKUP_RETENTION("--backup-retention"),
    BACKUP_WINDOW("--backup-window"),
    MAINTENANCE_WINDOW("--maintenance-window"),
    ENGINE_VERSION("--engine-version"),
    CA("--ca"),
    PUBLIC("--public"),
    IAM_AUTHENTICATION("--iam-authentication");

    /** The value of a setting that is on. */
    public static final String ON = "yes";

    /** The value of a setting that is off. */
    public static final String OFF = "no";

    private final String option;

    Setting(String option) {
        this.option = option;
    }

    /** The option that names it. */
    public String option() {
        return option;
    }

    /** Its name for people, such as "storage type". */
    public String title() {
        return option.substring(2).replace('-', ' ');
    }

    static String text(Boolean on) {
        return Boolean.TRUE.equals(on) ? ON : OFF;
    }

    static boolean isOn(String text) {
        return text.equals(ON);
    }
}
