package dev.dbops.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A database of the local server and the project that it belongs to.
 *
 * @param database its name
 * @param root the project's root
 * @param identity of the root's directory, as returned by {@link ProjectRoot#identity}; empty when it is not known
 * @param seededUntil the transaction ID that ended the last setup: rows of later transactions are not setup's; empty
 *     when no setup is known to have made the database
 */
record ProjectEntry(String database, Path root, String identity, String seededUntil) {
    private static final char ESCAPE = '\\';

    /** Returns whether the project's directory still exists. */
    boolean isThere() {
        return Files.isDirectory(root);
    }

    ProjectEntry movedTo(ProjectRoot moved) {
        return new ProjectEntry(database, moved.directory(), moved.identity(), seededUntil);
    }

    ProjectEntry renamed(String newName) {
        return new ProjectEntry(newName, root, identity, seededUntil);
    }

    ProjectEntry seeded(String transaction) {
        return new ProjectEntry(database, root, identity, transaction);
    }

    /** One line of the register: a name may hold any character, so tabs and line ends are escaped. */
    String line() {
        return String.join("\t", escape(database), escape(root.toString()), identity, seededUntil);
    }

    /** Reads a line; empty when it is not one of {@link #line}. */
    static Optional<ProjectEntry> parse(String line) {
        var fields = List.of(line.split("\t", -1));
        if (fields.size() != 4 || fields.get(0).isEmpty() || !fields.get(1).startsWith("/")) {
            return Optional.empty();
        }
        return Optional.of(new ProjectEntry(
                unescape(fields.get(0)), Path.of(unescape(fields.get(1))), fields.get(2), fields.get(3)));
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String unescape(String text) {
        var plain = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            if (character != ESCAPE || i + 1 == text.length()) {
                plain.append(character);
                continue;
            }
            i++;
            plain.append(
                    switch (text.charAt(i)) {
                        case 't' -> '\t';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        default -> text.charAt(i);
                    });
        }
        return plain.toString();
    }
}
