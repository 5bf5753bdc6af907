package dev.dbops.seed;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.NoticeListener;
import dev.dbops.postgres.Notices;
import dev.dbops.postgres.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Loads files of rows in the order given, all in one transaction. */
public final class SeedLoader {
    private final Database database;
    private final Notices notices;
    private final Runnable beforeCommit;

    public SeedLoader(Database database, NoticeListener listener) {
        this(database, listener, () -> {});
    }

    /** @param beforeCommit is called in the transaction, after all rows are loaded */
    public SeedLoader(Database database, NoticeListener listener, Runnable beforeCommit) {
        this.database = database;
        this.beforeCommit = beforeCommit;
        this.notices = new Notices(listener);
    }

    /**
     * Loads all files and commits, or changes nothing.
     *
     * @throws OpsException with the place in the file that failed; the transaction is rolled back
     */
    public SeedResult load(List<SeedRows> files) {
        return loaded(new Transaction(database, names(files)).commit(() -> loadAll(files)));
    }

    /** As {@link #load}, but does nothing if it has already loaded the same files into the same tables. */
    public SeedResult loadOnce(List<SeedRows> files) {
        var sha256 = sha256(files);
        var loaded = new ArrayList<SeedResult.LoadedFile>();
        var before = new Transaction(database, names(files)).commit(() -> {
            var log = new SeedLog(database);
            var earlier = log.loadedAt(sha256);
            if (earlier.isEmpty()) {
                // First, so that the second of two concurrent seeds waits here, and fails before it does the work.
                log.remember(sha256, names(files));
                loaded.addAll(loadAll(files));
            }
            return earlier;
        });
        return before.isPresent() ? new SeedResult.LoadedBefore(before.get()) : loaded(loaded);
    }

    private List<SeedResult.LoadedFile> loadAll(List<SeedRows> files) {
        var loaded = new ArrayList<SeedResult.LoadedFile>();
        for (var file : files) {
            loaded.add(new SeedResult.LoadedFile(file.source(), file.load(database, notices)));
        }
        beforeCommit.run();
        notices.hearCommit(database.connection(), ScriptPosition.ofFile(names(files)));
        return loaded;
    }

    /** Must be called after the commit, which may produce notices too. */
    private SeedResult loaded(List<SeedResult.LoadedFile> files) {
        return new SeedResult.Loaded(files, notices.notices(), notices.warnings());
    }

    private static String names(List<SeedRows> files) {
        var names = new StringBuilder();
        for (var file : files) {
            names.append(names.isEmpty() ? "" : ", ").append(file.file().name());
        }
        return names.toString();
    }

    /** The checksum of the files' checksums, formats and tables, in order: each of these affects the result. */
    private static String sha256(List<SeedRows> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var file : files) {
                var line = "%s %s %s\n"
                        .formatted(
                                file.source().format().word(),
                                file.file().sha256(),
                                file.source().table());
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
