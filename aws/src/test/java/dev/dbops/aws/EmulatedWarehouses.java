package dev.dbops.aws;

/** The warehouses of the emulator, of which it has the names and the temporary passwords alone. */
public final class EmulatedWarehouses {
    private final AwsEmulator aws;

    public EmulatedWarehouses(AwsEmulator aws) {
        this.aws = aws;
    }

    /** A cluster, whose roles have this temporary password. */
    public EmulatedWarehouses cluster(String name, String password) {
        return make("cluster", name, password);
    }

    /** A workgroup of Redshift Serverless, where the role of the IAM identity has this temporary password. */
    public EmulatedWarehouses workgroup(String name, String password) {
        return make("workgroup", name, password);
    }

    private EmulatedWarehouses make(String kind, String name, String password) {
        aws.control(
                "warehouse",
                "{\"kind\": \"%s\", \"name\": \"%s\", \"password\": \"%s\"}".formatted(kind, name, password));
        return this;
    }
}
