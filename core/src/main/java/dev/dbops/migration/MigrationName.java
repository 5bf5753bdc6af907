package dev.dbops.migration;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;

/**
 * The parts of a migration's file name.
 *
 * @param version the version that determines its order, with dots where Flyway writes them; empty for a repeatable one
 * @param description the rest of the name, in words
 */
record MigrationName(Optional<String> version, String description) {
    /** The forms of valid names, for messages. */
    static final String FORMS = "20261126174500_add_bio.sql, V2__add_bio.sql, or R__views.sql for one that is repeated";

    private static final Pattern TIMESTAMP = Pattern.compile("(\\d{1,50})(?:[_-](.*?))?(?:\\.up)?(?i:\\.sql)");
    private static final Pattern FLYWAY = Pattern.compile("V(\\d+(?:[._]\\d+)*)(?:__(.*))?(?i:\\.sql)");
    private static final Pattern REPEATABLE = Pattern.compile("R__(.+)(?i:\\.sql)");

    private static final Pattern UP_ENDING = Pattern.compile("(?:\\.up)?(?i:\\.sql)$");
    private static final Pattern DOWN = Pattern.compile("(\\d{1,50})(?:[_-](.*))?\\.down(?i:\\.sql)");
    private static final Pattern FLYWAY_UNDO = Pattern.compile("U(\\d+(?:[._]\\d+)*)(?:__(.*))?(?i:\\.sql)");

    /** Reads the name of a file that undoes a migration, as golang-migrate, sqlx and Flyway name such files. */
    static Optional<MigrationName> parseDown(String file) {
        return versioned(file, DOWN, FLYWAY_UNDO);
    }

    /** Returns the usual name of the file that undoes a migration: 1_a.down.sql for 1_a.up.sql, U2__b.sql for V2__b.sql. */
    static String downOf(String file) {
        return FLYWAY.matcher(file).matches()
                ? "U" + file.substring(1)
                : UP_ENDING.matcher(file).replaceFirst(".down.sql");
    }

    /** Reads a file name; empty when it is not the name of a migration. */
    static Optional<MigrationName> parse(String file) {
        var repeatable = REPEATABLE.matcher(file);
        return repeatable.matches()
                ? Optional.of(new MigrationName(Optional.empty(), words(repeatable.group(1))))
                : versioned(file, TIMESTAMP, FLYWAY);
    }

    private static Optional<MigrationName> versioned(String file, Pattern... forms) {
        return Stream.of(forms)
                .map(form -> form.matcher(file))
                .filter(Matcher::matches)
                .findFirst()
                .map(found -> new MigrationName(Optional.of(found.group(1).replace('_', '.')), words(found.group(2))));
    }

    /** Returns whether both are of one version, however it is written: 001 is 1. */
    boolean hasVersionOf(MigrationName other) {
        return version.map(MigrationVersion::fromVersion).equals(other.version.map(MigrationVersion::fromVersion));
    }

    private static String words(String text) {
        return text == null ? "" : text.replace('_', ' ');
    }
}
