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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
    @TempDir
    private Path directory;

    @AutoClose
    private TestLog log;

    private TestLog.Session session;
    private EventReader reader;
    private Path file;
    private Path mark;

    @BeforeEach
    void aLog() {
        log = TestLog.ofMajor(TestServer.CARRIED);
        session = log.session();
        reader = log.reader(EventFilter.all(), 1000);
        file = directory.resolve("events.jsonl");
        mark = directory.resolve("events.jsonl.position");
    }

    /** Opens the file as each replay does. */
    private void replay() {
        try (var sink = FileSink.open(file, Envelope.of(log.log()))) {
            var start = sink.position().orElse(log.log().beginning());
            sink.begin(start);
            sink.deliver(reader.next(start));
        }
    }

    private List<String> values() throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> ((Map<?, ?>) Json.read(line).get("payload")).get("after"))
                .map(after -> (String) ((Map<?, ?>) after).get("value"))
                .toList();
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
        assertThat(Files.readString(mark)).endsWith(" " + Files.size(file) + " json\n");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void theRestOfACrashAfterTheMarkIsCutOff() throws IOException {
        session.update("r", "1");
        replay();
        session.update("r", "2");
        try (var crashing = FileSink.open(file, Envelope.of(log.log()))) {
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
        try (var crashing = FileSink.open(file, Envelope.of(log.log()))) {
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
        try (var sink = FileSink.open(file, Envelope.of(log.log()))) {
            var start = sink.position().orElseThrow();
            sink.begin(start);
            log.session().takeXid();
            var batch = reader.next(start);
            end = batch.end();
            sink.deliver(batch);
        }

        try (var sink = FileSink.open(file, Envelope.of(log.log()))) {
            assertThat(sink.position()).hasValue(end);
        }
    }

    @Test
    void twoWritersAtOnceAreRefused() throws IOException {
        session.update("r", "1");
        replay();
        try (var writing = FileSink.open(file, Envelope.of(log.log()))) {
            assertThat(writing.description()).isEqualTo("file:" + file);
            var failure = failure();

            assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure).hasMessage("%s is being written by another replay", file);
        }
        replay();
        assertThat(values()).containsExactly("1");
    }

    @Test
    void aFileThatHasLostWhatWasWrittenIsRefused() throws IOException {
        session.update("r", "1");
        replay();
        var size = Files.size(file);
        Files.writeString(file, "");

        var failure = failure();

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure).hasMessage("%s has 0 bytes, and %d were written to it", file, size);
        assertThat(failure.hint().orElseThrow()).contains("remove " + mark);
        assertThat(file).isEmptyFile();
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
