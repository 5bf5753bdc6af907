package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The build leaves out operations of the AWS SDK that nothing calls: what it keeps must not name what it leaves out. */
class ModuleLinksIT {
    private static final String SERVICES = "software/amazon/awssdk/services/";
    private static final String SUFFIX = ".class";

    private static final Map<String, ClassModel> CLASSES = new HashMap<>();

    /** The names and types of each service's methods, by their class. */
    private static final Map<String, Set<String>> METHODS = new HashMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (var jar = new JarFile(Path.of("target/module/dev.dbops.jar").toFile())) {
            for (var entry : Collections.list(jar.entries())) {
                if (entry.getName().endsWith(SUFFIX)) {
                    var model = ClassFile.of().parse(jar.getInputStream(entry).readAllBytes());
                    CLASSES.put(entry.getName().replace(SUFFIX, ""), model);
                }
            }
        }
        CLASSES.forEach((name, model) -> {
            if (name.startsWith(SERVICES)) {
                var methods = new HashSet<String>();
                model.methods()
                        .forEach(method -> methods.add(method.methodName().stringValue()
                                + method.methodType().stringValue()));
                METHODS.put(name, methods);
            }
        });
    }

    @Test
    void everyClassThatIsNamedIsThere() {
        assertThat(METHODS).hasSizeGreaterThan(1000);
        var missing = new ArrayList<String>();
        CLASSES.forEach((name, model) -> model.constantPool().forEach(entry -> {
            if (entry instanceof ClassEntry type) {
                var named = type.asInternalName().replaceFirst("^\\[+L(.*);$", "$1");
                if (named.startsWith(SERVICES) && !CLASSES.containsKey(named)) {
                    missing.add(named + ", named by " + name);
                }
            }
        }));

        assertThat(missing).isEmpty();
    }

    @Test
    void everyMethodThatIsCalledIsThere() {
        var missing = new ArrayList<String>();
        CLASSES.forEach((name, model) -> model.constantPool().forEach(entry -> {
            if (entry instanceof MemberRefEntry member && !(entry instanceof FieldRefEntry)) {
                var owner = member.owner().asInternalName();
                var method = member.name().stringValue() + member.type().stringValue();
                if (METHODS.containsKey(owner) && !has(owner, method)) {
                    missing.add(owner + "." + method + ", called by " + name);
                }
            }
        }));

        assertThat(missing).isEmpty();
    }

    /** Returns whether the class or one above it has the method; those outside the services are complete. */
    private static boolean has(String owner, String method) {
        if (!METHODS.containsKey(owner)) {
            return !owner.equals("java/lang/Object") || isOfObject(method);
        }
        return METHODS.get(owner).contains(method) || above(owner).stream().anyMatch(each -> has(each, method));
    }

    private static List<String> above(String name) {
        var names = new ArrayList<String>();
        var model = CLASSES.get(name);
        model.superclass().ifPresent(type -> names.add(type.asInternalName()));
        model.interfaces().forEach(type -> names.add(type.asInternalName()));
        return names;
    }

    private static boolean isOfObject(String method) {
        return List.of(Object.class.getMethods()).stream().anyMatch(each -> method.startsWith(each.getName() + "("));
    }
}
