package dev.dbops.aws;

/** Makes the databases that tests of commands work on, straight in the emulator. */
public final class EmulatedInstances {
    private final AwsEmulator aws;

    public EmulatedInstances(AwsEmulator aws) {
        this.aws = aws;
    }

    /**
     * An available PostgreSQL instance.
     *
     * @return the connection URL of a database on it
     */
    public String instance(String name) {
        try (var clients = aws.clients()) {
            var made = clients.rds()
                    .createDBInstance(request -> request.dbInstanceIdentifier(name)
                            .engine("postgres")
                            .dbInstanceClass("db.t4g.micro")
                            .allocatedStorage(20)
                            .masterUsername("postgres")
                            .masterUserPassword("secret99"))
                    .dbInstance();
            return url(made.endpoint().address());
        }
    }

    /**
     * An available Aurora cluster without members.
     *
     * @return the connection URL of a database on it
     */
    public String cluster(String name) {
        try (var clients = aws.clients()) {
            var made = clients.rds()
                    .createDBCluster(request -> request.dbClusterIdentifier(name)
                            .engine("aurora-postgresql")
                            .masterUsername("postgres")
                            .masterUserPassword("secret99"))
                    .dbCluster();
            return url(made.endpoint());
        }
    }

    private static String url(String host) {
        return "postgresql://app:secret99@" + host + ":5432/cruddur";
    }
}
