package dev.dbops.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The directory that a project is known by: the same one from each of its subdirectories.
 *
 * @param directory without symbolic links
 */
public record ProjectRoot(Path directory) {
    private static final String SCRIPTS = "db";
    private static final String REPOSITORY = ".git";
    private static final List<String> MARKERS = List.of(REPOSITORY, "schema.sql", SCRIPTS, ".env");

    /**
     * Finds the root of the project that a directory belongs to: the nearest directory upwards that holds {@code .git},
     * {@code schema.sql}, {@code db/} or {@code .env}. The home directory and the root of the file system are not
     * projects of the directories below them. Where no directory qualifies, the directory is a project by itself.
     *
     * @param start the working directory
     * @param home the user's home directory
     */
    public static ProjectRoot find(Path start, Path home) {
        var from = real(start);
        var end = real(home);
        for (var here = from; isBelow(here, end); here = here.getParent()) {
            if (isRoot(here, end)) {
                return new ProjectRoot(here);
            }
        }
        return new ProjectRoot(from);
    }

    private static boolean isBelow(Path directory, Path home) {
        return directory.getParent() != null && !directory.equals(home);
    }

    /** A directory {@code db} holds the scripts of the project above it, unless it is a separate repository. */
    private static boolean isRoot(Path directory, Path home) {
        if (directory.getFileName().toString().equals(SCRIPTS) && isBelow(directory.getParent(), home)) {
            return Files.exists(directory.resolve(REPOSITORY));
        }
        for (var marker : MARKERS) {
            var file = directory.resolve(marker);
            if (marker.equals(SCRIPTS) ? Files.isDirectory(file) : Files.exists(file)) {
                return true;
            }
        }
        return false;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize(); // deleted under our feet, or not ours to look at
        }
    }

    /** The name of the directory; empty for the root of the file system. */
    String name() {
        var name = directory.getFileName();
        return name == null ? "" : name.toString();
    }

    /**
     * Identifies the directory on its file system, even after it was moved or renamed; empty when there is none. A
     * number alone is given to a new directory after the old one was deleted, so the time of birth is in it.
     */
    String identity() {
        return identity(directory);
    }

    static String identity(Path directory) {
        try {
            var born =
                    Files.readAttributes(directory, BasicFileAttributes.class).creationTime();
            return Files.getAttribute(directory, "unix:ino") + "@" + born.toMillis();
        } catch (IOException e) {
            return "";
        }
    }
}
