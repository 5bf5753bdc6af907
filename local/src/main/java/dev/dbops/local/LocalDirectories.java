package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The possible locations of the local server and its programs.
 *
 * @param user the user's own place: {@code $XDG_DATA_HOME/db-ops}
 * @param system the place for root, when the server must run as another user who cannot enter root's home
 */
public record LocalDirectories(Path user, Path system) {
    private static final Path SYSTEM = Path.of("/var/lib/db-ops");

    /**
     * The directories that the environment variables lead to, after the XDG Base Directory Specification: a path that
     * is not absolute counts as unset.
     *
     * @throws OpsException (USAGE) when neither XDG_DATA_HOME nor HOME names a place, or one that cannot be used
     */
    public static LocalDirectories of(Map<String, String> variables) {
        var dataHome = variables.getOrDefault("XDG_DATA_HOME", "");
        if (dataHome.startsWith("/")) {
            return new LocalDirectories(usable(Path.of(dataHome, "db-ops")), SYSTEM);
        }
        var home = variables.getOrDefault("HOME", "");
        if (home.startsWith("/")) {
            return new LocalDirectories(usable(Path.of(home, ".local", "share", "db-ops")), SYSTEM);
        }
        throw new OpsException(
                Kind.USAGE,
                "there is no place for the local server's data: neither XDG_DATA_HOME nor HOME names an absolute path",
                "set HOME, or name a database with --url");
    }

    /** Same as {@link #of}; empty where no server can be, as in a container without HOME. */
    public static Optional<LocalDirectories> find(Map<String, String> variables) {
        try {
            return Optional.of(of(variables));
        } catch (OpsException _) {
            return Optional.empty();
        }
    }

    /** The files of the server where it is, or where it would be when there is none yet. */
    LocalFiles files() {
        var files = new LocalFiles(user);
        var systemFiles = new LocalFiles(system);
        return !files.hasCluster() && systemFiles.hasCluster() ? systemFiles : files;
    }

    /** pg_ctl starts the server through a shell and puts the paths between double quotes as they are. */
    private static Path usable(Path path) {
        var text = path.toString();
        for (var i = 0; i < text.length(); i++) {
            if ("\"$`\\\n".indexOf(text.charAt(i)) >= 0) {
                throw new OpsException(
                        Kind.USAGE,
                        "the local server cannot live in " + path
                                + ": the path has a quote, a dollar sign, a backslash or a line break in it",
                        "set XDG_DATA_HOME to another directory, or name a database with --url");
            }
        }
        return path.normalize();
    }
}
