package dev.dbops.lambda.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * An execution environment: the package in a process of its own, under the runtime interface client that Lambda uses. It
 * handles one event at a time, as Lambda lets it.
 */
public final class FunctionProcess implements AutoCloseable {
    /** The function's ARN. */
    public static final String ARN = "arn:aws:lambda:eu-central-1:123456789012:function:cruddur-post-confirmation";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path CLIENT = Path.of("../lambda/target/runtime-client");
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String LIBRARY = "libaws-lambda-jni.so";

    /** The options of the managed runtime (Lambda developer guide, "Customizing Java runtime startup behavior"). */
    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "--enable-native-access=ALL-UNNAMED");

    private final RuntimeApi api;
    private final Process process;
    private final List<String> output = new ArrayList<>();

    private FunctionProcess(RuntimeApi api, Process process) {
        this.api = api;
        this.process = process;
        Thread.startVirtualThread(this::collect);
    }

    /** Starts an environment of a handler, which is ready after its first invocation or {@link #awaitReady}. */
    public static FunctionProcess start(String handler, Map<String, String> variables) {
        return start(handler, variables, "on-demand");
    }

    /** Like {@link #start}, with SnapStart: the function ends its initialization, and waits for {@link #restore}. */
    public static FunctionProcess startForSnapshot(String handler, Map<String, String> variables) {
        return start(handler, variables, "snap-start");
    }

    private static FunctionProcess start(String handler, Map<String, String> variables, String type) {
        try {
            var api = RuntimeApi.start(Duration.ofSeconds(30));
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
            command.addAll(OPTIONS);
            command.add(
                    "-D" + "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + library());
            command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
            command.addAll(List.of("-cp", CLIENT.toRealPath() + "/*", MAIN, handler + "::handleRequest"));
            var root = FunctionPackage.unpacked();
            var builder = new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
            var environment = builder.environment();
            environment.clear();
            environment.putAll(lambda(root, api.address(), type));
            environment.putAll(variables);
            return new FunctionProcess(api, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The variables that Lambda sets (Lambda developer guide, "Defined runtime environment variables"). */
    private static Map<String, String> lambda(Path root, String address, String type) {
        return Map.of(
                "AWS_LAMBDA_RUNTIME_API", address,
                "AWS_LAMBDA_FUNCTION_NAME", "cruddur-post-confirmation",
                "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
                "AWS_LAMBDA_INITIALIZATION_TYPE", type,
                "AWS_REGION", "eu-central-1",
                "LAMBDA_TASK_ROOT", root.toString(),
                "LANG", "en_US.UTF-8",
                "TZ", ":UTC",
                "PATH", "/usr/local/bin:/usr/bin:/bin");
    }

    /** The client's native library: by itself, each process would write it to the same file under /tmp. */
    private static synchronized Path library() throws IOException {
        var library = CLIENT.resolve(LIBRARY);
        if (!Files.exists(library)) {
            var machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
            try (var jars = Files.newDirectoryStream(CLIENT, "*interface-client*.jar")) {
                try (var jar = FileSystems.newFileSystem(jars.iterator().next())) {
                    var next = Files.createTempFile(CLIENT.toRealPath(), "library", "");
                    Files.write(
                            next, Files.readAllBytes(jar.getPath("jni/libaws-lambda-jni.linux-" + machine + ".so")));
                    Files.move(next, library);
                }
            }
        }
        return library.toRealPath();
    }

    /** Waits until the function has initialized. */
    public FunctionProcess awaitReady() {
        join(api.ready());
        return this;
    }

    /** Waits until the function is ready for its snapshot. */
    public FunctionProcess awaitSnapshot() {
        join(api.checkpoint());
        return this;
    }

    /** Continues as after a snapshot. */
    public void restore() {
        api.restore();
    }

    /** Gives the function an event, and waits for the answer. */
    public FunctionAnswer invoke(String event) {
        return join(begin(event));
    }

    /** Gives the function an event, without waiting. */
    public CompletableFuture<FunctionAnswer> begin(String event) {
        return api.give(event.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** Stops the process, as Lambda does between invocations. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets the process continue. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Kills the process, as Lambda does when its host is lost. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Returns whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The lines of the log so far. */
    public List<String> log() {
        synchronized (output) {
            return List.copyOf(output);
        }
    }

    /** Waits for a line of the log that contains the text, and returns it. */
    public String awaitLog(String text) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (output) {
            while (true) {
                for (var line : output) {
                    if (line.contains(text)) {
                        return line;
                    }
                }
                var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new AssertionError("no line with " + text + " in " + output);
                }
                try {
                    output.wait(left);
                } catch (InterruptedException e) {
                    throw new IllegalStateException("interrupted", e);
                }
            }
        }
    }

    private void collect() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                    output.notifyAll();
                }
            }
        } catch (IOException _) {
            // the process was killed
        }
        api.abandon("the function ended: " + log());
    }

    @Override
    public void close() {
        kill();
        api.close();
    }
}
