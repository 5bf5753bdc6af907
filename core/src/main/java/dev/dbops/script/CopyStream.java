package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.ScriptPosition;
import dev.dbops.postgres.Notices;
import dev.dbops.script.lexer.CopyData;
import dev.dbops.script.lexer.SqlScanner;
import dev.dbops.script.lexer.Statement;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.jdbc.PgConnection;

/** Streams data to the server after a COPY ... FROM STDIN. */
final class CopyStream {
    private final PgConnection connection;
    private final Statement statement;
    private final InputFile data;
    private final int firstDataLine;
    private final boolean readsToEnd;

    /**
     * @param data names the file of the data in messages
     * @param firstDataLine the line in it where the data begins, from 1
     * @param readsToEnd whether the data is read to its end even if the server refuses it, because statements follow it
     */
    private CopyStream(
            PgConnection connection, Statement statement, InputFile data, int firstDataLine, boolean readsToEnd) {
        this.connection = connection;
        this.statement = statement;
        this.data = data;
        this.firstDataLine = firstDataLine;
        this.readsToEnd = readsToEnd;
    }

    /**
     * Sends the data that follows the statement in its script, and returns the number of rows.
     *
     * @param scanner is at the end of the statement
     * @param readsToEnd whether the scanner must be after the data when the server refuses the COPY or its data
     * @param charset what the data is converted from; UTF-8 if the server gets its bytes as they are
     * @param progress receives the number of bytes sent, often
     */
    static long sendInline(
            PgConnection connection,
            Statement statement,
            SqlScanner scanner,
            Charset charset,
            boolean readsToEnd,
            Notices notices,
            LongConsumer progress)
            throws IOException {
        return new CopyStream(connection, statement, statement.source(), scanner.dataLine(), readsToEnd)
                .send(consumer -> scanner.copyData(utf8(consumer, charset)), notices, progress);
    }

    /** Encodings other than UTF-8 have one byte a character. */
    private static CopyData.Consumer utf8(CopyData.Consumer consumer, Charset charset) {
        return charset.equals(StandardCharsets.UTF_8)
                ? consumer
                : (bytes, offset, length) -> {
                    var text = new String(bytes, offset, length, charset).getBytes(StandardCharsets.UTF_8);
                    consumer.accept(text, 0, text.length);
                };
    }

    /** As {@link #sendInline}, with data in a separate file. */
    static long sendFile(
            PgConnection connection,
            Statement statement,
            Path file,
            Charset charset,
            Notices notices,
            LongConsumer progress) {
        try (var data = InputFile.ofFile(file, file.toString())) {
            return sendFile(connection, statement, data, charset, notices, progress);
        }
    }

    private static long sendFile(
            PgConnection connection,
            Statement statement,
            InputFile data,
            Charset charset,
            Notices notices,
            LongConsumer progress) {
        try (var in = data.open()) {
            return new CopyStream(connection, statement, data, 1, false)
                    .send(
                            consumer -> {
                                var sink = utf8(consumer, charset);
                                var buffer = new byte[64 * 1024];
                                for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                                    sink.accept(buffer, 0, read);
                                }
                            },
                            notices,
                            progress);
        } catch (IOException e) {
            throw data.unreadable(e);
        }
    }

    /** Passes data to a consumer until none is left. */
    @FunctionalInterface
    private interface Producer {
        void produce(CopyData.Consumer consumer) throws IOException;
    }

    private long send(Producer producer, Notices notices, LongConsumer progress) throws IOException {
        try {
            notices.hearCopy(connection, this::place);
            var copy = begin(producer);
            try {
                var sink = new Sink(copy, progress, readsToEnd);
                producer.produce(sink);
                sink.requireAccepted();
                return copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (CopyWriteException e) {
            throw ScriptFailure.inCopy(statement, data, firstDataLine, e.failure);
        } catch (SQLException e) {
            throw ScriptFailure.inCopy(statement, data, firstDataLine, e);
        } finally {
            Notices.endOfCopy(connection);
        }
    }

    private CopyIn begin(Producer producer) throws IOException {
        try {
            return new CopyManager(connection).copyIn(statement.text());
        } catch (SQLException e) {
            if (readsToEnd) {
                producer.produce((bytes, offset, length) -> {});
            }
            throw ScriptFailure.inCopy(statement, data, 0, e);
        }
    }

    private ScriptPosition place(long dataLine) {
        return dataLine == 0
                ? statement.position()
                : new ScriptPosition(data.name(), firstDataLine + (int) dataLine - 1, 0, "");
    }

    /** Sends data to the server until it refuses some. */
    private static final class Sink implements CopyData.Consumer {
        private final CopyIn copy;
        private final LongConsumer progress;
        private final boolean readsToEnd;
        private Optional<CopyWriteException> refusal = Optional.empty();
        private long written;

        Sink(CopyIn copy, LongConsumer progress, boolean readsToEnd) {
            this.copy = copy;
            this.progress = progress;
            this.readsToEnd = readsToEnd;
        }

        @Override
        public void accept(byte[] bytes, int offset, int length) throws CopyWriteException {
            if (refusal.isPresent()) {
                return;
            }
            try {
                copy.writeToCopy(bytes, offset, length);
                written += length;
                progress.accept(written);
            } catch (SQLException e) {
                refusal = Optional.of(new CopyWriteException(e));
                if (!readsToEnd) {
                    requireAccepted();
                }
            }
        }

        void requireAccepted() throws CopyWriteException {
            if (refusal.isPresent()) {
                throw refusal.get();
            }
        }
    }

    /** Carries a server error through the reader of the script, which only throws its own errors. */
    private static final class CopyWriteException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient SQLException failure;

        CopyWriteException(SQLException failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
