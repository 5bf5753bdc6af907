package dev.dbops.build;

import java.util.regex.Pattern;

/** The parts of Kafka's client, and of its library for lz4, that db-ops leaves out. */
final class UnusedLibraryParts {
    /** The client reports its own metrics to the brokers with these, which is turned off (enable.metrics.push). */
    private static final String METRICS = "org/apache/kafka/shaded/";

    /** The descriptions that Kafka's own build makes its classes from. */
    private static final String MESSAGES = "common/message/";

    /** Native code and sun.misc.Unsafe, of which a JVM warns: without them the library uses its classes in Java. */
    private static final Pattern NATIVE =
            Pattern.compile("net/jpountz/(util/[a-z]+/.*|.*(JNI|JavaUnsafe|UnsafeUtils)[^/]*\\.class)");

    private UnusedLibraryParts() {}

    /**
     * Returns whether a file of a jar is one of them.
     *
     * @param name its path in the jar
     */
    static boolean contain(String name) {
        return name.startsWith(METRICS)
                || name.startsWith(MESSAGES)
                || NATIVE.matcher(name).matches();
    }
}
