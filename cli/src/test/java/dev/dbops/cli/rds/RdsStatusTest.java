package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedInstances;
import dev.dbops.cli.Cli;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RdsStatusTest {
    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private Cli cli;

    @BeforeEach
    void emptyAccount() {
        aws = AwsEmulator.reset();
        cli = aws.serve(new Cli(directory));
    }

    @Test
    void theInstanceIsTheOneOfTheConnectionUrl() {
        var url = new EmulatedInstances(aws).instance("cruddur-db");

        var status = cli.with("CONNECTION_URL", url).run("rds-status").succeeded();

        assertThat(status.out()).isEqualTo("instance \"cruddur-db\" is available\n");
    }

    @Test
    void aClusterIsFoundByItsName() {
        new EmulatedInstances(aws).cluster("cruddur");

        var status = cli.run("rds-status", "--instance", "cruddur").succeeded();

        assertThat(status.out()).isEqualTo("cluster \"cruddur\" is available\n");
    }

    @Test
    void aMisspeltNameIsCorrected() {
        new EmulatedInstances(aws).instance("cruddur-db");

        var status = cli.run("rds-status", "--instance", "crudur-db").failed(2);

        assertThat(status.err()).isEqualTo("""
            error: there is no instance or cluster "crudur-db" in eu-central-1 (from --instance)
            hint: did you mean "cruddur-db"?
            """);
    }
}
