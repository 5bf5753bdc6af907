package dev.dbops.cli.rds;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedDatabases;
import dev.dbops.aws.EmulatedInstances;
import dev.dbops.aws.EmulatedSnapshots;
import dev.dbops.aws.EmulatedStates;
import dev.dbops.cli.Cli;
import java.nio.file.Path;

/** An account without databases, what tests put into it and look at there, and a command line that asks it. */
final class RdsFixture implements AutoCloseable {
    final AwsEmulator aws = AwsEmulator.reset();
    final EmulatedInstances instances = new EmulatedInstances(aws);
    final EmulatedDatabases databases = new EmulatedDatabases(aws);
    final EmulatedSnapshots snapshots = new EmulatedSnapshots(aws);
    final EmulatedStates states = new EmulatedStates(aws);
    final Cli cli;

    RdsFixture(Path directory) {
        cli = new Cli(directory).with(aws.variables());
    }

    @Override
    public void close() {
        states.close();
    }
}
