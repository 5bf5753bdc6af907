package dev.dbops.aws;

/** The secret of an instance whose master password RDS keeps. */
public final class EmulatedManagedSecret {
    private final AwsEmulator aws;
    private final String instance;

    public EmulatedManagedSecret(AwsEmulator aws, String instance) {
        this.aws = aws;
        this.instance = instance;
    }

    /** RDS's word for its state; the emulator creates and rotates it while it is looked at. */
    public String status() {
        return new EmulatedDatabases(aws).instance(instance).masterUserSecret().secretStatus();
    }

    private String arn() {
        return new EmulatedDatabases(aws).instance(instance).masterUserSecret().secretArn();
    }

    /** The version that is current. */
    public String version() {
        try (var clients = aws.clients()) {
            return clients.secrets()
                    .getSecretValue(request -> request.secretId(arn()))
                    .versionId();
        }
    }

    /** The password in it, which no command may show. */
    public String password() {
        try (var clients = aws.clients()) {
            var text = clients.secrets()
                    .getSecretValue(request -> request.secretId(arn()))
                    .secretString();
            return text.replaceAll(".*\"password\": ?\"([^\"]*)\".*", "$1");
        }
    }

    /** Lets RDS report that it cannot rotate the secret. */
    public void impair() {
        aws.control("impair-secret", """
            {"region": "%s", "instance": "%s"}\
            """.formatted(AwsEmulator.REGION, instance));
    }
}
