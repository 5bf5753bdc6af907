package dev.dbops.dump;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.ServerVersion;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/**
 * Finds the pg_dump or pg_restore that fits: on the PATH, in the directories where packages install several versions,
 * and in the distribution of db-ops.
 */
public final class ClientPrograms {
    /** Matches "pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)" or "... 18beta1", for example. */
    private static final Pattern VERSION = Pattern.compile("(pg_\\w+) \\(PostgreSQL\\) ((\\d+)\\S*)");

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

    private final String name;
    private final List<Path> files;

    private ClientPrograms(String name, Collection<Path> files) {
        this.name = name;
        this.files = List.copyOf(files);
    }

    /**
     * Searches all versions on this machine.
     *
     * @param name pg_dump or pg_restore
     * @param path the directories of PATH, separated by colons
     * @param included the directory of the programs that the distribution contains; it need not exist
     */
    public static ClientPrograms installed(String name, String path, Path included) {
        return in(name, path, USUAL_DIRECTORIES, included);
    }

    /** Searches only these directories; one level of each may be a star, or end in one. */
    static ClientPrograms in(String name, String path, List<String> usualDirectories, Path included) {
        var programs = new LinkedHashSet<Path>();
        for (var directory : path.split(":")) {
            if (directory.startsWith("/")) {
                addIfThere(Path.of(directory), name, programs);
            }
        }
        for (var pattern : usualDirectories) {
            expand(pattern).forEach(directory -> addIfThere(directory, name, programs));
        }
        addIfThere(included, name, programs);
        return new ClientPrograms(name, programs);
    }

    /** Uses only this pg_dump. */
    public static ClientPrograms of(Path file) {
        if (!Files.isExecutable(file) || Files.isDirectory(file)) {
            throw new OpsException(
                    Kind.USAGE, "%s is not an executable program".formatted(file), "name a pg_dump with --pg-dump");
        }
        return new ClientPrograms("pg_dump", List.of(file));
    }

    /** Uses the directory's real path: /bin may be a link to /usr/bin, which need not be searched twice. */
    private static void addIfThere(Path directory, String name, SequencedSet<Path> programs) {
        try {
            var file = directory.toRealPath().resolve(name);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                programs.add(file);
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
    public ClientProgram fitting(ServerVersion server) {
        var found = new ArrayList<ClientProgram>();
        ClientProgram best = null;
        for (var file : files) {
            var program = ask(file);
            if (program.isEmpty()) {
                continue;
            }
            found.add(program.get());
            if (program.get().major() == ClientProgram.majorOf(server)) {
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

    /**
     * The newest one.
     *
     * @throws OpsException of kind FAILED when there is none
     */
    public ClientProgram newest() {
        return files.stream()
                .map(this::ask)
                .flatMap(Optional::stream)
                .max(Comparator.comparingInt(ClientProgram::major))
                .orElseThrow(() -> new OpsException(
                        Kind.FAILED,
                        "there is no " + name + " on this machine",
                        "install it: apt-get install postgresql-client (Debian and Ubuntu), dnf install postgresql,"
                                + " brew install libpq"));
    }

    /** The version of the program; empty when it reports none, so that it is another program. */
    private Optional<ClientProgram> ask(Path file) {
        try {
            var process = new ProcessBuilder(file.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            var answer = VERSION.matcher(process.inputReader().readAllAsString());
            process.waitFor();
            return answer.lookingAt() && answer.group(1).equals(name)
                    ? Optional.of(new ClientProgram(file, answer.group(2), Integer.parseInt(answer.group(3))))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // built for another kind of machine
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted while looking for " + name, null, e);
        }
    }

    private OpsException missing(ServerVersion server, List<ClientProgram> found) {
        var major = ClientProgram.majorOf(server);
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
