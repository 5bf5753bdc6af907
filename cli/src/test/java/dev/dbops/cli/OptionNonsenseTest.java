package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.cli.Cli.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Gives each option and each argument of each command values that it is not meant for, in a project where the command's
 * example works. Whatever happens is said in words, with an exit code that is documented, and in time.
 *
 * <p>The cases come from the model of the commands: a new option is tried without being named here.
 */
class OptionNonsenseTest {
    /** All cases, or so many of them. */
    private static final int CASES = Integer.getInteger("nonsense.cases", 250);

    private static final long SEED = Long.getLong("nonsense.seed", System.nanoTime());
    /** Only commands and options whose names match. */
    private static final String ONLY = System.getProperty("nonsense.only", ".*");

    private static final Duration FOLLOWED = Duration.ofMillis(300);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final List<String> failures = new ArrayList<>();

    /** Which calls nonsense leads to depends on chance. */
    @BeforeAll
    static void stopRecording() {
        AwsEmulator.reset().record(false);
    }

    @AfterAll
    static void recordAgain() {
        AwsEmulator.reset().record(true);
    }

    @Test
    void whateverTheValueTheCommandEndsInWords(@TempDir Path root) throws Exception {
        var cases = sample(root);
        try (var projects = new ExampleProjects(root)) {
            for (var command : cases.stream()
                    .collect(Collectors.groupingBy(NonsenseCase::example))
                    .entrySet()) {
                tryAll(projects, root, command.getValue());
            }
        }
        assertThat(failures)
                .as("-Dnonsense.seed=%d -Dnonsense.cases=%d: of %d cases", SEED, CASES, cases.size())
                .isEmpty();
    }

    private static List<NonsenseCase> sample(Path directory) throws Exception {
        var random = new Random(SEED);
        var cases = new ArrayList<NonsenseCase>();
        for (var command : CommandModels.all().subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .toList()) {
            if (!command.usageMessage().hidden()) {
                var example = Example.of(command).getFirst();
                NonsenseCase.of(command, example, List.of(example.words()), NonsenseValues.in(directory))
                        .filter(each -> (command.name() + " " + each.place()).matches(ONLY))
                        .map(each -> random.nextBoolean() ? each.also("--yes") : each)
                        .map(each -> random.nextBoolean() && !each.words().contains("-o") ? each.also("-ojson") : each)
                        .forEach(cases::add);
            }
        }
        Collections.shuffle(cases, random);
        return cases.subList(0, Math.min(CASES, cases.size()));
    }

    private void tryAll(ExampleProjects projects, Path root, List<NonsenseCase> cases) throws IOException {
        var preparation = ExamplePreparation.of(cases.getFirst().example().command());
        ExampleProject project = null;
        for (var each : cases) {
            if (project == null) {
                project = projects.create();
                preparation.before().accept(project);
            }
            var before = files(root);
            var transcript = run(project, each);
            NonsenseVerdict.of(each, transcript).forEach(wrong -> fail(each, transcript, wrong));
            if (transcript.exitCode() != 0
                    && transcript.exitCode() != 130
                    && !files(root).equals(before)) {
                fail(each, transcript, "files left behind: " + files(root));
            }
            if (transcript.exitCode() == 0) {
                project = null;
            }
        }
    }

    private Transcript run(ExampleProject project, NonsenseCase tried) {
        try (var running = project.cli().start(tried.words().toArray(String[]::new))) {
            if (!running.endsWithin(tried.follows() ? FOLLOWED : LONGEST)) {
                var transcript = running.interrupt();
                if (!tried.follows()) {
                    fail(tried, transcript, "no end within " + LONGEST);
                }
                return transcript;
            }
            return running.end();
        }
    }

    private void fail(NonsenseCase tried, Transcript transcript, String wrong) {
        failures.add(wrong + "\n" + tried + "\n" + transcript + "\n");
    }

    /** The files of the projects; the local server has a directory of its own. */
    private static TreeSet<Path> files(Path root) throws IOException {
        try (var walk = Files.walk(root)) {
            return walk.filter(file -> !file.startsWith(root.resolve("data")))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
