package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedTags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tags of what commands create. */
class TagsTest {
    private static final String[] TAGS = {"--tag", "team=payments", "--tag", "cost=a=b"};

    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    private EmulatedTags tags;

    @BeforeEach
    void emptyAccount() {
        rds = new RdsFixture(directory);
        tags = new EmulatedTags(rds.aws);
    }

    private void tagged(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(TAGS));
        rds.cli.run(all.toArray(String[]::new)).succeeded();
    }

    @Test
    void aNewInstanceHasThem() {
        tagged("rds-create", "--instance", "cruddur-db");

        assertThat(tags.of("db", "cruddur-db")).containsExactly("cost=a=b", "team=payments");
    }

    @Test
    void aNewClusterItsMembersAndItsParametersHaveThem() {
        tagged("rds-create", "--instance", "cruddur", "--aurora", "--engine-version", "16.8");

        assertThat(tags.of("cluster", "cruddur")).containsExactly("cost=a=b", "team=payments");
        assertThat(tags.of("db", "cruddur-1")).containsExactly("cost=a=b", "team=payments");
        assertThat(tags.of("cluster-pg", "db-ops-aurora-postgresql16")).containsExactly("cost=a=b", "team=payments");
    }

    @Test
    void aSnapshotAndItsCopyHaveThem() {
        rds.instances.instance("cruddur-db");

        tagged("rds-snapshot", "--instance", "cruddur-db", "--name", "before", "--copy-to", "eu-west-1");

        assertThat(tags.of("snapshot", "before")).contains("cost=a=b", "team=payments");
        assertThat(tags.of("eu-west-1", "snapshot", "before")).contains("cost=a=b", "team=payments");
    }

    @Test
    void aRestoredInstanceHasThem() {
        rds.instances.instance("cruddur-db");
        rds.snapshots.take("cruddur-db", "before");

        tagged("rds-restore", "--snapshot", "before", "--to", "restored");
        tagged("rds-restore", "--instance", "cruddur-db", "--at", "latest", "--to", "earlier");

        assertThat(tags.of("db", "restored")).contains("cost=a=b", "team=payments");
        assertThat(tags.of("db", "earlier")).contains("cost=a=b", "team=payments");
    }

    @Test
    void aNewProxyHasThem() {
        rds.databases.placedInstance("cruddur-db", rds.databases.network());

        tagged("rds-proxy", "--create", "--instance", "cruddur-db", "--role", "arn:aws:iam::123456789012:role/proxy");

        assertThat(tags.ofArn(rds.databases.proxy("cruddur-db-proxy").dbProxyArn(), AwsEmulator.REGION))
                .containsExactly("cost=a=b", "team=payments");
    }

    @Test
    void aDryRunShowsThem() {
        var plan = rds.cli
                .run("rds-create", "--instance", "cruddur-db", "--tag", "team=payments", "--dry-run")
                .succeeded();

        assertThat(plan.out())
                .containsPattern("rds:CreateDBInstance +Tags.Key +team\n")
                .containsPattern("rds:CreateDBInstance +Tags.Value +payments\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        team          | "team" is not a tag (from --tag)
        =payments     | "=payments" is not a tag (from --tag)
        AWS:team=a    | the tag "AWS:team=a" begins with "aws:", which AWS reserves for itself
        rds:team=a    | the tag "rds:team=a" begins with "rds:", which AWS reserves for itself
        team=a,b      | the value of a tag has a character that AWS does not allow: "a,b"
        te*am=a       | the key of a tag has a character that AWS does not allow: "te*am"
        """)
    void whatAwsDoesNotAcceptIsRefused(String tag, String message) {
        assertThat(rds.cli
                        .run("rds-create", "--instance", "cruddur-db", "--tag", tag)
                        .failed(2)
                        .err())
                .startsWith("error: " + message + "\nhint: ");
        assertThat(rds.aws.calls()).isEmpty();
    }

    @Test
    void lengthAndNumberHaveLimits() {
        var many = new ArrayList<>(List.of("rds-create", "--instance", "cruddur-db"));
        for (var number = 0; number < 51; number++) {
            many.addAll(List.of("--tag", "key%d=".formatted(number)));
        }

        assertThat(rds.cli.run(many.toArray(String[]::new)).failed(2).err())
                .startsWith("error: 51 tags are given, and AWS allows 50\n");
        assertThat(rds.cli
                        .run("rds-create", "--instance=cruddur-db", "--tag", "k".repeat(129) + "=")
                        .failed(2)
                        .err())
                .startsWith("error: the key of a tag has 129 characters, and AWS allows 128: ");
        assertThat(rds.cli
                        .run("rds-create", "--instance=cruddur-db", "--tag", "k=" + "v".repeat(257))
                        .failed(2)
                        .err())
                .startsWith("error: the value of a tag has 257 characters, and AWS allows 256: ");
        assertThat(rds.cli
                        .run("rds-create", "--instance=cruddur-db", "--tag", "k=1", "--tag", "k=2")
                        .failed(2)
                        .err())
                .startsWith("error: the tag \"k\" is given twice\n");
    }

    @Test
    void withoutACreationThereIsNothingToTag() {
        assertThat(rds.cli
                        .run("rds-proxy", "--instance=a", "--tag", "k=v")
                        .failed(2)
                        .err())
                .startsWith("error: --tag requires --create\n");
        assertThat(rds.cli
                        .run("rds-snapshot", "--snapshot=a", "--share=123456789012", "--tag", "k=v")
                        .failed(2)
                        .err())
                .startsWith("error: --tag requires --copy-to\n");
    }
}
