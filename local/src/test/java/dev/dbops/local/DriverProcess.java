package dev.dbops.local;

import dev.dbops.OpsException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.IOUtils;
import org.apache.commons.lang3.StringUtils;
import org.tukaani.xz.XZInputStream;

/** A {@link LocalServerDriver} in a process of its own. */
record DriverProcess(Process process) implements AutoCloseable {
    private static final List<Class<?>> NEEDED = List.of(
            LocalServer.class,
            LocalServerDriver.class,
            OpsException.class,
            org.postgresql.Driver.class,
            TarArchiveInputStream.class,
            IOUtils.class,
            StringUtils.class,
            XZInputStream.class);

    /**
     * Starts one.
     *
     * @param prefix the command that runs it, as another user for instance; empty for none
     * @param classPath from {@link #classPath()} or {@link #readableCopy}
     */
    static DriverProcess start(
            List<String> prefix, String classPath, Map<String, String> variables, Path archive, List<String> actions)
            throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath,
                LocalServerDriver.class.getName(),
                archive.toString()));
        command.addAll(actions);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(Path.of("/").toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().putAll(variables);
        return new DriverProcess(builder.start());
    }

    /** All that it prints until its end, which closes its output even though the server lives on. */
    String transcript() throws IOException, InterruptedException {
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new AssertionError("the process does not end; it said: " + text);
        }
        return text;
    }

    /** Ends it and what it started, except a server, which has left the family. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    static String classPath() throws URISyntaxException {
        var paths = new ArrayList<String>();
        for (var needed : NEEDED) {
            paths.add(location(needed).toString());
        }
        return String.join(":", paths);
    }

    /** The same in a directory that every user can read, which this checkout and the Maven repository need not be. */
    static String readableCopy(Path directory) throws Exception {
        var paths = new ArrayList<String>();
        for (var needed : NEEDED) {
            var target = directory.resolve(Integer.toString(paths.size()));
            var copy = new ProcessBuilder("cp", "-rL", location(needed).toString(), target.toString())
                    .inheritIO()
                    .start();
            if (copy.waitFor() != 0) {
                throw new IOException("cp failed");
            }
            paths.add(target.toString());
        }
        if (new ProcessBuilder("chmod", "-R", "a+rX", directory.toString())
                        .start()
                        .waitFor()
                != 0) {
            throw new IOException("chmod failed");
        }
        return String.join(":", paths);
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    static String lineOf(String transcript, String action) {
        return transcript
                .lines()
                .filter(line -> line.startsWith(action + " "))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no \"" + action + "\" in: " + transcript));
    }
}
