package dev.dbops.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** The Java runtime that the distribution carries: the modules db-ops needs, db-ops itself, and the flags to run it. */
final class RuntimeImage {
    /** The JDK modules that db-ops and its libraries need, beside java.base. */
    static final List<String> MODULES = List.of(
            "java.logging", // the PostgreSQL driver
            "java.management", // the PostgreSQL driver
            "java.naming", // the PostgreSQL driver; aliases in DNS
            "java.security.jgss", // the PostgreSQL driver, for Kerberos
            "java.security.sasl", // the PostgreSQL driver, for SCRAM
            "java.sql",
            "java.xml", // the PostgreSQL driver; the AWS SDK, for the answers of EC2 and RDS
            "jdk.charsets", // scripts in WIN874, WIN1255, WIN1256 and WIN1258
            "jdk.naming.dns", // the instance behind a host name of one's own domain
            "jdk.security.auth", // logins with Kerberos
            "jdk.net", // keepalives of the connections to servers
            "jdk.unsupported"); // commons-io, for sun.misc.Unsafe; signals

    /**
     * Each of these was measured on short commands; they are part of the image, so the cache is made with them too. The
     * archive without Java has them in a file.
     */
    static final List<String> FLAGS = List.of(
            // A cache made with compressed object pointers is refused by a heap too large for them (a quarter of the
            // memory by default); a fixed heap also leaves the memory of a small machine to the others on it.
            "-Xmx512m",
            "-XX:+UseSerialGC",
            // A short command ends before the second compiler's code pays.
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            // Maps the start-up cache where it was recorded instead of at a random address, which would mean to patch
            // every pointer in it.
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            // Standard output carries results only. Ctrl-\\ (SIGQUIT) makes the JVM print its threads, and no flag that
            // leaves Ctrl-C to us turns that off; a failed start is reported there as well.
            "-XX:+DisplayVMOutputToStderr",
            // A crash of the JVM would be reported on standard output despite all of this, and its report holds the
            // command line, with the password of --url, in a file that all may read. Without this:
            // -XX:-SuppressFatalErrorMessage.
            "-XX:+SuppressFatalErrorMessage",
            "-XX:ErrorFile=/dev/null",
            "-XX:-DumpReplayDataOnError",
            // Reflection without generating code for it.
            "-Djdk.reflect.useNativeAccessorOnly=true");

    private RuntimeImage() {}

    static void link(Path application, Path image) throws IOException {
        var jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IOException("the JDK at " + System.getProperty("java.home")
                        + " has no jlink: install a full JDK 25, such as Temurin 25"));
        var output = new ByteArrayOutputStream();
        var stream = new PrintStream(output, true, StandardCharsets.UTF_8);
        var exit = jlink.run(
                stream,
                stream,
                "--module-path",
                application.toString(),
                "--add-modules",
                ApplicationModule.NAME,
                "--add-options",
                String.join(" ", FLAGS),
                "--no-header-files",
                "--no-man-pages",
                "--strip-java-debug-attributes",
                "--output",
                image.toString());
        if (exit != 0) {
            throw new IOException("jlink ended with " + exit + ": " + output.toString(StandardCharsets.UTF_8));
        }
        askForScramFirst(image.resolve("conf/security/java.security"));
    }

    /**
     * Puts the provider that computes SCRAM before those of TLS and RSA, which would otherwise be loaded and tried
     * first on every connection: 4 of 94 ms. A JDK whose vendor orders them otherwise keeps its order.
     */
    private static void askForScramFirst(Path configuration) throws IOException {
        var text = Files.readString(configuration);
        var reordered = text.replace("""
            security.provider.2=SunRsaSign
            security.provider.3=SunEC
            security.provider.4=SunJSSE
            security.provider.5=SunJCE
            """, """
            security.provider.2=SunJCE
            security.provider.3=SunRsaSign
            security.provider.4=SunEC
            security.provider.5=SunJSSE
            """);
        Files.writeString(configuration, reordered);
    }
}
