package dev.dbops.lambda.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** The package that the build has made, and its files as Lambda unpacks them. */
public final class FunctionPackage {
    private static final Path ZIP =
            Path.of(System.getProperty("dbops.lambda.zip", "../lambda/target/db-ops-lambda.zip"));

    private static Path unpacked;

    private FunctionPackage() {}

    /** The zip. */
    public static Path zip() {
        if (!Files.exists(ZIP)) {
            throw new IllegalStateException("the package is missing: run ./mvnw package -pl lambda -am (" + ZIP + ")");
        }
        return ZIP.toAbsolutePath().normalize();
    }

    /** A directory with the files of the zip, which all functions of a run share, as they cannot write there. */
    public static synchronized Path unpacked() {
        if (unpacked == null) {
            unpacked = unpack(zip());
        }
        return unpacked;
    }

    private static Path unpack(Path archive) {
        try (var zip = new ZipFile(archive.toFile())) {
            var root = Files.createTempDirectory("db-ops-lambda").toRealPath();
            for (var entry : zip.stream().toList()) {
                var file = root.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip.getInputStream(entry), file);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path root) {
        try (var files = Files.walk(root)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException _) {
            // a directory for temporary files
        }
    }
}
