package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedManagedSecret;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdsSecretTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    private EmulatedManagedSecret secret;

    @BeforeEach
    void anInstanceWhosePasswordRdsKeeps() {
        rds = new RdsFixture(directory);
        rds.cli.with("RDS_INSTANCE_ID", "cruddur-db");
        rds.databases.protectedInstance("cruddur-db");
        secret = new EmulatedManagedSecret(rds.aws, "cruddur-db");
        secret.status();
    }

    @Test
    void itsStateIsShown() {
        var shown = rds.cli.run("rds-secret").succeeded();

        assertThat(shown.out())
                .containsPattern("(?m)^type +instance$")
                .containsPattern("(?m)^user +postgres$")
                .containsPattern("(?m)^secret +arn:aws:secretsmanager:eu-central-1:\\d+:secret:rds!db-\\S+$")
                .containsPattern("(?m)^status +active$")
                .containsPattern("(?m)^kms key +arn:aws:kms:\\S+$")
                .containsPattern("(?m)^rotation +every 7 days$")
                .containsPattern("(?m)^next rotation at +20\\d\\d-\\S+Z$")
                .doesNotContain("last rotated", secret.password());
    }

    @Test
    void aClustersSecretIsShownForItsMembersToo() {
        rds.databases.protectedCluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");

        var shown = rds.cli
                .run("rds-secret", "--instance", "cruddur-1", "-o", "json")
                .succeeded();

        assertThat(shown.out())
                .contains("{\"type\":\"cluster\",\"name\":\"cruddur\",\"user\":\"postgres\",\"secret\":\"arn:")
                .contains("\"last_rotated_at\":null");
    }

    @Test
    void aRotationIsAwaited() {
        rds.aws.settleAfter(3);
        var before = secret.version();

        var rotated = rds.cli.run("rds-secret", "--rotate", "--yes").succeeded();

        assertThat(rotated.err()).isEqualTo("the secret of instance \"cruddur-db\" is rotating\n");
        assertThat(rotated.out()).containsPattern("(?m)^last rotated at +20\\d\\d-\\S+Z$");
        assertThat(secret.version()).isNotEqualTo(before);
        assertThat(rotated.out() + rotated.err()).doesNotContain(secret.password());
    }

    @Test
    void anotherRotationMustBeOver() {
        rds.aws.settleAfter(1_000);
        rds.cli.run("rds-secret", "--rotate", "--yes", "--timeout", "100ms").failed(6);

        var again = rds.cli.run("rds-secret", "--rotate", "--yes").failed(1);

        assertThat(again.err())
                .contains("error: secretsmanager:RotateSecret failed: A previous rotation isn't complete.");
    }

    @Test
    void aWaitThatTakesTooLongSaysHowToLookAgain() {
        rds.aws.settleAfter(1_000);

        var rotate = rds.cli
                .run("rds-secret", "--rotate", "--yes", "--timeout", "100ms")
                .failed(6);

        assertThat(rotate.err())
                .contains("error: the secret of instance \"cruddur-db\" is still rotating after 100 ms\n")
                .contains("db-ops rds-secret --instance cruddur-db");
    }

    @Test
    void anImpairedSecretCannotBeRotated() {
        secret.impair();

        var rotate = rds.cli.run("rds-secret", "--rotate", "--yes").failed(1);

        assertThat(rotate.err())
                .startsWith(
                        "error: the secret of instance \"cruddur-db\" is impaired: it can be read, but not rotated\n");
        assertThat(rds.cli.run("rds-secret").succeeded().out()).containsPattern("(?m)^status +impaired$");
    }

    @Test
    void theScheduleIsChangedWithoutARotation() {
        var before = secret.version();

        var byExpression = rds.cli
                .run("rds-secret", "--schedule", "rate(30 days)", "--yes")
                .succeeded();
        var byDays = rds.cli.run("rds-secret", "--days", "90", "--yes").succeeded();
        var byCron = rds.cli
                .run("rds-secret", "--schedule", "cron(0 8 1 * ? *)", "--yes")
                .succeeded();

        assertThat(byExpression.out()).containsPattern("(?m)^rotation +rate\\(30 days\\)$");
        assertThat(byDays.out()).containsPattern("(?m)^rotation +every 90 days$");
        assertThat(byCron.out()).containsPattern("(?m)^rotation +cron\\(0 8 1 \\* \\? \\*\\)$");
        assertThat(secret.version()).isEqualTo(before);
    }

    @Test
    void changesAreAskedForAndADryRunChangesNothing() {
        var before = secret.version();

        var refused = rds.cli.run("rds-secret", "--rotate").failed(5);
        var plan = rds.cli
                .run("rds-secret", "--rotate", "--days", "30", "--dry-run")
                .succeeded();

        assertThat(refused.err())
                .isEqualTo("error: this will change the master password of instance \"cruddur-db\"\n"
                        + "hint: if that is meant, pass --yes\n");
        assertThat(plan.out())
                .isEqualTo("would change the master password of instance \"cruddur-db\", and rotate it by the schedule"
                        + " every 30 days\n");
        assertThat(secret.version()).isEqualTo(before);
    }

    @Test
    void aPasswordThatRdsDoesNotKeepIsHandedOver() {
        rds.instances.instance("plain");
        rds.cli.with("RDS_INSTANCE_ID", "plain");

        var missing = rds.cli.run("rds-secret").failed(2);
        var unnamed = rds.cli.run("rds-secret", "--manage", "--yes").failed(5);
        var plan = rds.cli.run("rds-secret", "--manage", "--dry-run").succeeded();
        var managed = rds.cli
                .run("rds-secret", "--manage", "--confirm", "plain", "--wait")
                .succeeded();
        var again = rds.cli.run("rds-secret", "--manage").succeeded();

        assertThat(missing.err()).isEqualTo("""
            error: RDS does not keep the master password of instance "plain" in a secret
            hint: to let RDS set a new password and keep it: db-ops rds-secret --manage --instance plain
            """);
        assertThat(unnamed.err())
                .isEqualTo("error: this will replace the master password of instance \"plain\" with one that RDS keeps;"
                        + " logins with the present one fail then\nhint: if that is meant, pass --confirm plain\n");
        assertThat(plan.out()).startsWith("would replace the master password");
        assertThat(managed.out()).containsPattern("(?m)^status +active$");
        assertThat(again.out())
                .isEqualTo("nothing to do: RDS keeps the master password of instance \"plain\" already\n");
    }

    @Test
    void aClustersPasswordIsHandedOverToo() {
        rds.instances.cluster("cruddur");

        var managed = rds.cli
                .run("rds-secret", "--instance", "cruddur", "--manage", "--confirm", "cruddur")
                .succeeded();

        assertThat(managed.out())
                .isEqualTo("RDS is creating the secret; to see it: db-ops rds-secret --instance cruddur\n");
        assertThat(rds.databases.cluster("cruddur").masterUserSecret().secretArn())
                .startsWith("arn:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        --schedule weekly                  | "weekly" is not a schedule of Secrets Manager (from --schedule)
        --schedule rate(1_hours)           | "rate(1 hours)" is not a schedule of Secrets Manager (from --schedule)
        --schedule cron(0_8_1)             | "cron(0 8 1)" is not a schedule of Secrets Manager (from --schedule)
        --days 0                           | --days is 0, and can be 1 to 1000
        --days 7 --schedule rate(7_days)   | --schedule and --days cannot be combined
        --manage --rotate                  | --manage cannot be combined with --rotate, --schedule and --days
        --timeout 5m                       | --timeout requires --wait
        """)
    void invalidOptionsAreRefused(String options, String sentence) {
        var words = Arrays.stream(("rds-secret " + options).split(" +"))
                .map(word -> word.replace('_', ' '))
                .toArray(String[]::new);

        assertThat(rds.cli.run(words).failed(2).err()).startsWith("error: " + sentence + "\nhint: ");
    }
}
