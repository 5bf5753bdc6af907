package dev.dbops.migration;

import java.util.Optional;
import java.util.regex.Pattern;

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

    private static final Pattern DOWN = Pattern.compile("\\d{1,50}(?:[_-].*)?\\.down(?i:\\.sql)");

    /** Returns whether a file undoes a migration, as golang-migrate and sqlx name such files; these are not run. */
    static boolean isDown(String file) {
        return DOWN.matcher(file).matches();
    }

    /** Reads a file name; empty when it is not the name of a migration. */
    static Optional<MigrationName> parse(String file) {
        for (var form : new Pattern[] {TIMESTAMP, FLYWAY}) {
            var versioned = form.matcher(file);
            if (versioned.matches()) {
                var version = versioned.group(1).replace('_', '.');
                return Optional.of(new MigrationName(Optional.of(version), words(versioned.group(2))));
            }
        }
        var repeatable = REPEATABLE.matcher(file);
        return repeatable.matches()
                ? Optional.of(new MigrationName(Optional.empty(), words(repeatable.group(1))))
                : Optional.empty();
    }

    private static String words(String text) {
        return text == null ? "" : text.replace('_', ' ');
    }
}
