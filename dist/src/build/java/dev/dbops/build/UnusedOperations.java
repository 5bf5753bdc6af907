package dev.dbops.build;

import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Leaves out what db-ops never asks AWS: operations, with their requests, answers and clients.
 *
 * <p>The SDK has a class for each request, answer and structure of an API; EC2 alone has 18,000, of which db-ops uses a
 * few hundred. A class of a service is kept when a kept class or resource names it, in whatever way: as a type, in a
 * signature, in a string. A client names all operations of its service, so its methods are kept one by one: those that
 * a kept class calls. All else of the SDK, and everything outside it, is kept.
 */
final class UnusedOperations {
    private static final String SERVICES = "software/amazon/awssdk/services/";
    private static final Pattern SERVICE_CLASS =
            Pattern.compile("software[./]amazon[./]awssdk[./]services[./][\\w$./]+");
    private static final String SUFFIX = ".class";

    /** The methods that the JVM or a general interface of the SDK calls. */
    private static final Set<String> ALWAYS =
            Set.of("<init>", "<clinit>", "close", "serviceName", "serviceClientConfiguration");

    private final Map<String, byte[]> entries;
    private final ClassFile classFile;
    private final SortedMap<String, byte[]> kept = new TreeMap<>();
    private final Deque<String> reached = new ArrayDeque<>();
    private final Set<String> clients = new HashSet<>();
    /** The methods of clients that are called: the folder of the service, and the name. */
    private final Set<String> called = new HashSet<>();

    private UnusedOperations(Map<String, byte[]> entries, ClassHierarchyResolver hierarchy) {
        this.entries = entries;
        this.classFile = ClassFile.of(ConstantPoolSharingOption.NEW_POOL, ClassHierarchyResolverOption.of(hierarchy));
    }

    /**
     * The entries of a module without the classes of operations that nothing in it calls.
     *
     * @param entries the classes and resources of the module by their paths
     * @param providers the classes that its descriptor names
     */
    static SortedMap<String, byte[]> remove(Map<String, byte[]> entries, Collection<String> providers) {
        var search = new UnusedOperations(entries, ClassFileVersions.hierarchy(entries));
        providers.forEach(search::find);
        entries.keySet().stream()
                .filter(name -> !name.startsWith(SERVICES) || !name.endsWith(SUFFIX))
                .forEach(search::keep);
        search.follow();
        return search.kept;
    }

    /** Until a round finds no new call: each may let a client keep one more method, which names further classes. */
    private void follow() {
        int before;
        do {
            before = called.size();
            while (!reached.isEmpty()) {
                keep(reached.poll());
            }
            clients.forEach(this::shrink);
        } while (called.size() > before || !reached.isEmpty());
    }

    private void keep(String name) {
        var bytes = entries.get(name);
        if (bytes == null || kept.putIfAbsent(name, bytes) != null) {
            return;
        }
        if (!name.endsWith(SUFFIX)) {
            // such as the list of a service's interceptors
            find(new String(bytes, StandardCharsets.UTF_8));
        } else if (isClient(name)) {
            clients.add(name);
        } else {
            read(bytes);
        }
    }

    /** The interfaces with a method for each operation, and what implements them. */
    private static boolean isClient(String name) {
        return name.startsWith(SERVICES) && name.endsWith("Client.class");
    }

    private static String service(String client) {
        return client.substring(0, client.indexOf('/', SERVICES.length()) + 1);
    }

    private void shrink(String client) {
        var model = classFile.parse(entries.get(client));
        var smaller = classFile.transformClass(model, (builder, element) -> {
            if (isKept(client, element)) {
                builder.with(element);
            }
        });
        kept.put(client, smaller);
        read(smaller);
    }

    private boolean isKept(String client, ClassElement element) {
        return switch (element) {
            case MethodModel method -> {
                var name = method.methodName().stringValue();
                yield ALWAYS.contains(name) || called.contains(service(client) + name);
            }
            // it names the builders of all requests, for reflection alone
            case InnerClassesAttribute _ -> false;
            default -> true;
        };
    }

    private void read(byte[] bytes) {
        for (var entry : classFile.parse(bytes).constantPool()) {
            if (entry instanceof Utf8Entry text) {
                find(text.stringValue());
            } else if (entry instanceof MemberRefEntry member
                    && isClient(member.owner().asInternalName() + SUFFIX)) {
                called.add(
                        service(member.owner().asInternalName()) + member.name().stringValue());
            }
        }
    }

    private void find(String text) {
        if (!text.contains("awssdk")) {
            return; // almost all texts, and the pattern is slow
        }
        var matcher = SERVICE_CLASS.matcher(text);
        while (matcher.find()) {
            var name = matcher.group().replace('.', '/') + SUFFIX;
            if (entries.containsKey(name) && !kept.containsKey(name)) {
                reached.add(name);
            }
        }
    }
}
