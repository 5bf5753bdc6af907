package dev.dbops.local;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A database of the local server.
 *
 * @param database its name
 * @param project the root of the project that it belongs to; empty when it belongs to none
 * @param projectExists whether the project's directory is still there
 */
public record LocalDatabase(String database, Optional<Path> project, boolean projectExists) {
    static LocalDatabase of(ProjectEntry entry) {
        return new LocalDatabase(entry.database(), Optional.of(entry.root()), entry.isThere());
    }

    static LocalDatabase ofNobody(String database) {
        return new LocalDatabase(database, Optional.empty(), false);
    }

    /** The database and its project, for a sentence. */
    public String description() {
        return "\"%s\" (of %s)".formatted(database, owner());
    }

    /** The project that it belongs to. */
    public String owner() {
        return project.map(root -> root + (projectExists ? "" : ", which no longer exists"))
                .orElse("no project");
    }
}
