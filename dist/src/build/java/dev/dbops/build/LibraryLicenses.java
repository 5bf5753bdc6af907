package dev.dbops.build;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The license texts of libraries: those in their jars, each in a directory of its own, and those that they lack. */
final class LibraryLicenses {
    /** The license of db-ops itself, from the directory {@code licenses}. */
    static final String APACHE = "../LICENSE";

    private final Map<String, String> missing = new TreeMap<>();
    private final Path directory;

    /**
     * @param missing a file with the name of a library and the file of its text in each line
     * @param directory the directory for the texts
     */
    LibraryLicenses(Path missing, Path directory) throws IOException {
        this.directory = directory;
        for (var line : Files.readAllLines(missing)) {
            if (!line.startsWith("#")) {
                var words = line.split(" +");
                this.missing.put(words[0], words[1]);
            }
        }
    }

    /**
     * Copies the license texts of a library.
     *
     * @throws IOException when it has none, neither in its jar nor elsewhere
     */
    Component keep(Component library, Path jar) throws IOException {
        var name = library.name() + "-" + library.version();
        var found = copy(jar, directory.resolve(name));
        var apache = !found && library.license().equals("Apache-2.0");
        var file = missing.getOrDefault(library.name(), apache ? APACHE : "");
        if (found) {
            return library.withLicenseFile(name + "/" + (file.isEmpty() ? "" : ", " + file));
        }
        if (file.isEmpty()) {
            throw new IOException(jar.getFileName()
                    + " holds no license: add its text to src/files/licenses and src/build/licenses.txt");
        }
        return library.withLicenseFile(file);
    }

    private static boolean copy(Path jar, Path target) throws IOException {
        var found = false;
        try (var zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            var root = zip.getPath("/");
            for (var file : Trees.list(root)) {
                var name = root.relativize(file).toString();
                if (Files.isRegularFile(file) && isLicense(name)) {
                    var copy = target.resolve(name.replace("META-INF/", "").replace('/', '-'));
                    Files.createDirectories(target);
                    Files.write(copy, Files.readAllBytes(file));
                    found = true;
                }
            }
        }
        return found;
    }

    private static boolean isLicense(String name) {
        var file = name.substring(name.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT);
        return !file.endsWith(".CLASS")
                && (file.startsWith("LICENSE") || file.startsWith("NOTICE") || name.startsWith("META-INF/licenses/"));
    }
}
