package dev.dbops.cli.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A browser without a window, told what to do over its DevTools protocol: loads pages, notes whatever they complain about
 * or ask the network for, and answers questions about what they look like.
 */
final class Chromium implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]*)\"");

    private final Process process;
    private final WebSocket socket;
    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final String session;
    private int lastId;

    /** Starts one, with a profile of its own in a new directory. */
    Chromium(Path profile) throws IOException {
        process = start(profile);
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(endpoint(process)), new Listener())
                .join();
        var page = field(command("Target.createTarget", "{\"url\":\"about:blank\"}"), "targetId");
        session = field(
                command("Target.attachToTarget", "{\"targetId\":\"%s\",\"flatten\":true}".formatted(page)),
                "sessionId");
        for (var domain : List.of("Page", "Runtime", "Log", "Network")) {
            tell(domain + ".enable", "{}");
        }
    }

    private static Process start(Path profile) {
        try {
            var browser = new ProcessBuilder(
                            "chromium",
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-dev-shm-usage",
                            "--user-data-dir=" + profile,
                            "--remote-debugging-port=0",
                            "about:blank")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            // its sockets go where the profile goes
            browser.environment().put("TMPDIR", profile.getParent().toString());
            return browser.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the tests need Chromium: run ./verify, or apt-get install chromium", e);
        }
    }

    /** It is printed once; what comes behind is read, so that the browser never waits for a reader. */
    private static String endpoint(Process process) throws IOException {
        var errors = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        var seen = new StringBuilder();
        for (var line = errors.readLine(); line != null; line = errors.readLine()) {
            var found = LISTENING.matcher(line);
            if (found.find()) {
                Thread.ofVirtual().start(() -> errors.lines().forEach(_ -> {}));
                return found.group(1);
            }
            seen.append(line).append('\n');
        }
        throw new IllegalStateException("Chromium did not start:\n" + seen);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket source, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                messages.add(message.toString());
                message.setLength(0);
            }
            return WebSocket.Listener.super.onText(source, data, last);
        }
    }

    /** The width of the window in CSS pixels. */
    Chromium width(int pixels) {
        tell(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":%d,\"height\":900,\"deviceScaleFactor\":1,\"mobile\":false}".formatted(pixels));
        return this;
    }

    /** Prefers dark colours. */
    Chromium scheme(String value) {
        tell(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}".formatted(value));
        return this;
    }

    /** Loads a file, and waits until all of it is there; what others complained about is forgotten. */
    Chromium load(Path file) {
        complaints.clear();
        requests.clear();
        tell("Page.navigate", "{\"url\":\"%s\"}".formatted(file.toUri()));
        for (var message = next(); !message.contains("\"Page.loadEventFired\""); message = next()) {
            note(message);
        }
        return this;
    }

    /** The value of an expression of JavaScript, as a string. */
    String evaluate(String expression) {
        var asked = "encodeURIComponent(String(%s))"
                .formatted(expression)
                .replace("\\", "\\\\")
                .replace("\"", "\\\"");
        var answer = tell("Runtime.evaluate", "{\"expression\":\"%s\",\"returnByValue\":true}".formatted(asked));
        var value = VALUE.matcher(answer);
        if (!value.find()) {
            throw new IllegalStateException(answer);
        }
        return URLDecoder.decode(value.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The console messages of scripts and the browser, such as violations of the page's policy. */
    List<String> complaints() {
        evaluate("1"); // what comes before its answer has been noted
        return List.copyOf(complaints);
    }

    /** The URLs that were asked for. */
    List<String> requests() {
        evaluate("1");
        return List.copyOf(requests);
    }

    private String tell(String method, String parameters) {
        return command(method, parameters + ",\"sessionId\":\"" + session + "\"");
    }

    private String command(String method, String parameters) {
        var id = ++lastId;
        socket.sendText("{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters), true)
                .join();
        while (true) {
            var message = next();
            if (message.startsWith("{\"id\":" + id + ",")) {
                if (message.contains("\"error\":{")) {
                    throw new IllegalStateException(method + ": " + message);
                }
                return message;
            }
            note(message);
        }
    }

    private String next() {
        try {
            var message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new IllegalStateException("Chromium says nothing any more");
            }
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void note(String message) {
        if (message.contains("\"method\":\"Log.entryAdded\"")
                || message.contains("\"method\":\"Runtime.consoleAPICalled\"")
                || message.contains("\"method\":\"Runtime.exceptionThrown\"")
                || message.contains("\"method\":\"Page.javascriptDialogOpening\"")) {
            complaints.add(message);
        } else if (message.contains("\"method\":\"Network.requestWillBeSent\"")) {
            requests.add(field(message, "documentURL") + " requests " + field(message, "url"));
        }
    }

    private static String field(String message, String name) {
        var found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(message);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in " + message);
        }
        return found.group(1);
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
