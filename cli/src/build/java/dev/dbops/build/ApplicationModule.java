package dev.dbops.build;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * db-ops and all libraries it uses as one module, the form in which they start fastest.
 *
 * <p>In the runtime image a class is found by one look into a memory-mapped file; a class path of jars costs a fifth
 * more on the shortest command, because each jar is opened and its directory read. The licenses of the libraries, which
 * lie in their jars, are kept in a directory of their own.
 */
final class ApplicationModule {
    static final String NAME = "dev.dbops";
    private static final String SERVICES = "META-INF/services/";

    private final List<Path> classPath;

    ApplicationModule(List<Path> classPath) {
        this.classPath = classPath;
    }

    /**
     * Writes the module.
     *
     * @param jar the jar to write
     * @param licenses the directory that gets a directory of license texts for each library
     * @throws IOException when a library cannot be read, or when two of them hold different files of one name
     */
    void write(Path jar, Path licenses) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        var services = new LinkedHashMap<String, List<String>>();
        for (var element : classPath) {
            if (Files.isDirectory(element)) {
                collect(element, entries, services);
            } else {
                try (var zip = FileSystems.newFileSystem(URI.create("jar:" + element.toUri()), Map.of())) {
                    var root = zip.getPath("/");
                    collect(root, entries, services);
                    keepLicenses(root, licenses.resolve(libraryName(element)));
                }
            }
        }
        var classes = ClassFileVersions.raise(entries);
        var packages = new TreeSet<String>();
        for (var name : classes.keySet()) {
            if (name.endsWith(".class")) {
                packages.add(name.substring(0, name.lastIndexOf('/')).replace('/', '.'));
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
            if (name.startsWith(SERVICES)) {
                services.computeIfAbsent(name.substring(SERVICES.length()), service -> new ArrayList<>())
                        .addAll(providers(Files.readString(file)));
            } else if (belongs(name) && entries.putIfAbsent(name, Files.readAllBytes(file)) != null) {
                throw new IOException("two libraries of the class path hold " + name);
            }
        }
    }

    /** Code and its resources; what describes the jar it comes from has no meaning in the module. */
    private static boolean belongs(String name) {
        return name.contains("/") && !name.startsWith("META-INF/");
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

    private static void keepLicenses(Path root, Path target) throws IOException {
        for (var file : Trees.list(root)) {
            var name = root.relativize(file).toString();
            if (Files.isRegularFile(file) && isLicense(name)) {
                Files.createDirectories(target);
                Files.copy(file, target.resolve(name.replace("META-INF/", "").replace('/', '-')));
            }
        }
    }

    private static boolean isLicense(String name) {
        var file = name.substring(name.lastIndexOf('/') + 1).toUpperCase(java.util.Locale.ROOT);
        return !file.endsWith(".CLASS")
                && (file.startsWith("LICENSE") || file.startsWith("NOTICE") || name.startsWith("META-INF/licenses/"));
    }

    private static String libraryName(Path jar) {
        var file = jar.getFileName().toString();
        return file.substring(0, file.length() - ".jar".length());
    }

    private static void writeJar(OutputStream out, SortedMap<String, byte[]> entries) throws IOException {
        try (var jar = new JarOutputStream(out)) {
            jar.setLevel(1); // only jlink reads it
            for (var entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
    }
}
