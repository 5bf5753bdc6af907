package dev.dbops.cli;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedDatabases;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.aws.EmulatedFunctionLog;
import dev.dbops.aws.EmulatedGroups;
import dev.dbops.aws.EmulatedInstances;
import dev.dbops.aws.EmulatedLogs;
import dev.dbops.aws.EmulatedMessages;
import dev.dbops.aws.EmulatedParameters;
import dev.dbops.aws.EmulatedStacks;
import dev.dbops.aws.EmulatedStates;
import dev.dbops.aws.EmulatedTable;
import dev.dbops.aws.EmulatedUserPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The AWS that the project of an example asks: an account with what the example's command works on. */
final class ExampleAws {
    private static final String INSTANCE = "cruddur-db";

    private final AwsEmulator aws = AwsEmulator.reset();

    private ExampleAws(ExampleProject project) {
        project.cli().with(aws.variables()).with("RDS_INSTANCE_ID", INSTANCE);
    }

    /** An account without databases. */
    static void empty(ExampleProject project) {
        new ExampleAws(project);
    }

    /** A DynamoDB without tables, for each environment. */
    static AwsEmulator dynamo(ExampleProject project) {
        var aws = new ExampleAws(project).aws;
        project.cli().with("AWS_ENDPOINT_URL_DYNAMODB", aws.url());
        return aws;
    }

    /** A DynamoDB with the table of messages. */
    static void table(ExampleProject project) {
        EmulatedTable.create(dynamo(project), "cruddur-messages");
    }

    /** A DynamoDB with the table of messages and its index. */
    static void messages(ExampleProject project) {
        EmulatedMessages.create(dynamo(project));
    }

    /** An instance, which has deletion protection and backups. */
    static void instance(ExampleProject project) {
        new EmulatedDatabases(new ExampleAws(project).aws).protectedInstance(INSTANCE);
    }

    /** An instance with a parameter group of its own, and no URL of a database. */
    static void instanceWithGroup(ExampleProject project) {
        var aws = new ExampleAws(project).aws;
        new EmulatedDatabases(aws).protectedInstance(INSTANCE);
        new EmulatedParameters(aws).group("cruddur", "postgres17").assign("cruddur", INSTANCE);
        project.cli().with("CONNECTION_URL", "");
    }

    static void stoppedInstance(ExampleProject project) {
        var aws = new ExampleAws(project).aws;
        new EmulatedInstances(aws).instance(INSTANCE);
        try (var states = new EmulatedStates(aws)) {
            states.stopped(INSTANCE);
        }
    }

    /** An instance that has written a log. */
    static void logs(ExampleProject project) {
        var aws = new ExampleAws(project).aws;
        new EmulatedInstances(aws).instance(INSTANCE);
        new EmulatedLogs(aws, INSTANCE).write("error/postgresql.log.2026-01-02-10", "2026-01-02T10:59:00Z", "ready");
    }

    /** An Aurora cluster of two instances. */
    static void cluster(ExampleProject project) {
        var aws = new ExampleAws(project).aws;
        new EmulatedInstances(aws).cluster("cruddur");
        try (var states = new EmulatedStates(aws)) {
            states.member("cruddur", "cruddur-1").member("cruddur", "cruddur-2");
        }
    }

    /** An instance behind a security group, and services that tell this machine its address. */
    static void network(ExampleProject project) {
        var aws = new ExampleAws(project).aws;
        var groups = new EmulatedGroups(aws);
        groups.instance(INSTANCE, groups.group("database"));
        project.cli()
                .with("DB_OPS_ADDRESS_URL", aws.url() + "/ip/v4")
                .with("DB_OPS_ADDRESS_URL_V6", aws.url() + "/ip/v6");
    }

    /** An instance, and a function that has run, and no URL of a database. */
    static void function(ExampleProject project) {
        var aws = new ExampleAws(project).aws;
        new EmulatedDatabases(aws).protectedInstance(INSTANCE);
        new EmulatedFunction(aws, "orders");
        new EmulatedFunctionLog(aws, "/aws/lambda/orders").write(Instant.now(), "ready");
        project.cli().with("CONNECTION_URL", "");
    }

    /** A bucket, an installation with a package, and parameters of a pipeline. */
    static void pipeline(ExampleProject project) {
        new EmulatedStacks(new ExampleAws(project).aws).bucket("my-bucket");
        var functions = project.file("installed/lambda/db-ops-lambda.zip", "a package");
        project.file("installed/lambda/template.yaml", template());
        project.file("pipeline.yaml", "Routes: '* -> drop'\n");
        project.cli().installedIn(functions.getParent().getParent());
    }

    private static String template() {
        try {
            return Files.readString(Path.of("../lambda/template.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A deployed pipeline. */
    static void deployedPipeline(ExampleProject project) {
        pipeline(project);
        project.cli()
                .run("lambda-deploy", "pipeline", "--bucket", "my-bucket", "--parameters", "pipeline.yaml", "--yes")
                .succeeded();
    }

    /** A user pool in which a user of the seeds has signed up. */
    static void pool(ExampleProject project) {
        var pool = new EmulatedUserPool(new ExampleAws(project).aws, "users");
        pool.user("ada", "preferred_username", "ada", "email", "ada@example.com");
        project.cli().with("AWS_COGNITO_USER_POOL_ID", pool.id());
    }
}
