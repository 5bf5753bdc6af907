package dev.dbops.local;

import dev.dbops.postgres.maintenance.Maintenance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The database that a project has on the running local server.
 *
 * <p>It has the name of the project's directory. Where that name belongs to another project, a short hash of the path
 * is added. The register remembers the choice: the database stays the project's when another project of that name
 * comes, and when the directory is moved. One that is there and in no register is taken over by the first project of
 * its name.
 */
public final class ProjectDatabase {
    /** The name to use when the directory's name is not suitable. */
    private static final String FALLBACK = "app";

    /** PostgreSQL cuts longer names. */
    private static final int LONGEST_NAME = 63;

    private static final int SHORTEST_HASH = 6;

    private final LocalServer server;
    private final ProjectRoot root;
    private final boolean recording;
    private final Consumer<String> notes;
    private String name = "";

    /**
     * @param recording whether the register may be changed, which a dry run must not
     * @param notes receives a note when the database differs from the directory's name, or had no project yet
     */
    public ProjectDatabase(LocalServer server, ProjectRoot root, boolean recording, Consumer<String> notes) {
        this.server = server;
        this.root = root;
        this.recording = recording;
        this.notes = notes;
    }

    /** The database's name; it need not exist. */
    public String name() {
        return name(false);
    }

    /** The database's name, which belongs to this project from now on: it is about to be created. */
    public String claim() {
        return name(true);
    }

    private String name(boolean creating) {
        var known = server.register().of(root.directory());
        if (known.isPresent()) {
            return known.get().database();
        }
        if (name.isEmpty() || creating) {
            name = recording ? server.locked(() -> settle(creating)) : settle(creating);
        }
        return name;
    }

    private String settle(boolean creating) {
        var register = server.register();
        var known = register.of(root.directory());
        if (known.isPresent()) {
            return known.get().database(); // another process was faster
        }
        var moved = register.movedTo(root);
        if (moved.isPresent()) {
            tell("this project was in %s before; its local database is \"%s\""
                    .formatted(moved.get().root(), moved.get().database()));
            record(register, moved.get().movedTo(root));
            return moved.get().database();
        }
        try (var maintenance = Maintenance.connect(server.target("postgres"))) {
            var free = freeName(register, maintenance);
            var exists = maintenance.exists(free);
            if (exists) {
                tell("the local database \"%s\" belonged to no project; it is now the database of %s"
                        .formatted(free, root.directory()));
            }
            if (exists || creating) {
                record(register, new ProjectEntry(free, root.directory(), root.identity(), ""));
            }
            return free;
        }
    }

    private void record(ProjectRegister register, ProjectEntry entry) {
        if (recording) {
            register.put(entry);
        }
    }

    private void tell(String note) {
        if (name.isEmpty()) {
            notes.accept(note);
        }
    }

    private String freeName(ProjectRegister register, Maintenance maintenance) {
        var wanted = root.name().isEmpty() || Maintenance.isMaintenanceDatabase(root.name()) ? FALLBACK : root.name();
        var plain = cut(wanted, LONGEST_NAME);
        var owner = register.named(plain);
        if (owner.isEmpty() || !owner.get().isThere() && !maintenance.exists(plain)) {
            return plain;
        }
        var hash = hash();
        var free = "";
        for (var length = SHORTEST_HASH; free.isEmpty() || register.named(free).isPresent(); length += 2) {
            free = cut(wanted, LONGEST_NAME - 1 - length) + "_" + hash.substring(0, length);
        }
        tell("the local database \"%s\" belongs to %s; this project has \"%s\""
                .formatted(plain, LocalDatabase.of(owner.get()).owner(), free));
        return free;
    }

    private String hash() {
        try {
            var path = root.directory().toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(path), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The longest start of a name that has so many bytes at most, and no half of a character. */
    private static String cut(String name, int bytes) {
        var cut = name;
        while (cut.getBytes(StandardCharsets.UTF_8).length > bytes) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }

    /** The database of this name when it is another project's. */
    public Optional<LocalDatabase> ofAnother(String database) {
        return server.register()
                .named(database)
                .filter(entry -> !entry.root().equals(root.directory()))
                .map(LocalDatabase::of);
    }

    /**
     * The transaction ID that ended the last setup of a database of this project; empty when none is known, as for the
     * databases of other projects.
     */
    public Optional<String> seededUntil(String database) {
        return server.register()
                .of(root.directory())
                .filter(entry -> entry.database().equals(database))
                .map(ProjectEntry::seededUntil)
                .filter(transaction -> !transaction.isEmpty());
    }

    /** Remembers that a database has another name; the project to which it belongs keeps it. */
    public void renamed(String database, String newName) {
        server.locked(() -> {
            var register = server.register();
            register.named(database).ifPresent(entry -> register.replace(entry, entry.renamed(newName)));
            return true;
        });
    }

    /** Remembers that all rows of transactions up to this ID are those that setup loaded. */
    public void seeded(String database, String transaction) {
        server.locked(() -> {
            var register = server.register();
            register.of(root.directory())
                    .filter(entry -> entry.database().equals(database))
                    .ifPresent(entry -> register.put(entry.seeded(transaction)));
            return true;
        });
    }
}
