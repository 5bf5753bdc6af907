package dev.dbops.aws.provisioning;

/** The two kinds of PostgreSQL on RDS. */
enum Engine {
    POSTGRES("postgres", "PostgreSQL", 15),
    AURORA("aurora-postgresql", "Aurora PostgreSQL", 17);

    private final String id;
    private final String title;
    private final int firstWithForcedTls;

    Engine(String id, String title, int firstWithForcedTls) {
        this.id = id;
        this.title = title;
        this.firstWithForcedTls = firstWithForcedTls;
    }

    /** RDS's name for it. */
    String id() {
        return id;
    }

    /** The name for users. */
    String title() {
        return title;
    }

    /**
     * Returns whether the version accepts connections without TLS, unless a parameter group forbids it: rds.force_ssl
     * is 1 by default since PostgreSQL 15 on RDS ("Using SSL with a PostgreSQL DB instance" in the RDS user guide), and
     * since 17 on Aurora ("Securing Aurora PostgreSQL data with SSL/TLS" in the Aurora user guide).
     */
    boolean allowsPlainConnections(EngineVersion version) {
        return version.major() < firstWithForcedTls;
    }
}
