package dev.dbops.build;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the package that AWS Lambda runs: the handlers and their libraries in {@code lib/}, and the authorities of RDS.
 *
 * <p>Run from source by the JDK that compiles the project: {@code java LambdaZip.java ZIP HANDLERS_JAR CLASSPATH
 * CERTIFICATES LICENSE}. The same inputs give the same bytes: entries are sorted, and all have one time.
 *
 * <p>The jars inside are not compressed, because the zip is: similar classes of one jar are then compressed together,
 * which makes the zip a third smaller, and the function does not decompress its classes when it loads them.
 */
public final class LambdaZip {
    /** Java writes the earliest time of a zip, a month before this one, in the time zone of the machine. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final SortedMap<String, byte[]> entries = new TreeMap<>();

    private LambdaZip() {}

    public static void main(String... arguments) {
        try {
            var zip = new LambdaZip();
            zip.addJars(Path.of(arguments[1]), arguments[2]);
            zip.addFiles("certificates", Path.of(arguments[3]));
            zip.entries.put("LICENSE", Files.readAllBytes(Path.of(arguments[4])));
            zip.write(Path.of(arguments[0]));
        } catch (IOException e) {
            System.err.println("the package for AWS Lambda could not be made: " + e.getMessage());
            System.exit(1);
        }
    }

    private void addJars(Path handlers, String classPath) throws IOException {
        addJar(handlers);
        for (var element : classPath.split(File.pathSeparator)) {
            // the module's own classes are in its jar; a pom only names others
            if (element.endsWith(".jar")) {
                addJar(Path.of(element));
            }
        }
    }

    private void addJar(Path jar) throws IOException {
        var content = new TreeMap<String, byte[]>();
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
                content.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            out.setMethod(ZipOutputStream.STORED);
            for (var entry : content.entrySet()) {
                put(out, entry.getKey(), entry.getValue());
            }
        }
        if (entries.put("lib/" + jar.getFileName(), bytes.toByteArray()) != null) {
            throw new IOException("two jars are named " + jar.getFileName());
        }
    }

    private void addFiles(String directory, Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = root.relativize(file).toString().replace(File.separatorChar, '/');
                entries.put(directory + "/" + name, Files.readAllBytes(file));
            }
        }
    }

    private void write(Path zip) throws IOException {
        var next = zip.resolveSibling(zip.getFileName() + ".next");
        try (OutputStream file = Files.newOutputStream(next);
                var out = new ZipOutputStream(file)) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            for (var entry : entries.entrySet()) {
                put(out, entry.getKey(), entry.getValue());
            }
        }
        Files.move(next, zip, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        // needed where entries are not compressed
        entry.setSize(content.length);
        var checksum = new CRC32();
        checksum.update(content);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
