package dev.dbops.build;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.Deflater;
import javax.lang.model.SourceVersion;

/**
 * db-ops and all libraries it uses as one module, the form in which they start fastest.
 *
 * <p>In the runtime image a class is found by one look into a memory-mapped file; a class path of jars costs a fifth
 * more on the shortest command, because each jar is opened and its directory read.
 */
final class ApplicationModule {
    static final String NAME = "dev.dbops";
    private static final String SERVICES = "META-INF/services/";
    private static final int FIRST_MULTI_RELEASE = 9;

    /** The same in every build. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final List<Path> classPath;

    /** @param classPath the project's own classes and jars, and the libraries' jars */
    ApplicationModule(List<Path> classPath) {
        this.classPath = classPath;
    }

    /**
     * Writes the module.
     *
     * @param jar the jar to write
     * @throws IOException when a library cannot be read, or holds a file that another one holds too
     */
    void write(Path jar) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        var services = new LinkedHashMap<String, List<String>>();
        for (var element : classPath) {
            if (Files.isDirectory(element)) {
                collect(element, entries, services);
            } else {
                try (var zip = FileSystems.newFileSystem(URI.create("jar:" + element.toUri()), Map.of())) {
                    collect(zip.getPath("/"), entries, services);
                }
            }
        }
        var providers = services.values().stream().flatMap(List::stream).toList();
        var classes = ClassFileVersions.raise(UnusedOperations.remove(entries, providers));
        var packages = new TreeSet<String>();
        for (var name : classes.keySet()) {
            var directory =
                    name.substring(0, Math.max(0, name.lastIndexOf('/'))).replace('/', '.');
            if (SourceVersion.isName(directory)) {
                packages.add(directory); // also when it holds resources alone: jlink counts those too
            }
        }
        classes.put("module-info.class", ModuleDescriptor.of(NAME, packages, services));
        Files.createDirectories(jar.getParent());
        try (var out = Files.newOutputStream(jar)) {
            writeJar(out, classes);
        }
    }

    private void collect(Path root, SortedMap<String, byte[]> entries, Map<String, List<String>> services)
            throws IOException {
        for (var file : Trees.list(root)) {
            var name = root.relativize(file).toString();
            if (!Files.isRegularFile(file)) {
                continue;
            }
            if (isService(name)) {
                services.computeIfAbsent(name.substring(SERVICES.length()), service -> new ArrayList<>())
                        .addAll(providers(Files.readString(file)));
            } else if (belongs(name) && entries.putIfAbsent(name, Files.readAllBytes(file)) != null) {
                throw new IOException("two libraries of the class path hold " + name);
            }
        }
        for (var version = FIRST_MULTI_RELEASE; version <= Runtime.version().feature(); version++) {
            var versioned = root.resolve("META-INF/versions/" + version);
            for (var file : Trees.list(versioned)) {
                var name = versioned.relativize(file).toString();
                if (Files.isRegularFile(file) && belongs(name)) {
                    entries.put(name, Files.readAllBytes(file));
                }
            }
        }
    }

    /**
     * Those of JLine are deeper: JLine itself reads them, and they are not needed. The AWS SDK's warm-up is for
     * snapshots of running functions, and calls every service.
     */
    private static boolean isService(String name) {
        return name.startsWith(SERVICES)
                && name.indexOf('/', SERVICES.length()) < 0
                && !name.endsWith(".SdkWarmUpProvider");
    }

    /**
     * Code and its resources; what describes the jar it comes from has no meaning in the module. The driver of Redshift
     * reads its version from a file in the root when it connects.
     */
    private static boolean belongs(String name) {
        return name.contains("/") && !name.startsWith("META-INF/") && !UnusedLibraryParts.contain(name)
                || name.equals("redshift_jdbc_driver.properties");
    }

    private static List<String> providers(String text) {
        var providers = new ArrayList<String>();
        for (var line : text.split("\n")) {
            var comment = line.indexOf('#');
            var provider = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!provider.isEmpty()) {
                providers.add(provider);
            }
        }
        return providers;
    }

    private static void writeJar(OutputStream out, SortedMap<String, byte[]> entries) throws IOException {
        try (var jar = new JarOutputStream(out)) {
            // The archive without Java carries it, and compresses it as a whole.
            jar.setLevel(Deflater.NO_COMPRESSION);
            for (var entry : entries.entrySet()) {
                var file = new JarEntry(entry.getKey());
                file.setTimeLocal(TIME);
                jar.putNextEntry(file);
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
    }
}
