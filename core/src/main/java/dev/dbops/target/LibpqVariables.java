package dev.dbops.target;

import java.util.ArrayList;
import java.util.List;

/**
 * The environment variables of libpq (PostgreSQL documentation, 34.15): they name a target, or complete a connection
 * URL.
 */
final class LibpqVariables {
    /** The name of the variables as a group, for messages. */
    static final String SOURCE = "the PG* variables";

    /**
     * The variables that name the server. A service names one too, but it is a section of the user's own file, which no
     * .env file may choose.
     */
    private static final List<String> SERVER = List.of("PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE");

    private final TargetEnvironment targetEnvironment;
    private final List<String> notes = new ArrayList<>();

    LibpqVariables(TargetEnvironment targetEnvironment) {
        this.targetEnvironment = targetEnvironment;
    }

    /** Returns whether they name a server or a database; a user or a password alone does not. */
    boolean nameTarget() {
        return targetEnvironment.has("PGHOST")
                || targetEnvironment.has("PGHOSTADDR")
                || targetEnvironment.has("PGPORT")
                || targetEnvironment.has("PGSERVICE")
                || targetEnvironment.has("PGDATABASE");
    }

    /**
     * The environment file that names the server; empty when the real environment does. The two are not mixed: when a
     * real variable names the server, the file's variables do not.
     */
    String file() {
        var file = "";
        for (var name : SERVER) {
            if (targetEnvironment.has(name)) {
                file = targetEnvironment.fileOf(name);
                if (file.isEmpty()) {
                    return "";
                }
            }
        }
        return file.isEmpty() ? targetEnvironment.fileOf("PGDATABASE") : file;
    }

    /** Notes for the user about the variables that were left out because their origin is not the server's. */
    List<String> notes() {
        return notes;
    }

    /** All their settings, a service before the single variables, as in libpq. */
    ConnectionSettings settings() {
        var settings = new ConnectionSettings();
        if (targetEnvironment.has("PGSERVICE")) {
            ServiceFile.offer(targetEnvironment.variable("PGSERVICE"), settings, targetEnvironment);
        }
        var server = file();
        for (var keyword : ConnectionParameters.keywords()) {
            offer(keyword, settings, server);
        }
        offerRequireSsl(settings);
        return settings;
    }

    /**
     * Adds the settings that do not decide which database is used: role, password, TLS and the other connection
     * settings.
     *
     * <p>This differs from libpq, which would also complete a URL from PGHOST, PGPORT and PGDATABASE: an unrelated URL
     * and variable would lead to a third database.
     *
     * @param server the environment file that names the server; empty when the user does
     */
    void complete(ConnectionSettings settings, String server) {
        for (var keyword : ConnectionParameters.keywords()) {
            switch (keyword.name()) {
                case "host", "hostaddr", "port", "dbname", "service" -> {}
                case "user" -> {
                    // a secret contains the role of its password
                    if (!settings.has(ConnectionTarget.SECRET)) {
                        offer(keyword, settings, server);
                    }
                }
                default -> offer(keyword, settings, server);
            }
        }
        offerRequireSsl(settings);
    }

    private void offer(LibpqKeyword keyword, ConnectionSettings settings, String server) {
        var variable = keyword.variable();
        if (variable.isEmpty() || !targetEnvironment.has(variable) || settings.has(keyword.name())) {
            return;
        }
        if (isOfServer(keyword, server)) {
            settings.offer(keyword.name(), targetEnvironment.variable(variable), targetEnvironment.describe(variable));
        } else if (!keyword.name().equals("password") || !new PasswordSource(settings).isOutside()) {
            notes.add("%s is not used: the server is named %s"
                    .formatted(
                            targetEnvironment.describe(variable),
                            server.isEmpty() ? "outside of that file" : "in " + server));
        }
    }

    /**
     * Returns whether the variable may be used for the server. A password goes only to a server of the same origin: a
     * file cannot name the server that gets the user's password, and the user's server does not get the file's
     * password. TLS and session settings of a file apply only to its own server; those of the user apply to all
     * servers.
     */
    private boolean isOfServer(LibpqKeyword keyword, String server) {
        var file = targetEnvironment.fileOf(keyword.variable());
        return switch (keyword.name()) {
            case "user",
                    "dbname",
                    "application_name",
                    "connect_timeout",
                    "target_session_attrs",
                    "load_balance_hosts" -> true;
            case "password" -> file.equals(server);
            default -> file.isEmpty() || file.equals(server);
        };
    }

    /** The old variable that libpq still reads. */
    private void offerRequireSsl(ConnectionSettings settings) {
        if (targetEnvironment.variable("PGREQUIRESSL").startsWith("1")) {
            settings.offer("sslmode", "require", targetEnvironment.describe("PGREQUIRESSL"));
        }
    }
}
