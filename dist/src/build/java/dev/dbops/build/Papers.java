package dev.dbops.build;

import dev.dbops.cli.CommandModels;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The papers of the distribution: manual pages, the commit, license texts with their index, the bill of materials.
 *
 * <p>Run alone from source: {@code java -cp CLASSPATH Papers.java MODULE_DIRECTORY CLASSPATH TARGET_DIRECTORY}. The same
 * commit gives the same bytes.
 */
public final class Papers {
    private Papers() {}

    public static void main(String... arguments) throws IOException {
        var module = Path.of(arguments[0]).toAbsolutePath().normalize();
        var classPath = Stream.of(arguments[1].split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        var target = Path.of(arguments[2]);
        describe(SourceCommit.of(module), module, target);
        Trees.copy(module.resolve("src/files/licenses"), target.resolve("licenses"));
        list(module, classPath, target.resolve("licenses"), target.resolve("db-ops-sbom.cdx.json"));
    }

    /**
     * Writes what depends on the commit: the manual pages and lib/commit.
     *
     * @param module the directory of the module dist
     * @param distribution the directory to write to
     */
    static void describe(SourceCommit commit, Path module, Path distribution) throws IOException {
        ManPages.write(module, commit, distribution.resolve("man/man1"));
        Files.createDirectories(distribution.resolve("lib"));
        Files.writeString(distribution.resolve("lib/commit"), commit.inWords() + "\n");
    }

    /**
     * Writes what lists the components.
     *
     * @param classPath the classes and jars of db-ops and its libraries
     * @param licenses the directory that gets the license texts and their index
     * @param bill the file that gets the bill of materials
     * @throws IOException when a component has no license, or another digest than the recorded one
     */
    static void list(Path module, List<Path> classPath, Path licenses, Path bill) throws IOException {
        var components = CarriedComponents.of(module, classPath, licenses);
        LicenseIndex.write(components, licenses.resolve("README.txt"));
        BillOfMaterials.write(components, CommandModels.all().version()[0], bill);
    }
}
