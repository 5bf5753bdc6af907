package dev.dbops.build;

import java.io.ByteArrayInputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Raises old class files to a version that the start-up cache accepts.
 *
 * <p>The cache takes no class below version 50 (Java 6), whose code is verified without stack maps: "Old class has been
 * linked". picocli's are of version 49. The same code with stack maps is what its own sources compile to today.
 */
final class ClassFileVersions {
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;
    private static final int MAJOR_VERSION_OFFSET = 6;

    private ClassFileVersions() {}

    /** The entries, those of old classes replaced. */
    static SortedMap<String, byte[]> raise(Map<String, byte[]> entries) {
        var classFile =
                ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy(entries)));
        var raised = new TreeMap<String, byte[]>();
        entries.forEach((name, bytes) ->
                raised.put(name, name.endsWith(".class") && isOld(bytes) ? raise(classFile, bytes) : bytes));
        return raised;
    }

    /** The superclasses of the entries and of the classes of the JDK, which stack maps depend on. */
    static ClassHierarchyResolver hierarchy(Map<String, byte[]> entries) {
        return ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> {
                    var name = type.descriptorString();
                    var bytes = entries.get(name.substring(1, name.length() - 1) + ".class");
                    return bytes == null ? null : new ByteArrayInputStream(bytes);
                })
                .orElse(ClassHierarchyResolver.defaultResolver())
                .cached();
    }

    private static boolean isOld(byte[] bytes) {
        var major = (bytes[MAJOR_VERSION_OFFSET] & 0xff) << 8 | bytes[MAJOR_VERSION_OFFSET + 1] & 0xff;
        return major < FIRST_WITH_STACK_MAPS;
    }

    private static byte[] raise(ClassFile classFile, byte[] bytes) {
        // Method bodies are copied as they are unless a transformation visits them; this one gives them stack maps.
        ClassTransform bodies = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        };
        return classFile.transformClass(classFile.parse(bytes), bodies.andThen(version));
    }
}
