package dev.dbops.cli.rds;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedAnswers;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.aws.EmulatedFunctionLog;
import dev.dbops.aws.EmulatedGroups;
import dev.dbops.aws.EmulatedLogs;
import dev.dbops.aws.EmulatedMessages;
import dev.dbops.aws.EmulatedRoles;
import dev.dbops.aws.EmulatedSecrets;
import dev.dbops.aws.EmulatedUserPool;
import dev.dbops.cli.Cli;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** An account that has one of everything, so that each command has work there. */
final class ModelledAccount implements AutoCloseable {
    static final String ROLE = "arn:aws:iam::123456789012:role/reads-secrets";

    final RdsFixture rds;
    final EmulatedAnswers answers;
    final String pool;
    private final Cli cli;
    private final String url;

    ModelledAccount(Path directory) {
        rds = new RdsFixture(directory);
        answers = new EmulatedAnswers(rds.aws);
        var network = rds.databases.network();
        rds.databases.placedInstance("db", network);
        rds.databases.placedCluster("cluster", network);
        rds.databases.member("cluster", "cluster-1");
        rds.databases.member("cluster", "cluster-2");
        rds.states
                .multiAz("multi")
                .ofVersion("stopped", "17.6")
                .stopped("stopped")
                .guardedProxy("front");
        rds.snapshots.take("db", "a");
        rds.snapshots.takeOfCluster("cluster", "b");
        new EmulatedLogs(rds.aws, "db").write("error/postgresql.log", "2026-01-02T10:00:00Z", "a line");
        new EmulatedSecrets(rds.aws).create("app", EmulatedSecrets.json("app", "secret99"));
        new EmulatedGroups(rds.aws).rule(network.securityGroup(), "18.195.0.8/32", 5432, "other");
        var users = new EmulatedUserPool(rds.aws, "users");
        users.user("ada", "preferred_username", "ada");
        pool = users.id();
        EmulatedMessages.create(rds.aws);
        new EmulatedFunction(rds.aws, "orders").logging("{}", "START", "/aws/lambda/orders");
        new EmulatedFunctionLog(rds.aws, "/aws/lambda/orders").write(Instant.now(), "START");
        new EmulatedRoles(rds.aws).associate("DBInstance", "db", new EmulatedRoles(rds.aws).role("theirs"));
        var host = rds.databases.instance("db").endpoint().address();
        cli = rds.cli
                .with("AWS_MAX_ATTEMPTS", "1")
                .with("DB_OPS_ADDRESS_URL", rds.aws.url() + "/ip/v4")
                .with("DB_OPS_ADDRESS_URL_V6", rds.aws.url() + "/ip/v6")
                .with("AWS_COGNITO_USER_POOL_ID", pool)
                .with("PATH", "/usr/bin:/bin");
        url = "postgresql://app@%s:5432/cruddur".formatted(host);
        // the same list of actions in each run
        rds.aws.record(false);
    }

    /** Runs a command line; one that would connect has no connection URL. */
    Cli.Transcript run(String command) {
        return cli.with("CONNECTION_URL", command.startsWith("lambda-role") ? "" : url)
                .run(command.split(" "));
    }

    /** Command lines that change nothing. */
    static List<String> reading() {
        return List.of(
                "rds-status --instance db",
                "rds-status --instance cluster",
                "rds-status --instance cluster-1 -o json",
                "rds-status --instance arn:aws:rds:eu-central-1:%s:db:db".formatted(AwsEmulator.ACCOUNT),
                "rds-status --instance stopped -o csv",
                "rds-start --instance stopped --dry-run",
                "rds-stop --instance db --dry-run",
                "rds-stop --instance cluster --dry-run",
                "rds-failover --instance multi --dry-run",
                "rds-failover --instance cluster --dry-run",
                "rds-logs --instance db",
                "rds-logs --instance db --log latest",
                "rds-create --instance new --dry-run",
                "rds-create --instance new --engine-version 14 --dry-run",
                "rds-create --instance new --aurora --engine-version 16 --dry-run",
                "rds-delete --instance db --disable-deletion-protection --dry-run",
                "rds-delete --instance cluster --disable-deletion-protection --final-snapshot x --dry-run",
                "rds-snapshots --all",
                "rds-snapshots --instance db -o json",
                "rds-snapshot --instance db --name x --copy-to eu-west-1 --dry-run",
                "rds-snapshot --snapshot b --share 210987654321 --dry-run",
                "rds-restore --snapshot a --to x --dry-run",
                "rds-restore --snapshot b --to x --dry-run",
                "rds-restore --instance db --at latest --to x --dry-run",
                "rds-restore --instance cluster --at latest --to x --dry-run",
                "rds-proxy --instance db",
                "rds-proxy --name front -o json",
                "rds-proxy --create --instance db --role %s --dry-run".formatted(ROLE),
                "rds-proxy --create --instance cluster --proxy-secret app --role %s --dry-run".formatted(ROLE),
                "rds-proxy --delete --name front --dry-run",
                "sg-list",
                "sg-update --dry-run",
                "sg-revoke --name other --dry-run",
                "sg-run --dry-run -- true",
                "cognito-list",
                "ddb-list",
                "ddb-scan",
                "ddb-create --if-not-exists --dry-run",
                "ddb-drop --dry-run",
                "ddb-conversation",
                "ddb-conversations --user aaaaaaaa-0000-4000-8000-000000000001",
                "lambda-role --instance db --function orders --dry-run",
                "lambda-role --instance cluster --function orders --dry-run",
                "lambda-role --instance db --function orders --remove --dry-run",
                "lambda-invoke orders",
                "lambda-logs orders",
                "url --show-password --secret app");
    }

    @Override
    public void close() {
        rds.aws.record(true);
        rds.close();
    }
}
