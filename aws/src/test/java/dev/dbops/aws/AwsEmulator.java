package dev.dbops.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The AWS of the tests: {@code aws/src/test/python/aws_emulator.py}, one process for all tests of a run.
 *
 * <p>It ends with this process, whose end closes its standard input. Each test begins with {@link #reset}.
 */
public final class AwsEmulator {
    /** The region of the tests, given by AWS_REGION. */
    public static final String REGION = "eu-central-1";

    /** The account that moto has. */
    public static final String ACCOUNT = "123456789012";

    /** The checked IAM actions: a line for each command and action, of all tests of the run. */
    public static final Path CALLS = Path.of(System.getProperty("dbops.test.calls", "target/aws-calls.txt"));

    /** Classes of tests run two at a time, each in a thread. */
    private static final ThreadLocal<AwsEmulator> RUNNING = ThreadLocal.withInitial(AwsEmulator::start);

    static {
        try {
            Files.deleteIfExists(CALLS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;

    private AwsEmulator(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** The emulator of this class of tests, empty. */
    public static AwsEmulator reset() {
        var emulator = RUNNING.get();
        emulator.control("reset", "{}");
        return emulator;
    }

    /** Sets whether {@link #CALLS} gets the next calls; a test with random input would make it another list each time. */
    public void record(boolean on) {
        control("record", "{\"on\": %b}".formatted(on));
    }

    private static AwsEmulator start() {
        try {
            // tests run in the directory of their module, which may be another one
            var process = new ProcessBuilder(python(), "../aws/src/test/python/aws_emulator.py", CALLS.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            var port = output.readLine();
            if (port == null) {
                throw new IllegalStateException(
                        "the AWS emulator did not start: ./verify installs what it needs (Python's moto)");
            }
            return new AwsEmulator(URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException("the AWS emulator needs Python 3: run ./verify", e);
        }
    }

    /** The private environment that ./verify makes where the machine's Python has no moto; else the machine's. */
    public static String python() {
        var own = Path.of("../target/python/bin/python3");
        return Files.isExecutable(own) ? own.toString() : "python3";
    }

    /** The environment variables with which db-ops asks this AWS, with credentials, in {@link #REGION}. */
    public Map<String, String> variables() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                endpoint.toString(),
                "AWS_ACCESS_KEY_ID",
                "AKIAIOSFODNN7EXAMPLE",
                "AWS_SECRET_ACCESS_KEY",
                "secret",
                "AWS_REGION",
                REGION);
    }

    /** Clients of this AWS, to make and to look at what commands work on. */
    public AwsClients clients() {
        return new AwsClients(settings(), Optional.of(REGION));
    }

    /** The variables that select this AWS, with credentials, in {@link #REGION}. */
    public AwsSettings settings() {
        return new AwsSettings(
                Map.of(
                        "AWS_ENDPOINT_URL",
                        endpoint.toString(),
                        "AWS_ACCESS_KEY_ID",
                        "AKIAIOSFODNN7EXAMPLE",
                        "AWS_SECRET_ACCESS_KEY",
                        "secret",
                        "AWS_REGION",
                        REGION),
                Path.of("target"),
                Optional.empty(),
                "test",
                MfaPrompt.NONE);
    }

    /** Where it listens, without a slash at the end. */
    public String url() {
        return endpoint.toString();
    }

    /** The IAM actions that were called since the reset, in order. */
    public List<String> calls() {
        var array = control("calls", "");
        return array.equals("[]")
                ? List.of()
                : Arrays.asList(array.substring(2, array.length() - 2).split("\", \""));
    }

    /** Lets the next calls of an action fail. */
    public AwsEmulator fail(String action, String code, int status, int times) {
        return fail(action, code, status, times, "the emulator fails as requested");
    }

    /** Lets the next calls of an action fail with this message. */
    public AwsEmulator fail(String action, String code, int status, int times, String message) {
        return fail(action, code, status, times, 0, message);
    }

    /** Lets calls of an action fail after some that succeed. */
    public AwsEmulator failAfter(String action, int succeeding, String code, int status) {
        return fail(action, code, status, 99, succeeding, "the emulator fails as requested");
    }

    /** Forgets the failures that were planned and did not happen. */
    public void failNoMore() {
        control("fail-no-more", "{}");
    }

    /** Lets one call of an action of S3 do its work and fail then, after some that succeed. */
    public AwsEmulator failDone(String action, int succeeding, String code, int status) {
        control(
                "fail",
                "{\"action\": \"%s\", \"code\": \"%s\", \"status\": %d, \"after\": %d, \"done\": true}"
                        .formatted(action, code, status, succeeding));
        return this;
    }

    private AwsEmulator fail(String action, String code, int status, int times, int succeeding, String message) {
        control(
                "fail",
                "{\"action\": \"" + action + "\", \"code\": \"" + code
                        + "\", \"message\": \"%s\", \"status\": %d, \"times\": %d, \"after\": %d}"
                                .formatted(message, status, times, succeeding));
        return this;
    }

    /** Sets what the address services at {@code /ip/v4} and {@code /ip/v6} answer. */
    public AwsEmulator address(String version4, String version6) {
        control("address", "{\"v4\": \"%s\", \"v6\": \"%s\"}".formatted(version4, version6));
        return this;
    }

    /** Makes a further address service, at {@code /ip/NAME}, which answers this. */
    public AwsEmulator address(String name, int status, String answer) {
        control("address", "{\"%s\": \"%s\"}".formatted(name, answer));
        control("address-status", "{\"%s\": %d}".formatted(name, status));
        return this;
    }

    /** Lets the next call of an action wait until {@link #release}. */
    public void hold(String action) {
        control("hold", "{\"action\": \"%s\"}".formatted(action));
    }

    /** Returns whether the held call has arrived. */
    public boolean isWaiting() {
        return control("waiting", "").equals("true");
    }

    /** Releases the waiting call. */
    public void release() {
        control("release", "{}");
    }

    /** Sets how often a state that passes, such as stopping, is seen before the next. */
    public AwsEmulator settleAfter(int polls) {
        control("settle", "{\"polls\": %d}".formatted(polls));
        return this;
    }

    /** Sets how often the description from before a change is seen after it. */
    public AwsEmulator lagging(int polls) {
        control("lag", "{\"polls\": %d}".formatted(polls));
        return this;
    }

    /** Gives the user pool that many users, user0, user1 ..., without making each of them. */
    public AwsEmulator crowd(String pool, int users) {
        control("crowd", "{\"pool\": \"%s\", \"users\": %d}".formatted(pool, users));
        return this;
    }

    String control(String what, String body) {
        var request = HttpRequest.newBuilder(endpoint.resolve("/control/" + what))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("the emulator says " + response.statusCode() + " to " + what);
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("the AWS emulator does not answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
