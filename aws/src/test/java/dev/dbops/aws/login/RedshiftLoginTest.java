package dev.dbops.aws.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedWarehouses;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Credentials.Refusal;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedshiftLoginTest {
    private static final String CLUSTER = "shop.abc123.eu-central-1.redshift.amazonaws.com";
    private static final String WORKGROUP = "events.123456789012.eu-central-1.redshift-serverless.amazonaws.com";

    private final AwsEmulator aws = AwsEmulator.reset();
    private final RedshiftLogin login = new RedshiftLogin(aws.settings());

    private static ConnectionTarget target(String host, String user) {
        return new ConnectionTarget(
                List.of(new HostPort(host, 5439)),
                "dwh",
                user,
                Optional.empty(),
                Map.of(ConnectionTarget.IAM_AUTH, "true"),
                new Origin.UrlOption());
    }

    private static OpsException failure(Runnable work) {
        try {
            work.run();
        } catch (OpsException e) {
            return e;
        }
        throw new AssertionError("it has succeeded");
    }

    @Test
    void aClusterGivesATemporaryPasswordForTheRole() {
        new EmulatedWarehouses(aws).cluster("shop", "temporary");

        var given = login.login(target(CLUSTER, "loader"));

        assertThat(given.user()).isEqualTo("IAM:loader");
        assertThat(given.password().value()).isEqualTo("temporary");
        assertThat(aws.calls()).containsExactly("redshift:GetClusterCredentials");
        assertThat(login.renewed(target(CLUSTER, "loader"), given)).isEmpty();
    }

    @Test
    void aWorkgroupGivesOneForTheRoleOfTheIdentity() {
        new EmulatedWarehouses(aws).workgroup("events", "temporary");

        var given = login.login(target(WORKGROUP, "loader"));

        assertThat(given.user()).isEqualTo("IAMR:router");
        assertThat(given.password().value()).isEqualTo("temporary");
        assertThat(aws.calls()).containsExactly("redshift-serverless:GetCredentials");
    }

    @Test
    void anUnknownWarehouseIsNamed() {
        var cluster = failure(() -> login.login(target(CLUSTER, "loader")));
        var workgroup = failure(() -> login.login(target(WORKGROUP, "loader")));

        assertThat(cluster.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(cluster)
                .hasMessage("AWS has no Redshift cluster \"shop\" in the region of its endpoint (from --url)");
        assertThat(cluster.hint())
                .contains("check the host, and that the credentials of AWS are of the account that has it");
        assertThat(workgroup)
                .hasMessage("AWS has no Redshift workgroup \"events\" in the region of its endpoint (from --url)");
    }

    @Test
    void aDeniedActionIsNamed() {
        aws.fail("redshift:GetClusterCredentials", "AccessDenied", 403, 1, "not you")
                .fail("redshift-serverless:GetCredentials", "AccessDeniedException", 400, 1, "not you");

        var cluster = failure(() -> login.login(target(CLUSTER, "loader")));
        var workgroup = failure(() -> login.login(target(WORKGROUP, "loader")));

        assertThat(cluster).hasMessage("AWS denies redshift:GetClusterCredentials: not you");
        assertThat(cluster.hint())
                .contains("let an administrator allow the IAM action redshift:GetClusterCredentials (docs/aws.md)");
        assertThat(workgroup).hasMessage("AWS denies redshift-serverless:GetCredentials: not you");
        assertThat(workgroup.kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void aNameThatCannotBeARoleIsRefused() {
        new EmulatedWarehouses(aws).cluster("shop", "temporary");

        assertThat(failure(() -> login.login(target(CLUSTER, "not:a role"))))
                .hasMessageStartingWith("redshift:GetClusterCredentials failed: ");
    }

    @Test
    void theHostMustBeAnEndpoint() {
        assertThatThrownBy(() -> login.login(target("dwh.example.org", "loader")))
                .isInstanceOf(OpsException.class)
                .hasMessage(
                        "iam_auth needs an endpoint of Amazon Redshift, and dwh.example.org is not one (from --url)");
    }

    @Test
    void aRefusedLoginHasAHintOfItsOwn() {
        assertThat(login.hint(target(CLUSTER, "lo\"ader"), Refusal.PASSWORD))
                .isEqualTo("the user must exist in the warehouse: CREATE USER \"lo\"\"ader\" PASSWORD DISABLE");
        assertThat(login.hint(target(WORKGROUP, "loader"), Refusal.PASSWORD))
                .isEqualTo("let an administrator of the workgroup allow the IAM identity to log in: it is its role that"
                        + " connects");
    }
}
