package dev.dbops.cli.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedDatabases;
import dev.dbops.aws.EmulatedStates;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The databases that the sg- commands find: clusters, ones that are being created, ones without a public address. */
class SgDatabasesTest {
    @TempDir
    private Path directory;

    private NetworkFixture network;

    @BeforeEach
    void noConnectionUrl() {
        network = new NetworkFixture(directory);
        network.cli.with("CONNECTION_URL", "").with("PATH", "/usr/bin:/bin");
    }

    @Test
    void anInstanceThatIsBeingCreatedHasNoPort() {
        network.aws.settleAfter(9);
        try (var states = new EmulatedStates(network.aws)) {
            states.multiAz("new");
        }

        var update = network.run(1, "sg-update", "--instance", "new");

        assertThat(update.err()).isEqualTo("""
            error: instance "new" is creating, and has no endpoint and no port yet
            hint: wait until it is available, or pass --port 5432
            """);
        network.assertThatNothingWasChanged();
        network.run(0, "sg-update", "--instance", "new", "--port", "5432");
    }

    @Test
    void anInstanceWithoutAPublicAddressIsMentioned() {
        var databases = new EmulatedDatabases(network.aws);
        databases.placedInstance("inside", databases.network());

        var update = network.run(0, "sg-update", "--instance", "inside");

        assertThat(update.err())
                .contains("instance \"inside\" has no public address: the rule serves only clients in its network");
        assertThat(network.run(0, "sg-run", "--instance", "inside", "--", "true")
                        .err())
                .contains("instance \"inside\" has no public address");
    }

    @Test
    void theGroupsOfAClusterAreUsed() {
        network.groups.cluster("cruddur", network.group);

        network.run(0, "sg-update", "--instance", "cruddur");
        network.run(0, "sg-list", "--instance", "cruddur");
        network.run(0, "sg-run", "--instance", "cruddur", "--", "true");
        network.run(0, "sg-revoke", "--instance", "cruddur", "--name", "brave-otter");

        assertThat(network.calls()).contains("rds:DescribeDBClusters");
    }

    @Test
    void theGroupsOfAProxyAreUsed() {
        try (var states = new EmulatedStates(network.aws)) {
            network.cli.with("CONNECTION_URL", states.guardedProxy("front", network.group));
        }

        network.run(0, "sg-update");
        network.run(0, "sg-list");
        network.run(0, "sg-run", "--", "true");
        network.run(0, "sg-revoke", "--name", "brave-otter");

        assertThat(network.groups.rules(network.group)).isEmpty();
    }
}
