package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * PostgreSQL's own programs, unpacked from the archive that the distribution carries, and run as the account that may
 * run them.
 */
final class ServerPrograms {
    /** Of the unpacked programs, rounded up. */
    private static final int MEGABYTES = 65;

    private static final List<String> NEEDED = List.of("initdb", "pg_ctl", "postgres");

    private final LocalFiles files;
    private final Account account;
    private final String version = version();

    ServerPrograms(LocalFiles files, Account account) {
        this.files = files;
        this.account = account;
    }

    Account account() {
        return account;
    }

    /** The number before the first point: servers of one major version share their data's format. */
    String majorVersion() {
        return version.substring(0, version.indexOf('.'));
    }

    private static String version() {
        try (var text = ServerPrograms.class.getResourceAsStream("server-version.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new IllegalStateException("the version of the carried server cannot be read", e);
        }
    }

    /** Runs one of the programs in the server's directory. */
    Programs.Result run(String program, List<String> arguments) {
        var words = new ArrayList<String>();
        words.add(files.programs(version).resolve("bin").resolve(program).toString());
        words.addAll(arguments);
        return Programs.run(files.directory(), account.command(words));
    }

    /**
     * Unpacks the archive unless that was done before. The directory appears under its name when it is whole, and not
     * before.
     *
     * @throws OpsException (FAILED) when the archive is missing or damaged, or the disk is full
     */
    void unpack(Path archive, Consumer<String> notes) {
        var directory = files.programs(version);
        if (Files.isDirectory(directory)) {
            return;
        }
        if (!Files.isReadable(archive)) {
            throw new OpsException(
                    Kind.FAILED,
                    "the programs of the local server are missing: " + archive + " is not there or cannot be read",
                    "install db-ops again, or name a database with --url");
        }
        notes.accept("unpacking PostgreSQL " + version);
        try {
            FileTree.deleteAll(files.base(), "postgresql-" + version + ".new-"); // of one that was interrupted
            var fresh = Files.createTempDirectory(files.base(), "postgresql-" + version + ".new-");
            try {
                unpackInto(fresh, archive);
                Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw LocalFailures.writing(e, files.base(), MEGABYTES);
            } finally {
                FileTree.delete(fresh);
            }
        } catch (IOException e) {
            throw LocalFailures.writing(e, files.base(), MEGABYTES);
        }
    }

    private static void unpackInto(Path fresh, Path archive) throws IOException {
        new ServerArchive(archive).unpack(fresh);
        for (var program : NEEDED) {
            if (!Files.isExecutable(fresh.resolve("bin").resolve(program))) {
                throw ServerArchive.damaged(archive, "there is no bin/" + program + " in it", null);
            }
        }
    }
}
