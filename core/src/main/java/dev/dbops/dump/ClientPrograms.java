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
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * Finds the pg_dump or pg_restore that fits: on the PATH, in the directories where packages install several versions,
 * and in the distribution of db-ops.
 */
public final class ClientPrograms {
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
        var probes = new ArrayList<ProgramProbe>();
        ClientProgram best = null;
        for (var file : files) {
            var probe = ProgramProbe.of(file, name);
            probes.add(probe);
            var program = probe.program().orElse(null);
            if (program != null && program.major() == ClientProgram.majorOf(server)) {
                return program;
            }
            if (program != null && program.reads(server) && (best == null || program.major() < best.major())) {
                best = program;
            }
        }
        if (best == null) {
            var major = ClientProgram.majorOf(server);
            throw missing(
                    "the server is PostgreSQL %s, which needs a %s of version %d or newer"
                            .formatted(server.name(), name, major),
                    probes,
                    ("install it: apt-get install postgresql-client-%1$d (Debian and Ubuntu, from apt.postgresql.org),"
                        + " dnf install postgresql%1$d (from yum.postgresql.org), brew install libpq; or name one with"
                        + " --pg-dump FILE")
                            .formatted(major));
        }
        return best;
    }

    /**
     * The newest one.
     *
     * @throws OpsException of kind FAILED when there is none
     */
    public ClientProgram newest() {
        var probes = files.stream().map(file -> ProgramProbe.of(file, name)).toList();
        return probes.stream()
                .flatMap(probe -> probe.program().stream())
                .max(Comparator.comparingInt(ClientProgram::major))
                .orElseThrow(() -> missing(
                        "a %s is needed".formatted(name),
                        probes,
                        "install it: apt-get install postgresql-client (Debian and Ubuntu), dnf install postgresql,"
                                + " brew install libpq"));
    }

    private static OpsException missing(String need, List<ProgramProbe> probes, String hint) {
        var there =
                probes.stream().flatMap(probe -> probe.description().stream()).collect(Collectors.joining(", "));
        return new OpsException(
                Kind.FAILED, need + (there.isEmpty() ? "; there is none" : "; there is " + there), hint);
    }
}
