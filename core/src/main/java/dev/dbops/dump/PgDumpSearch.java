package dev.dbops.dump;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.ServerVersion;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/**
 * Finds the pg_dump that fits a server: on the PATH, and in the directories where packages install several versions.
 */
public final class PgDumpSearch {
    private static final String NAME = "pg_dump";

    /** Matches "pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)" or "... 18beta1", for example. */
    private static final Pattern VERSION = Pattern.compile("pg_dump \\(PostgreSQL\\) ((\\d+)\\S*)");

    /** The usual directories; a star means any name. */
    private static final List<String> USUAL_DIRECTORIES = List.of(
            "/usr/lib/postgresql/*/bin", // Debian, Ubuntu
            "/usr/pgsql-*/bin", // Red Hat, from postgresql.org
            "/usr/libexec/postgresql*", // Alpine
            "/opt/homebrew/opt/postgresql@*/bin",
            "/opt/homebrew/opt/libpq*/bin",
            "/usr/local/opt/postgresql@*/bin",
            "/usr/local/opt/libpq*/bin",
            "/usr/local/pgsql*/bin", // built from source
            "/Applications/Postgres.app/Contents/Versions/*/bin");

    private final List<Path> files;

    private PgDumpSearch(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Searches all installed versions.
     *
     * @param path the directories of PATH, separated by colons
     */
    public static PgDumpSearch installed(String path) {
        return in(path, USUAL_DIRECTORIES);
    }

    /** Searches only these directories; one level of each may be a star, or end in one. */
    static PgDumpSearch in(String path, List<String> usualDirectories) {
        var files = new LinkedHashSet<Path>();
        for (var directory : path.split(":")) {
            if (directory.startsWith("/")) {
                addIfThere(Path.of(directory), files);
            }
        }
        for (var pattern : usualDirectories) {
            expand(pattern).forEach(directory -> addIfThere(directory, files));
        }
        return new PgDumpSearch(List.copyOf(files));
    }

    /** Uses only this program. */
    public static PgDumpSearch of(Path file) {
        if (!Files.isExecutable(file) || Files.isDirectory(file)) {
            throw new OpsException(
                    Kind.USAGE, "%s is not a program that can be run".formatted(file), "name a pg_dump with --pg-dump");
        }
        return new PgDumpSearch(List.of(file));
    }

    /** Uses the directory's real path: /bin may be a link to /usr/bin, which need not be searched twice. */
    private static void addIfThere(Path directory, SequencedSet<Path> files) {
        try {
            var file = directory.toRealPath().resolve(NAME);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                files.add(file);
            }
        } catch (IOException _) {
            // PATH may name directories that do not exist
        }
    }

    private static List<Path> expand(String pattern) {
        var star = pattern.indexOf('*');
        if (star < 0) {
            return List.of(Path.of(pattern));
        }
        var parent = Path.of(pattern.substring(0, pattern.lastIndexOf('/', star) + 1));
        var end = pattern.indexOf('/', star);
        var name = pattern.substring(parent.toString().length() + 1, end < 0 ? pattern.length() : end);
        var rest = end < 0 ? "" : pattern.substring(end + 1);
        var directories = new ArrayList<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, name)) {
            found.forEach(directory -> directories.add(directory.resolve(rest)));
        } catch (IOException _) {
            return List.of(); // another operating system
        }
        directories.sort(null);
        return directories;
    }

    /**
     * The pg_dump to use for a server: of the same major version if there is one, because other versions write a
     * different text, else of the next newer version.
     *
     * @throws OpsException of kind FAILED that says which version is needed, which are installed, and how to get one
     */
    public PgDump fitting(ServerVersion server) {
        var found = new ArrayList<PgDump>();
        PgDump best = null;
        for (var file : files) {
            var program = ask(file);
            if (program.isEmpty()) {
                continue;
            }
            found.add(program.get());
            if (program.get().major() == PgDump.majorOf(server)) {
                return program.get();
            }
            if (program.get().reads(server) && (best == null || program.get().major() < best.major())) {
                best = program.get();
            }
        }
        if (best == null) {
            throw missing(server, found);
        }
        return best;
    }

    /** The version of the program; empty when it reports none, so that it is another program. */
    private static Optional<PgDump> ask(Path file) {
        try {
            var process = new ProcessBuilder(file.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            var answer = VERSION.matcher(process.inputReader().readAllAsString());
            process.waitFor();
            return answer.lookingAt()
                    ? Optional.of(new PgDump(file, answer.group(1), Integer.parseInt(answer.group(2))))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // built for another kind of machine
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted while looking for pg_dump", null, e);
        }
    }

    private static OpsException missing(ServerVersion server, List<PgDump> found) {
        var major = PgDump.majorOf(server);
        var there = new StringBuilder();
        for (var program : found) {
            there.append(there.isEmpty() ? "; there is " : ", ")
                    .append(program.version())
                    .append(" (")
                    .append(program.file())
                    .append(')');
        }
        return new OpsException(
                Kind.FAILED,
                "the server is PostgreSQL %s, which needs a pg_dump of version %d or newer%s"
                        .formatted(server.name(), major, there.isEmpty() ? "; there is none" : there),
                ("install it: apt-get install postgresql-client-%1$d (Debian and Ubuntu, from apt.postgresql.org), dnf"
                                + " install postgresql%1$d (from yum.postgresql.org), brew install libpq; or name one"
                                + " with --pg-dump FILE")
                        .formatted(major));
    }
}
