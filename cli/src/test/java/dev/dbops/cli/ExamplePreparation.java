package dev.dbops.cli;

import static java.util.Map.entry;

import dev.dbops.cli.Cli.Transcript;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.dynamo.NodeVariables;
import dev.dbops.testing.TestServer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * The state in which the examples of a command start, and how they end. Without a line here they find the project as
 * {@link ExampleProject} describes it, and end with exit code 0.
 *
 * @param before makes what the command works on
 * @param isShown for a command that runs until Ctrl-C: whether its output is complete; asked repeatedly, it may
 *     also make what is to be shown
 */
record ExamplePreparation(Consumer<ExampleProject> before, Optional<BiPredicate<ExampleProject, Transcript>> isShown) {
    /** A server that the pg_dump of Debian 12 reads. */
    private static final int READ_BY_PG_DUMP = 15;

    private static final Map<String, ExamplePreparation> OF_COMMANDS = Map.ofEntries(
            // database, schema and data
            entry("setup", by(ExampleProject::withoutDatabase)),
            entry("prepare", by(project -> {
                project.withoutDatabase();
                ExampleAws.dynamo(project);
            })),
            entry("create", by(project -> {
                project.withoutDatabase();
                project.role("app");
            })),
            entry("drop", by(project -> {
                project.withOtherProduction();
                project.cli().typing("yes\n");
            })),
            entry("rename", by(project -> {
                project.withOtherProduction();
                project.cli().typing("yes\n");
            })),
            entry("env", by(ExampleProject::withOtherProduction)),
            entry("connect", by(project -> {
                project.program("bin/psql");
                project.cli().with("PATH", "bin");
            })),
            entry("tunnel", by(project -> {
                project.program("bin/report");
                // in place of ssh: the tunnel counts as open, and nothing connects to it
                project.program("bin/ssh");
                var ssh = project.file("bin/ssh", """
                    #!/bin/sh
                    while [ "$1" != -L ]; do shift; done
                    : > "${2%%:*}"
                    exec sleep 60
                    """);
                project.cli().with("PATH", ssh.getParent() + ":/usr/bin:/bin");
            })),
            entry("schema-load", by(ExampleProject::withEmptyDatabase)),
            entry("seed", by(project -> {
                project.withOtherProduction();
                project.execute("TRUNCATE users, activities");
            })),
            entry(
                    "schema-dump",
                    by(project -> project.cli()
                            .with(TestServer.ofMajor(READ_BY_PG_DUMP).newDatabase())
                            .with("PATH", System.getenv("PATH")))),
            entry("restore", by(project -> {
                project.cli()
                        .run("dump", "-f", "backup.dump", "--format", "custom")
                        .succeeded();
                project.withEmptyDatabase();
            })),
            entry("query", by(project -> project.file("templates/show.sql", """
                SELECT uuid, display_name FROM users WHERE handle = %(handle)s;
                """))),
            entry("migrate", by(ExamplePreparation::migration)),
            entry("migrate-status", by(ExamplePreparation::migration)),
            entry("migrate-import", by(project -> {
                migration(project);
                project.execute("CREATE TABLE schema_migrations (version text); "
                        + "INSERT INTO schema_migrations VALUES ('20261126174500')");
            })),
            entry("migrate-rollback", by(project -> {
                migration(project);
                project.file("db/migrations/20261126174500_add_bio.down.sql", "ALTER TABLE users DROP bio;\n");
                project.cli().run("migrate", "--baseline", "0").succeeded();
            })),
            // functions
            entry("lambda-package", by(project -> {
                var file = project.file("installed/lambda/db-ops-lambda.zip", "a package");
                project.cli().installedIn(file.getParent().getParent());
            })),
            // local server
            entry("local-stop", by(project -> project.cli().run("local-start").succeeded())),
            entry("local-status", by(project -> project.cli().run("local-start").succeeded())),
            // RDS
            entry("rds-create", by(ExampleAws::empty)),
            entry("rds-list", by(ExampleAws::instance)),
            entry("rds-status", by(ExampleAws::instance)),
            entry("rds-start", by(ExampleAws::stoppedInstance)),
            entry("rds-stop", by(ExampleAws::instance)),
            entry("rds-delete", by(project -> {
                ExampleAws.instance(project);
                project.cli().typing("cruddur-db\n");
            })),
            entry("rds-snapshots", by(ExampleAws::instance)),
            entry("rds-snapshot", by(ExampleAws::instance)),
            entry("rds-snapshots-delete", by(ExampleAws::instance)),
            entry("rds-restore", by(ExampleAws::instance)),
            entry("rds-failover", by(project -> {
                ExampleAws.cluster(project);
                project.cli().typing("yes\n");
            })),
            entry("rds-log-export", by(ExampleAws::instance)),
            entry("rds-logs", following(ExampleAws::logs, (_, now) -> now.out().contains("ready\n"))),
            entry("rds-upgrade", by(ExampleAws::instance)),
            entry("rds-parameters", by(ExampleAws::instance)),
            entry("rds-pgaudit", by(ExampleAws::instanceWithGroup)),
            entry("rds-secret", by(ExampleAws::instance)),
            entry("rds-modify", by(ExampleAws::instance)),
            entry("rds-reboot", by(project -> {
                ExampleAws.instance(project);
                project.cli().typing("yes\n");
            })),
            entry("rds-events", by(ExampleAws::instance)),
            entry("rds-proxy", by(ExampleAws::instance)),
            // network and Cognito
            entry("sg-update", by(ExampleAws::network)),
            entry("sg-list", by(ExampleAws::network)),
            entry("sg-revoke", by(ExampleAws::network)),
            entry("sg-run", by(project -> {
                ExampleAws.network(project);
                project.program("bin/migrate");
            })),
            entry("cognito-list", by(ExampleAws::pool)),
            entry("cognito-sync", by(ExampleAws::pool)),
            entry("ddb-start", by(project -> project.cli().with(NodeVariables.ofThisMachine()))),
            entry("ddb-create", by(ExampleAws::dynamo)),
            entry("ddb-list", by(ExampleAws::table)),
            entry("ddb-scan", by(ExampleAws::table)),
            entry("ddb-drop", by(ExampleAws::table)),
            entry("ddb-seed", by(ExampleAws::messages)),
            entry("ddb-conversations", by(ExampleAws::messages)),
            entry("ddb-conversation", by(ExampleAws::messages)),
            entry("lambda-deploy", by(ExampleAws::pipeline)),
            entry("lambda-status", by(ExampleAws::deployedPipeline)),
            entry("lambda-remove", by(ExampleAws::deployedPipeline)),
            entry("lambda-role", by(ExampleAws::function)),
            entry("lambda-invoke", by(ExampleAws::function)),
            entry(
                    "lambda-logs",
                    following(ExampleAws::function, (_, now) -> now.out().contains("ready\n"))),
            // events
            entry("triggers-list", by(ExamplePreparation::capture)),
            entry("triggers-remove", by(ExamplePreparation::capture)),
            entry("events-list", by(ExamplePreparation::capture)),
            entry("events-tail", following(ExamplePreparation::capture, (project, now) -> {
                greet(project);
                return !now.out().isEmpty();
            })),
            entry(
                    "events-replay",
                    following(
                            ExamplePreparation::capture,
                            (project, _) -> project.isReported("SELECT 1 FROM users WHERE display_name = 'Hello'"))),
            entry("events-dead-letters", by(ExamplePreparation::capture)),
            entry(
                    "events-status",
                    following(
                            ExamplePreparation::capture, (_, now) -> !now.out().isEmpty())),
            entry("events-prune", by(ExamplePreparation::capture)));

