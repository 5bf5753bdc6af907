package dev.dbops.cli;

import java.util.List;

/** The names of all commands, under the headings of the help. */
public final class CommandSections {
    /**
     * A heading of the help.
     *
     * @param title the heading
     * @param commands the names under it, in order
     */
    public record Section(String title, List<String> commands) {}

    /** All headings, in the order of the help. */
    public static final List<Section> ALL = List.of(
            new Section(
                    "Database",
                    List.of(
                            "setup", "prepare", "create", "drop", "rename", "wait", "connect", "tunnel", "url", "env",
                            "doctor")),
            new Section(
                    "Schema and data",
                    List.of(
                            "schema-load",
                            "schema-dump",
                            "seed",
                            "query",
                            "migrate",
                            "migrate-status",
                            "migrate-rollback",
                            "migrate-new",
                            "migrate-import",
                            "dump",
                            "restore",
                            "compare")),
            new Section("Sessions", List.of("sessions", "sessions-kill")),
            new Section("Local server", List.of("local-start", "local-stop", "local-status")),
            new Section(
                    "RDS",
                    List.of(
                            "rds-create",
                            "rds-list",
                            "rds-status",
                            "rds-start",
                            "rds-stop",
                            "rds-reboot",
                            "rds-modify",
                            "rds-upgrade",
                            "rds-delete",
                            "rds-snapshots",
                            "rds-snapshot",
                            "rds-snapshots-delete",
                            "rds-restore",
                            "rds-failover",
                            "rds-logs",
                            "rds-events",
                            "rds-log-export",
                            "rds-parameters",
                            "rds-pgaudit",
                            "rds-secret",
                            "rds-proxy")),
            new Section("Network", List.of("sg-update", "sg-list", "sg-revoke", "sg-run")),
            new Section("Cognito", List.of("cognito-list", "cognito-sync")),
            new Section(
                    "DynamoDB",
                    List.of(
                            "ddb-start",
                            "ddb-stop",
                            "ddb-create",
                            "ddb-seed",
                            "ddb-list",
                            "ddb-scan",
                            "ddb-conversations",
                            "ddb-conversation",
                            "ddb-drop")),
            new Section(
                    "Events",
                    List.of(
                            "triggers-install",
                            "triggers-list",
                            "triggers-remove",
                            "events-list",
                            "events-tail",
                            "events-replay",
                            "events-dead-letters",
                            "events-status",
                            "events-prune")),
            new Section(
                    "Lambda",
                    List.of(
                            "lambda-package",
                            "lambda-deploy",
                            "lambda-status",
                            "lambda-remove",
                            "lambda-role",
                            "lambda-invoke",
                            "lambda-logs")),
            new Section("Other", List.of("completion", "help")));

    private CommandSections() {}
}
