package dev.dbops.target;

import java.util.ArrayList;
import java.util.List;

/**
 * The environment variables of libpq (PostgreSQL documentation, 34.15): a target of their own, or what a connection URL
 * leaves open.
 */
final class LibpqVariables {
    /** How the variables are called together. */
    static final String SOURCE = "the PG* variables";

    /** They name the server. A service does too, but is a section of a file of the user's: no .env has one. */
    private static final List<String> SERVER = List.of("PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE");

    private final TargetEnvironment targetEnvironment;
    private final List<String> notes = new ArrayList<>();

    LibpqVariables(TargetEnvironment targetEnvironment) {
        this.targetEnvironment = targetEnvironment;
    }

    /** Returns whether they say which server or database is meant; a user or a password alone does not. */
    boolean nameTarget() {
        return targetEnvironment.has("PGHOST")
                || targetEnvironment.has("PGHOSTADDR")
                || targetEnvironment.has("PGPORT")
                || targetEnvironment.has("PGSERVICE")
                || targetEnvironment.has("PGDATABASE");
    }

    /**
     * The environment file that names the server; empty when the real environment does. Names are not mixed: where a real
     * variable names the server, those of the file do not.
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

    /** Which variables were left out because they are of another origin than the server, to be said to the user. */
    List<String> notes() {
        return notes;
    }

    /** All that they say, a service before the single variables, as with libpq. */
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
     * Adds what does not decide which database is meant: role, password, TLS and the other connection settings.
     *
     * <p>Here we part with libpq, which would also complete a URL by PGHOST, PGPORT and PGDATABASE: a URL and a variable
     * that were never meant for each other would lead to a third database.
     *
     * @param server the environment file that names the server; empty when the user does
     */
    void complete(ConnectionSettings settings, String server) {
        for (var keyword : ConnectionParameters.keywords()) {
            switch (keyword.name()) {
                case "host", "hostaddr", "port", "dbname", "service" -> {}
                case "user" -> {
                    // a secret says whose password it is
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
     * Returns whether the variable may be used for the server. A password goes to a server of its own origin alone, so
     * that neither a file names the server that gets the user's password, nor the other way round. What a file says of
     * TLS and of the session counts for its own server; what the user says counts for all.
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
