package dev.dbops.lambda.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** The classes of the package, by their internal names. */
final class PackageClasses {
    private final Map<String, byte[]> classes = new HashMap<>();

    /** Reads the classes of all jars in the package. */
    static PackageClasses of(Path zip) throws IOException {
        var read = new PackageClasses();
        try (var outer = new ZipFile(zip.toFile())) {
            for (var jar : outer.stream()
                    .filter(entry -> entry.getName().endsWith(".jar"))
                    .toList()) {
                read.add(outer.getInputStream(jar).readAllBytes());
            }
        }
        return read;
    }

    private void add(byte[] jar) throws IOException {
        try (var content = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (var entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
                var name = entry.getName();
                if (name.endsWith(".class")) {
                    classes.put(name.substring(0, name.length() - ".class".length()), content.readAllBytes());
                }
            }
        }
    }

    /**
     * The classes that are missing: those that the classes of a package refer to, directly or through others.
     *
     * @param start the beginning of the names of the classes to start with
     * @return for each missing class, the classes that refer to it
     */
    Map<String, Set<String>> missing(String start) {
        var missing = new TreeMap<String, Set<String>>();
        var waiting = new ArrayDeque<String>();
        var seen = new HashSet<String>();
        classes.keySet().stream().filter(name -> name.startsWith(start)).forEach(waiting::add);
        while (!waiting.isEmpty()) {
            var name = waiting.pop();
            if (seen.add(name)) {
                for (var entry : ClassFile.of().parse(classes.get(name)).constantPool()) {
                    if (entry instanceof ClassEntry type) {
                        var used = element(type.asInternalName());
                        if (classes.containsKey(used)) {
                            waiting.add(used);
                        } else if (!isOfPlatform(used)) {
                            missing.computeIfAbsent(used, _ -> new TreeSet<>()).add(name);
                        }
                    }
                }
            }
        }
        return missing;
    }

    /** The class of an array's elements. */
    private static String element(String name) {
        return name.startsWith("[") ? name.replaceFirst("^\\[+L?", "").replace(";", "") : name;
    }

    private static boolean isOfPlatform(String name) {
        return name.length() == 1 || ClassLoader.getPlatformClassLoader().getResource(name + ".class") != null;
    }
}
