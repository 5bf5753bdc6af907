package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventReader;
import dev.dbops.events.Position;
import dev.dbops.events.TestLog;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.envelope.Json;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileSinkTest {
    @TempDir
    private Path directory;

    @AutoClose
    private TestLog log;

    private TestLog.Session session;
    private EventReader reader;
    private Path file;
    private Path mark;
    private Rotation rotation = Rotation.NEVER;
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void aLog() {
        log = TestLog.ofMajor(TestServer.CARRIED);
        session = log.session();
        reader = log.reader(EventFilter.all(), 1000);
        file = directory.resolve("events.jsonl");
        mark = directory.resolve("events.jsonl.position");
    }

    private FileSink open() {
        return FileSink.open(file, Envelope.of(log.log()), rotation, notes::add);
    }

    /** Opens the file as each replay does. */
    private void replay() {
        try (var sink = open()) {
            var start = sink.position().orElse(log.log().beginning());
            sink.begin(start);
            sink.deliver(reader.next(start));
        }
    }

    private List<String> values() {
        return values(file);
    }

    private static List<String> values(Path file) {
        return lines(file).stream()
                .map(line -> ((Map<?, ?>) Json.read(line).get("payload")).get("after"))
                .map(after -> (String) ((Map<?, ?>) after).get("value"))
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OpsException failure() {
        return catchThrowableOfType(OpsException.class, this::replay);
    }

    @Test
    void eachReplayResumesWhereTheLastOneEnded() throws IOException {
        session.update("r", "1").update("r", "2");
        replay();
        replay();
        session.update("r", "3");
        replay();

        assertThat(values()).containsExactly("1", "2", "3");
        assertThat(Files.readString(mark)).contains(" " + Files.size(file) + " json\n");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void theRestOfACrashAfterTheMarkIsCutOff() throws IOException {
        session.update("r", "1");
        replay();
        session.update("r", "2");
        try (var crashing = open()) {
            crashing.begin(crashing.position().orElseThrow());
        }
        Files.writeString(file, "{\"id\": \"whole line\"}\n{\"id\": \"half a li", StandardOpenOption.APPEND);
        Files.writeString(directory.resolve("events.jsonl.position.new"), "half a ma");

        replay();

        assertThat(values()).containsExactly("1", "2");
    }

    @Test
    void soIsWhatACrashBeforeTheFirstMarkLeft() throws IOException {
        session.update("r", "1");
        try (var crashing = open()) {
            crashing.begin(log.log().beginning());
        }
        Files.writeString(file, "{\"id\": \"half", StandardOpenOption.APPEND);

        replay();

        assertThat(values()).containsExactly("1");
    }

    @Test
    void anIdleFollowersPositionIsKeptAtTheEnd() {
        replay();
        Position end;
        try (var sink = open()) {
            var start = sink.position().orElseThrow();
            sink.begin(start);
            log.session().takeXid();
            var batch = reader.next(start);
            end = batch.end();
            sink.deliver(batch);
        }

        try (var sink = open()) {
            assertThat(sink.position()).hasValue(end);
        }
    }

    @Test
    void twoWritersAtOnceAreRefused() throws IOException {
        session.update("r", "1");
        replay();
        try (var writing = open()) {
            assertThat(writing.description()).isEqualTo("file:" + file);
            var failure = failure();

            assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure).hasMessage("%s is being written by another replay", file);
        }
        replay();
        assertThat(values()).containsExactly("1");
    }

    @Test
    void aFileThatHasLostAPartIsRefused() throws IOException {
        session.update("r", "1").update("r", "2");
        replay();
        var size = Files.size(file);
        Files.writeString(file, Files.readAllLines(file).getFirst());

        var failure = failure();

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure).hasMessage("%s has %d bytes, and %d were written to it", file, Files.size(file), size);
        assertThat(failure.hint().orElseThrow()).contains("remove " + mark);
        assertThat(file).content().hasLineCount(1);
    }

    @Test
    void soIsOneWithOtherContentAndNothingIsCutOff() throws IOException {
        session.update("r", "1");
        replay();
        for (var other : List.of("x".repeat(5000), "\0".repeat((int) Files.size(file)))) {
            Files.writeString(file, other);

            var failure = failure();

            assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure).hasMessageContaining("is not the file that was written: its content before byte");
            assertThat(file).hasContent(other);
        }
    }

    /** The ways in which logrotate and people move a file away. */
    enum ExternalRotation {
        MOVED {
            @Override
            void apply(Path file) throws IOException {
                Files.move(file, file.resolveSibling("moved"));
            }
        },
        MOVED_AND_CREATED {
            @Override
            void apply(Path file) throws IOException {
                MOVED.apply(file);
                Files.createFile(file);
            }
        },
        COPIED_AND_TRUNCATED {
            @Override
            void apply(Path file) throws IOException {
                Files.copy(file, file.resolveSibling("moved"));
                Files.writeString(file, "");
            }
        },
        REMOVED {
            @Override
            void apply(Path file) throws IOException {
                Files.copy(file, file.resolveSibling("moved"));
                Files.delete(file);
            }
        };

        abstract void apply(Path file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsRotatedBetweenReplaysIsFollowedByANewOne(ExternalRotation rotated) throws IOException {
        session.update("r", "1");
        replay();
        rotated.apply(file);
        session.update("r", "2");
        replay();
        session.update("r", "3");
        replay();

        assertThat(values()).containsExactly("2", "3");
        assertThat(values(file.resolveSibling("moved"))).containsExactly("1");
        assertThat(notes).singleElement().asString().startsWith(file + " was moved, removed or emptied; a new file");
    }

    @ParameterizedTest
    @EnumSource
    void soIsOneThatIsRotatedWhileItIsWritten(ExternalRotation rotated) throws IOException {
        session.update("r", "1");
        try (var sink = open()) {
            var position = log.log().beginning();
            sink.begin(position);
            position = deliverNext(sink, position);
            rotated.apply(file);
            session.update("r", "2");
            position = deliverNext(sink, position);
            session.update("r", "3");
            deliverNext(sink, position);
        }
        replay();

        assertThat(values()).containsExactly("2", "3");
        assertThat(values(file.resolveSibling("moved"))).containsExactly("1");
        assertThat(notes).singleElement().asString().startsWith(file + " was ");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .startsWith("rw-");
    }

    private Position deliverNext(FileSink sink, Position position) {
        var batch = reader.next(position);
        sink.deliver(batch);
        return batch.end();
    }

    @Test
    void oneThatIsReplacedByAFileWithContentIsNotWrittenTo() throws IOException {
        session.update("r", "1");
        try (var sink = open()) {
            var position = log.log().beginning();
            sink.begin(position);
            position = deliverNext(sink, position);
            Files.delete(file);
            Files.writeString(file, "mine\n");
            session.update("r", "2");
            var start = position;

            var failure = catchThrowableOfType(OpsException.class, () -> deliverNext(sink, start));

            assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure)
                    .hasMessage("%s was replaced or changed by another program while events were written to it", file);
        }
        assertThat(file).hasContent("mine\n");
        Files.delete(file);
        replay();
        assertThat(values()).containsExactly("2");
    }

    @Test
    void aFullFileIsFinishedBetweenTwoBatches() throws IOException {
        rotation = new Rotation(1, Duration.ZERO, false);
        for (var value : List.of("1", "2", "3")) {
            session.update("r", value);
            replay();
        }

        assertThat(values()).containsExactly("3");
        assertThat(finished())
                .hasSize(2)
                .allMatch(path -> path.getFileName().toString().matches("events-\\d{8}T\\d{6}Z(-2)?\\.jsonl"));
        assertThat(finished().stream().flatMap(path -> values(path).stream())).containsExactlyInAnyOrder("1", "2");
        assertThat(notes).isEmpty();
    }

    @Test
    void aFileThatIsOldEnoughIsFinishedAlsoWithoutEventsAfterIt() throws IOException {
        session.update("r", "1");
        replay();
        var lines = Files.readAllLines(mark);
        Files.writeString(
                mark, lines.get(0) + "\n1" + lines.get(1).substring(lines.get(1).indexOf(' ')) + "\n");
        rotation = new Rotation(0, Duration.ofHours(1), false);
        replay();
        replay();
        session.update("r", "2");
        replay();

        assertThat(values()).containsExactly("2");
        assertThat(finished())
                .singleElement()
                .satisfies(path -> assertThat(values(path)).containsExactly("1"));
    }

    @Test
    void finishedFilesAreCompressedAlsoThoseOfAReplayThatWasKilled() throws IOException {
        rotation = new Rotation(1, Duration.ZERO, false);
        for (var value : List.of("1", "2", "3")) {
            session.update("r", value);
            replay();
        }
        rotation = new Rotation(1, Duration.ZERO, true);
        session.update("r", "4");
        replay();

        assertThat(values()).containsExactly("4");
        assertThat(finished()).hasSize(3).allMatch(path -> path.toString().endsWith(".jsonl.gz"));
        var found = new ArrayList<String>();
        for (var path : finished()) {
            try (var in = new GZIPInputStream(Files.newInputStream(path))) {
                Files.write(directory.resolve("plain"), in.readAllBytes());
            }
            found.addAll(values(directory.resolve("plain")));
        }
        assertThat(found).containsExactlyInAnyOrder("1", "2", "3");
    }

    /** Killed after the file was renamed, and before the mark was written. */
    @Test
    void aRotationThatWasInterruptedLosesNothing() throws IOException {
        session.update("r", "1");
        replay();
        new FinishedFiles(file, Rotation.NEVER).add();
        session.update("r", "2");
        replay();

        assertThat(values()).containsExactly("2");
        assertThat(values(finished().getFirst())).containsExactly("1");
    }

    private List<Path> finished() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(path -> path.getFileName().toString().startsWith("events-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileOfSomethingElseIsRefusedAndLeftAsItIs() throws IOException {
        Files.writeString(file, "mine\n");

        assertThat(failure())
                .hasMessage("%s is not empty, and there is no events.jsonl.position that describes it", file);
        assertThat(file).hasContent("mine\n");
        assertThat(mark).doesNotExist();
    }

    @Test
    void aMarkOfSomethingElseIsRefused() throws IOException {
        for (var text : List.of(
                "",
                "hello",
                "hello 12",
                log.log().beginning() + " many",
                log.log().beginning() + " -1 json",
                log.log().beginning() + " 0")) {
            Files.writeString(mark, text);

            var failure = failure();

            assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure).hasMessage("%s does not contain the position of the file next to it", mark);
        }
    }

    @Test
    void theNextReplayResumesAfterAFullDisk() throws IOException {
        session.update("r", "1");
        Files.createSymbolicLink(file, Path.of("/dev/full"));

        var failure = failure();

        assertThat(failure.kind()).isEqualTo(Kind.FAILED);
        assertThat(failure).hasMessage("cannot write %s: No space left on device", file);
        Files.delete(file);
        replay();
        assertThat(values()).containsExactly("1");
    }

    @Test
    void aDirectoryThatIsMissingIsAFailure() {
        file = directory.resolve("missing").resolve("events.jsonl");

        assertThat(failure()).hasMessage("there is no directory for " + file);
    }
}
