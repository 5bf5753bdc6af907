package dev.dbops.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The libraries that Maven has fetched, with the digests that .mvn/checksums records and the licenses of their poms. */
final class MavenRepository {
    private final Path root;
    private final Map<String, String> digests;

    /** The path in a repository by the name of the jar. */
    private final Map<String, String> paths = new TreeMap<>();

    private MavenRepository(Path root, Map<String, String> digests) {
        this.root = root;
        this.digests = digests;
        digests.keySet().forEach(path -> paths.put(path.substring(path.lastIndexOf('/') + 1), path));
    }

    /**
     * Finds the repository that the class path leads to.
     *
     * @param checksums .mvn/checksums/checksums.sha256: a digest and a path in each line
     * @throws IOException when no jar of the class path is recorded
     */
    static MavenRepository of(Path checksums, List<Path> classPath) throws IOException {
        var digests = new TreeMap<String, String>();
        for (var line : Files.readAllLines(checksums)) {
            var words = line.split(" +");
            digests.put(words[1], words[0]);
        }
        for (var jar : classPath) {
            for (var path : digests.keySet()) {
                if (jar.endsWith(path)) {
                    var depth = jar.getNameCount() - Path.of(path).getNameCount();
                    return new MavenRepository(jar.getRoot().resolve(jar.subpath(0, depth)), digests);
                }
            }
        }
        throw new IOException("no library of the class path is recorded in " + checksums);
    }

    /**
     * Describes a library.
     *
     * @param jar the name of its jar
     * @throws IOException when its digest is not recorded, it is another file, or its license is not known
     */
    Component library(String jar) throws IOException {
        var path = paths.get(jar);
        if (path == null) {
            throw new IOException(
                    jar + " is not in .mvn/checksums: record the digests (docs/testing.md, Supply chain)");
        }
        var digest = Trees.sha256(root.resolve(path));
        if (!digest.equals(digests.get(path))) {
            throw new IOException(jar + " is not the file that .mvn/checksums records");
        }
        var words = Path.of(path);
        var depth = words.getNameCount();
        var version = words.getName(depth - 2).toString();
        var name = words.getName(depth - 3).toString();
        var group = words.subpath(0, depth - 3).toString().replace('/', '.');
        var license = PomLicense.of(root, group, name, version);
        var purl = "pkg:maven/%s/%s@%s".formatted(group, name, version);
        return new Component("library", group, name, version, license, "", purl, digest, List.of());
    }

    /** The file of a jar. */
    Path file(String jar) {
        return root.resolve(paths.get(jar));
    }
}
