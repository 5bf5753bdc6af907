package dev.dbops.target;

/**
 * The environment variables of libpq (PostgreSQL documentation, 34.15): a target of their own, or what a connection URL
 * leaves open.
 */
final class LibpqVariables {
    /** How the variables are called together. */
    static final String SOURCE = "the PG* variables";

    private final Surroundings surroundings;

    LibpqVariables(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Whether they say which server or database is meant; a user or a password alone does not. */
    boolean nameTarget() {
        return surroundings.has("PGHOST")
                || surroundings.has("PGHOSTADDR")
                || surroundings.has("PGPORT")
                || surroundings.has("PGSERVICE")
                || surroundings.has("PGDATABASE");
    }

    /** All that they say, a service before the single variables, as with libpq. */
    ConnectionSettings settings() {
        var settings = new ConnectionSettings();
        if (surroundings.has("PGSERVICE")) {
            ServiceFile.offer(surroundings.variable("PGSERVICE"), settings, surroundings);
        }
        for (var keyword : ConnectionParameters.keywords()) {
            offer(keyword, settings);
        }
        offerRequireSsl(settings);
        return settings;
    }

    /**
     * Adds what does not decide which database is meant: role, password, TLS and the other connection settings.
     *
     * <p>Here we part with libpq, which would also complete a URL by PGHOST, PGPORT and PGDATABASE: a URL and a variable
     * that were never meant for each other would lead to a third database.
     */
    void complete(ConnectionSettings settings) {
        for (var keyword : ConnectionParameters.keywords()) {
            switch (keyword.name()) {
                case "host", "hostaddr", "port", "dbname", "service" -> {}
                case "user" -> {
                    // a secret says whose password it is
                    if (!settings.has(ConnectionTarget.SECRET)) {
                        offer(keyword, settings);
                    }
                }
                default -> offer(keyword, settings);
            }
        }
        offerRequireSsl(settings);
    }

    private void offer(LibpqKeyword keyword, ConnectionSettings settings) {
        var variable = keyword.variable();
        if (!variable.isEmpty() && surroundings.has(variable)) {
            settings.offer(keyword.name(), surroundings.variable(variable), surroundings.describe(variable));
        }
    }

    /** The old variable that libpq still reads. */
    private void offerRequireSsl(ConnectionSettings settings) {
        if (surroundings.variable("PGREQUIRESSL").startsWith("1")) {
            settings.offer("sslmode", "require", surroundings.describe("PGREQUIRESSL"));
        }
    }
}
