package dev.dbops.target;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directories in which a server of this machine has its Unix-domain socket by default. libpq has one such
 * directory, which was set when it was built: that of Debian and Red Hat, or {@code /tmp}.
 */
public record SocketDirectories(List<Path> directories) {
    /** The directories of the usual builds. */
    public static final SocketDirectories USUAL =
            new SocketDirectories(List.of(Path.of("/var/run/postgresql"), Path.of("/tmp")));

    public SocketDirectories {
        directories = List.copyOf(directories);
    }

    /** The directory with the socket of that port, for a target without a host. */
    Optional<Path> withSocket(int port) {
        return directories.stream()
                .filter(directory -> Files.exists(new HostPort(directory.toString(), port).socketFile()))
                .findFirst();
    }

    /** Returns whether it is such a directory; {@code /run} is the same as {@code /var/run}. */
    boolean contains(String directory) {
        var path = Path.of(directory).normalize();
        var longer = path.startsWith("/run") ? Path.of("/var" + path) : path;
        return directories.contains(path) || directories.contains(longer);
    }
}