    /** The commands that are named here. */
    static Set<String> commands() {
        return OF_COMMANDS.keySet();
    }

    static ExamplePreparation of(String command) {
        return OF_COMMANDS.getOrDefault(command, by(_ -> {}));
    }

    private static ExamplePreparation by(Consumer<ExampleProject> before) {
        return new ExamplePreparation(before, Optional.empty());
    }

    private static ExamplePreparation following(
            Consumer<ExampleProject> before, BiPredicate<ExampleProject, Transcript> isShown) {
        return new ExamplePreparation(before, Optional.of(isShown));
    }

    /** The exit code that the example ends with. */
    int exitCode() {
        return isShown.isEmpty() ? ExitCode.OK : ExitCode.INTERRUPTED;
    }

    /** Prepares the project, and runs the example in it to its end. */
    Transcript run(ExampleProject project, String... words) {
        before.accept(project);
        if (isShown.isEmpty()) {
            return project.cli().runAndTell(words);
        }
        try (var running = project.cli().start(words)) {
            running.await(now -> isShown.get().test(project, now));
            return running.interrupt();
        }
    }

    private static void migration(ExampleProject project) {
        project.file("db/migrations/20261126174500_add_bio.sql", "ALTER TABLE users ADD bio text;\n");
    }

    /** Lets the log have an event. */
    private static void capture(ExampleProject project) {
        project.cli().run("triggers-install", "--table", "users").succeeded();
        greet(project);
    }

    private static void greet(ExampleProject project) {
        project.execute("UPDATE users SET display_name = 'Hello' WHERE handle = 'ada'");
    }
}
