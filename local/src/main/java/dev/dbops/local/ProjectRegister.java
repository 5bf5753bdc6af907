package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The register of the local server's databases and their projects: a file beside the server's data, which is deleted
 * with them. It is replaced as a whole, so that a reader sees one state or the next; who changes it holds the server's
 * lock.
 */
final class ProjectRegister {
    private final Path file;
    private final List<ProjectEntry> entries;

    private ProjectRegister(Path file, List<ProjectEntry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /**
     * Reads the file; one that is not there holds no entries.
     *
     * @throws OpsException (FAILED) when it cannot be read, or is damaged
     */
    static ProjectRegister read(Path file) {
        var entries = new ArrayList<ProjectEntry>();
        try {
            for (var line : Files.readAllLines(file)) {
                entries.add(ProjectEntry.parse(line).orElseThrow(() -> unreadable(file, null)));
            }
        } catch (NoSuchFileException _) {
            return new ProjectRegister(file, entries);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return new ProjectRegister(file, entries);
    }

    private static OpsException unreadable(Path file, IOException cause) {
        return new OpsException(
                Kind.FAILED,
                "the register of the local server's projects cannot be read: " + file,
                "correct it (a line is DATABASE, ROOT, IDENTITY and TRANSACTION with tabs between them), or remove it:"
                        + " each database then belongs to the first project of its name that uses it",
                cause);
    }

    List<ProjectEntry> entries() {
        return List.copyOf(entries);
    }

    Optional<ProjectEntry> of(Path root) {
        return find(entry -> entry.root().equals(root));
    }

    Optional<ProjectEntry> named(String database) {
        return find(entry -> entry.database().equals(database));
    }

    /** The entry of a project that was moved or renamed to this root. */
    Optional<ProjectEntry> movedTo(ProjectRoot root) {
        var identity = root.identity();
        return find(entry -> !identity.isEmpty()
                && entry.identity().equals(identity)
                && !ProjectRoot.identity(entry.root()).equals(identity));
    }

    private Optional<ProjectEntry> find(Predicate<ProjectEntry> condition) {
        return entries.stream().filter(condition).findFirst();
    }

    /** Adds an entry, or replaces the one that its database has. */
    void put(ProjectEntry entry) {
        entries.removeIf(other -> other.database().equals(entry.database()));
        entries.add(entry);
        save();
    }

    /** Replaces an entry by one whose database has another name. */
    void replace(ProjectEntry entry, ProjectEntry renamed) {
        entries.remove(entry);
        put(renamed);
    }

    private void save() {
        var lines = entries.stream().map(ProjectEntry::line).toList();
        try {
            SmallFile.write(file, String.join("\n", lines), new Account.Self());
        } catch (IOException e) {
            throw LocalFailures.writing(e, file.getParent(), 1);
        }
    }
}
