package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedSecrets;
import dev.dbops.cli.Cli;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.rds.model.EngineFamily;
import software.amazon.awssdk.services.rds.model.IAMAuthMode;

class RdsProxyTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/reads-secrets";

    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void emptyAccount() {
        rds = new RdsFixture(directory);
    }

    @Test
    void aProxyIsMadeInTheNetworkOfTheInstanceWithItsSecret() {
        var network = rds.databases.network();
        rds.databases.placedInstance("cruddur-db", network);
        rds.aws.settleAfter(3);

        var proxy = create("--instance", "cruddur-db").succeeded();

        var made = rds.databases.proxy("cruddur-db-proxy");
        assertThat(made.engineFamily()).isEqualTo(EngineFamily.POSTGRESQL.toString());
        assertThat(made.requireTLS()).isTrue();
        assertThat(made.roleArn()).isEqualTo(ROLE);
        assertThat(made.vpcSubnetIds()).containsExactlyInAnyOrderElementsOf(network.subnets());
        assertThat(made.vpcSecurityGroupIds()).containsExactly(network.securityGroup());
        assertThat(made.auth()).singleElement().satisfies(auth -> {
            assertThat(auth.secretArn())
                    .isEqualTo(rds.databases
                            .instance("cruddur-db")
                            .masterUserSecret()
                            .secretArn());
            assertThat(auth.iamAuth()).isEqualTo(IAMAuthMode.DISABLED);
        });
        assertThat(rds.databases.proxyTargets("cruddur-db-proxy")).containsExactly("cruddur-db");
        assertThat(proxy.err())
                .startsWith("creating proxy \"cruddur-db-proxy\" for instance \"cruddur-db\"\n"
                        + "proxy \"cruddur-db-proxy\" is creating\n");
        assertThat(proxy.out())
                .startsWith("proxy \"cruddur-db-proxy\" is available: %s\n".formatted(made.endpoint()))
                .containsPattern("cruddur-db-proxy +available .* true +cruddur-db ");
    }

    @Test
    void waitingEndsWhenTheProxyReachesTheDatabase() {
        rds.databases.placedInstance("cruddur-db", rds.databases.network());

        var proxy = create("--instance", "cruddur-db", "--wait").succeeded();

        assertThat(proxy.out()).containsPattern("cruddur-db +AVAILABLE");
    }

    @Test
    void aClustersProxyIsInItsSubnetGroupToo() {
        var network = rds.databases.network();
        rds.cli
                .run("rds-create", "--instance", "cruddur", "--aurora", "--subnet-group", network.subnetGroup())
                .succeeded();

        create("--instance", "cruddur-1", "--require-iam").succeeded();

        var made = rds.databases.proxy("cruddur-proxy");
        assertThat(made.vpcSubnetIds()).containsExactlyInAnyOrderElementsOf(network.subnets());
        assertThat(made.auth().getFirst().iamAuth()).isEqualTo(IAMAuthMode.REQUIRED);
        assertThat(rds.databases.proxyTargets("cruddur-proxy")).containsExactly("cruddur", "cruddur-1");
    }

    @Test
    void waitingForAClusterEndsWhenTheProxyReachesAnInstance() {
        rds.databases.protectedCluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");
        var subnets = rds.databases.network().subnets();

        var proxy = create(
                        "--instance",
                        "cruddur",
                        "--wait",
                        "--timeout",
                        "20s",
                        "--subnet",
                        subnets.get(0),
                        "--subnet",
                        subnets.get(1))
                .succeeded();

        assertThat(proxy.out()).containsPattern("cruddur-1 +AVAILABLE");
        assertThat(rds.cli
                        .run("rds-proxy", "--instance", "cruddur-1", "-o", "csv")
                        .succeeded()
                        .out())
                .contains(",true,cruddur,\"\",", ",true,cruddur-1,AVAILABLE,");
    }

    @Test
    void aProxyThatIsBeingMadeOrDeletedDoesNotFailTheList() {
        rds.databases.placedInstance("cruddur-db", rds.databases.network());
        create("--instance", "cruddur-db", "--name", "old").succeeded();
        rds.aws.settleAfter(99);
        create("--instance", "cruddur-db", "--name", "new", "--timeout", "1s").failed(6);
        rds.cli
                .run("rds-proxy", "--delete", "--name", "old", "--confirm", "old")
                .succeeded();

        assertThat(rds.cli
                        .run("rds-proxy", "--instance", "cruddur-db")
                        .succeeded()
                        .out())
                .isEqualTo("the database has no proxy\n");
        assertThat(rds.cli.run("rds-proxy", "--name", "new").succeeded().out()).startsWith("proxy \"new\" is creating");
        assertThat(rds.cli.run("rds-proxy", "--name", "old").succeeded().out()).startsWith("proxy \"old\" is deleting");
    }

    @Test
    void nameSecretAndNetworkCanBeChosen() {
        rds.instances.instance("cruddur-db");
        var network = rds.databases.network();
        var secret = new EmulatedSecrets(rds.aws).create("prod/cruddur", EmulatedSecrets.json("app", "secret99"));

        create(
                        "--instance",
                        "cruddur-db",
                        "--name",
                        "front",
                        "--proxy-secret",
                        "prod/cruddur",
                        "--subnet",
                        network.subnets().get(0),
                        "--subnet",
                        network.subnets().get(1),
                        "--security-group",
                        network.securityGroup())
                .succeeded();

        var made = rds.databases.proxy("front");
        assertThat(made.auth().getFirst().secretArn()).isEqualTo(secret);
        assertThat(made.vpcSecurityGroupIds()).containsExactly(network.securityGroup());
    }

    @Test
    void aDryRunShowsBothRequestsAndMakesNothing() {
        rds.databases.placedInstance("cruddur-db", rds.databases.network());

        var proxy = create("--instance", "cruddur-db", "--dry-run").succeeded();

        assertThat(proxy.out())
                .containsPattern("rds:CreateDBProxy +RequireTLS +true\n")
                .containsPattern("rds:RegisterDBProxyTargets +DBInstanceIdentifiers +cruddur-db\n");
        assertThat(rds.aws.calls()).doesNotContain("rds:CreateDBProxy");
    }

    @Test
    void aProxyThatWasMadeBeforeARefusalIsNamed() {
        rds.databases.placedInstance("cruddur-db", rds.databases.network());
        rds.aws.fail("rds:RegisterDBProxyTargets", "AccessDenied", 403, 9);

        var proxy = create("--instance", "cruddur-db").failed(4);

        assertThat(proxy.err())
                .contains("error: AWS denies rds:RegisterDBProxyTargets: the emulator fails as requested; before that,"
                        + " proxy \"cruddur-db-proxy\" was created\n")
                .contains("; then undo what was done: db-ops rds-proxy --delete --name cruddur-db-proxy --region"
                        + " eu-central-1 --confirm cruddur-db-proxy\n");
        assertThat(rds.databases.proxy("cruddur-db-proxy").statusAsString()).isEqualTo("available");
    }

    @Test
    void aProxyThatTakesTooLongIsNamed() {
        rds.databases.placedInstance("cruddur-db", rds.databases.network());
        rds.aws.settleAfter(1_000_000);

        var proxy = create("--instance", "cruddur-db", "--timeout", "1s").failed(6);

        assertThat(proxy.err())
                .contains("error: proxy \"cruddur-db-proxy\" is still creating after 1 s; before that, proxy"
                        + " \"cruddur-db-proxy\" was created\n");
    }

    @Test
    void subnetsOfOneZoneAreRefused() {
        var network = rds.databases.network();
        rds.databases.placedInstance("cruddur-db", network);

        var proxy = create(
                        "--instance",
                        "cruddur-db",
                        "--subnet",
                        network.subnets().getFirst())
                .failed(2);

        assertThat(proxy.err()).contains("hint: the subnets must be in one VPC, in at least two availability zones");
        assertThat(rds.databases.proxies()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --create                                     | a proxy needs an IAM role that may read the database's secret
        --create --role reads-secrets                | "reads-secrets" is not the ARN of an IAM role (from --role)
        --create --role arn:aws:iam::1:role/r --subnet a | "a" is not the id of a subnet (from --subnet)
        --create --role arn:aws:iam::1:role/r --security-group a | "a" is not the id of a security group (from --security-group)
        --create --role arn:aws:iam::1:role/r --name a_b | "a_b" cannot be a name on RDS (from --name)
        --create --role arn:aws:iam::1:role/r        | RDS keeps no secret for instance "cruddur-db", and a proxy needs one to log in
        --create --role arn:aws:iam::1:role/r --proxy-secret no | the secret "no" is not in eu-central-1 (from --proxy-secret)
        --create --role arn:aws:iam::1:role/r --proxy-secret prod/cruddur | instance "cruddur-db" has no subnet group, so the subnets of the proxy are unknown
        --create --delete                            | --create and --delete cannot be combined
        --role arn:aws:iam::1:role/r                 | --role, --proxy-secret, --require-iam, --subnet and --security-group require --create
        --delete --name x --subnet subnet-1          | --role, --proxy-secret, --require-iam, --subnet and --security-group require --create
        --delete                                     | no proxy is named
        --delete --name x --timeout 5m               | --timeout requires --wait
        --delete --name nowhere                      | there is no proxy "nowhere" in eu-central-1
        --name nowhere                               | there is no proxy "nowhere" in eu-central-1
        """)
    void invalidValuesAreRefusedAndCreateNothing(String options, String sentence) {
        rds.instances.instance("cruddur-db");
        new EmulatedSecrets(rds.aws).create("prod/cruddur", EmulatedSecrets.json("app", "secret99"));

        var proxy = rds.cli
                .run(("rds-proxy --instance cruddur-db " + options).split(" +"))
                .failed(2);

        assertThat(proxy.err()).startsWith("error: " + sentence + "\nhint: ");
        assertThat(rds.databases.proxies()).isEmpty();
    }

    @Test
    void aTakenNameIsRefused() {
        rds.databases.placedInstance("cruddur-db", rds.databases.network());
        create("--instance", "cruddur-db").succeeded();

        assertThat(create("--instance", "cruddur-db").failed(2).err())
                .startsWith("error: there is a proxy \"cruddur-db-proxy\" in eu-central-1 already\n");
    }

    @Test
    void theProxiesOfAnInstanceAreShown() {
        var network = rds.databases.network();
        rds.databases.placedInstance("cruddur-db", network);
        rds.databases.placedInstance("other-db", network);
        create("--instance", "cruddur-db").succeeded();
        create("--instance", "other-db").succeeded();

        var shown = rds.cli.run("rds-proxy", "--instance", "cruddur-db").succeeded();

        assertThat(shown.out()).contains("cruddur-db-proxy").doesNotContain("other-db");
        assertThat(rds.cli
                        .run("rds-proxy", "--name", "other-db-proxy", "-o", "json")
                        .succeeded()
                        .out())
                .startsWith(
                        "{\"targets\":[{\"proxy\":\"other-db-proxy\",\"state\":\"available\",\"endpoint\":\"other-db-proxy.")
                .contains("\"tls_required\":true,\"target\":\"other-db\"");
    }

    @Test
    void aDatabaseWithoutProxiesIsNotAnError() {
        rds.instances.instance("cruddur-db");

        assertThat(rds.cli
                        .run("rds-proxy", "--instance", "cruddur-db")
                        .succeeded()
                        .out())
                .isEqualTo("the database has no proxy\n");
    }

    @Test
    void aMisspeltProxyIsCorrected() {
        rds.databases.placedInstance("cruddur-db", rds.databases.network());
        create("--instance", "cruddur-db").succeeded();

        assertThat(rds.cli
                        .run("rds-proxy", "--name", "crudur-db-proxy")
                        .failed(2)
                        .err())
                .endsWith("hint: did you mean \"cruddur-db-proxy\"?\n");
    }

    @Test
    void aProxyIsDeletedWhenItsNameIsGivenAndTheDatabaseStays() {
        rds.databases.placedInstance("cruddur-db", rds.databases.network());
        create("--instance", "cruddur-db").succeeded();

        rds.cli
                .run("rds-proxy", "--delete", "--name", "cruddur-db-proxy", "--yes")
                .failed(5);
        assertThat(rds.databases.proxies()).containsExactly("cruddur-db-proxy");
        rds.cli
                .run("rds-proxy", "--delete", "--name", "cruddur-db-proxy", "--dry-run")
                .succeeded();
        assertThat(rds.databases.proxies()).containsExactly("cruddur-db-proxy");
        var delete = rds.cli
                .run("rds-proxy", "--delete", "--name", "cruddur-db-proxy", "--confirm", "cruddur-db-proxy", "--wait")
                .succeeded();

        assertThat(delete.out()).isEqualTo("proxy \"cruddur-db-proxy\" is deleted\n");
        assertThat(rds.databases.proxies()).isEmpty();
        assertThat(rds.databases.names()).containsExactly("cruddur-db");
    }

    private Cli.Transcript create(String... options) {
        var words = new ArrayList<>(List.of("rds-proxy", "--create", "--role", ROLE));
        words.addAll(List.of(options));
        return rds.cli.run(words.toArray(String[]::new));
    }
}
