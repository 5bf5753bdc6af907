package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedGroups;
import dev.dbops.testing.ShellWord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sg-run with real programs: their streams, their terminal, their signals, and the rule that is revoked afterwards. */
class SgRunIT {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();

    /** Reports that it runs, and waits for a signal; the shell handles one as soon as "wait" returns. */
    private static final String WAITING = "trap 'echo caught; exit 9' %s; touch running; sleep 300 & wait; wait";

    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedGroups groups;
    private String group;
    private Map<String, String> variables;

    @BeforeEach
    void aGroup() {
        aws = AwsEmulator.reset();
        groups = new EmulatedGroups(aws);
        group = groups.group("database");
        variables = new HashMap<>(aws.variables());
        variables.put("DB_SG_ID", group);
        variables.put("DB_OPS_ADDRESS_URL", aws.url() + "/ip/v4");
        variables.put("HOME", directory.toString());
    }

    @Test
    void theStreamsAreTheProgramsAndNotesGoToStandardError() throws Exception {
        var finished =
                run("echo from us | " + ShellWord.of(DB_OPS) + " sg-run -- sh -c 'cat; echo to you >&2; exit 5'");

        assertThat(finished.exit()).isEqualTo(5);
        assertThat(finished.out()).isEqualTo("from us\n");
        assertThat(finished.err()).matches("allowed 18.195.0.7/32 to reach .*\nto you\nrevoked rule sgr-\\w+\n");
        assertThat(groups.rules(group)).isEmpty();
    }

    @Test
    void theAddressIsAllowedWhileTheProgramRuns() throws Exception {
        var finished = run(ShellWord.of(DB_OPS) + " sg-run -q -- " + ShellWord.of(DB_OPS) + " sg-list");

        assertThat(finished.exit()).isZero();
        assertThat(finished.out()).contains(" 18.195.0.7/32 ").contains(" sg-run ");
        assertThat(finished.err()).isEmpty();
        assertThat(groups.rules(group)).isEmpty();
    }

    @Test
    void aProgramThatASignalEndsHasTheShellsExitCode() throws Exception {
        assertThat(run(ShellWord.of(DB_OPS) + " sg-run -- sh -c 'kill -KILL $$'")
                        .exit())
                .isEqualTo(137);
        assertThat(groups.rules(group)).isEmpty();
    }

    @Test
    void theTerminalIsTheProgramsAndItsCtrlCTheProgramsDecision() throws Exception {
        var program = "test -t 0 && test -t 1 && echo a terminal; " + WAITING.formatted("INT");
        Files.writeString(directory.resolve("program"), program);
        // "exec", because script starts a shell, and dash would answer for a Ctrl-C itself: 130, whatever its child
        // said.
        var line = "exec " + ShellWord.of(DB_OPS) + " sg-run -- sh program";
        var builder = new ProcessBuilder("script", "-qec", line, "/dev/null")
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(variables);
        var screen = directory.resolve("screen");
        var process = builder.redirectOutput(screen.toFile()).start();
        await(() -> Files.exists(directory.resolve("running")), "the program runs");

        process.getOutputStream().write(3);
        process.getOutputStream().flush();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(screen, StandardCharsets.UTF_8))
                .contains("a terminal\r\n")
                .contains("caught\r\nrevoked rule ");
        assertThat(process.exitValue()).isEqualTo(9);
        assertThat(groups.rules(group)).isEmpty();
    }

    @Test
    void whatIsSentToDbOpsAloneIsHandedOnToTheProgram() throws Exception {
        for (var signal : List.of("TERM", "HUP")) {
            var running = start("sh", "-c", WAITING.formatted("TERM"));

            signal(running, signal);
            var finished = finish(running);

            assertThat(finished.exit()).as(finished.toString()).isEqualTo(9);
            assertThat(finished.out()).isEqualTo("caught\n");
            assertThat(groups.rules(group)).isEmpty();
            Files.delete(directory.resolve("running"));
        }
    }

    @Test
    void aCtrlCThatTheProgramIgnoresEndsNothing() throws Exception {
        var running = start("sh", "-c", "touch running; until [ -e go ]; do sleep 0.05; done; echo done");

        signal(running, "INT");
        Files.createFile(directory.resolve("go"));
        var finished = finish(running);

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.out()).isEqualTo("done\n");
        assertThat(groups.rules(group)).isEmpty();
    }

    @Test
    void aSignalWhileTheAddressIsBeingAllowedRevokesItAndRunsNothing() throws Exception {
        aws.hold("ec2:AuthorizeSecurityGroupIngress");
        var starting = launch("touch", "running");
        await(aws::isWaiting, "the rule is being made");

        signal(starting, "TERM");
        aws.release();
        var finished = finish(starting);

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(143);
        assertThat(directory.resolve("running")).doesNotExist();
        assertThat(groups.rules(group)).isEmpty();
    }

    @Test
    void afterAKillTheRuleRemainsAndIsRevokedWhenItExpires() throws Exception {
        var running = start("--ttl", "1s", "--", "sh", "-c", WAITING.formatted("TERM"));
        var family = running.descendants().toList();
        running.destroyForcibly().waitFor();
        family.forEach(ProcessHandle::destroyForcibly);
        assertThat(groups.rules(group)).singleElement().asString().contains(" db-ops:expires=END ");

        await(
                () -> {
                    try {
                        assertThat(run(ShellWord.of(DB_OPS) + " sg-revoke --expired")
                                        .exit())
                                .isZero();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return groups.rules(group).isEmpty();
                },
                "the rule has expired");
    }

    private Finished run(String line) throws Exception {
        return Finished.run(directory, variables, List.of("sh", "-c", line));
    }

    /** A program under sg-run that has come so far as to make the file "running". */
    private Process start(String... words) throws Exception {
        var process = launch(words);
        await(() -> Files.exists(directory.resolve("running")), "the program runs");
        return process;
    }

    private Process launch(String... words) throws Exception {
        var command = new ArrayList<>(List.of(DB_OPS, "sg-run"));
        command.addAll(List.of(words));
        return Finished.start(directory, variables, command, directory.resolve("out"), directory.resolve("err"));
    }

    private Finished finish(Process process) throws Exception {
        return Finished.await(process, directory.resolve("out"), directory.resolve("err"));
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void await(BooleanSupplier condition, String what) {
        var deadline = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(deadline);
            Thread.onSpinWait();
        }
    }
}
