package dev.dbops.aws;

/** Lets upgrades of the emulator's databases end badly. */
public final class EmulatedUpgrades {
    private final AwsEmulator aws;

    public EmulatedUpgrades(AwsEmulator aws) {
        this.aws = aws;
    }

    /** Lets the next upgrade end with the former version. */
    public void failNext(String name) {
        aws.control("fail-upgrade", "{\"name\": \"%s\"}".formatted(name));
    }

    /** Lets all blue/green deployments be seen in this state. */
    public void deploymentsAre(String state) {
        aws.control("blue-green-state", "{\"state\": \"%s\"}".formatted(state));
    }
}
