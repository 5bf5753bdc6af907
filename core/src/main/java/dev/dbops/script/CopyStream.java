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

    /**
     * @param data names the file of the data in messages
     * @param firstDataLine the line in it where the data begins, from 1
     */
    private CopyStream(PgConnection connection, Statement statement, InputFile data, int firstDataLine) {
        this.connection = connection;
        this.statement = statement;
        this.data = data;
        this.firstDataLine = firstDataLine;
    }

    /**
     * Sends the data that follows the statement in its script, and returns the number of rows.
     *
     * @param scanner is at the end of the statement
     * @param progress receives the number of bytes sent, often
     */
    static long sendInline(
            PgConnection connection, Statement statement, SqlScanner scanner, Notices notices, LongConsumer progress)
            throws IOException {
        return new CopyStream(connection, statement, statement.source(), scanner.dataLine())
                .send(consumer -> scanner.copyData(utf8(consumer, scanner.charset())), notices, progress);
    }

    /** The server gets UTF-8, whatever the script is in; other encodings have one byte a character. */
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
            PgConnection connection, Statement statement, Path file, Notices notices, LongConsumer progress) {
        try (var data = InputFile.ofFile(file, file.toString())) {
            return sendFile(connection, statement, data, notices, progress);
        }
    }

    private static long sendFile(
            PgConnection connection, Statement statement, InputFile data, Notices notices, LongConsumer progress) {
        try (var in = data.open()) {
            return new CopyStream(connection, statement, data, 1)
                    .send(
                            consumer -> {
                                var buffer = new byte[64 * 1024];
                                for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                                    consumer.accept(buffer, 0, read);
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
        var sent = false;
        try {
            notices.hearCopy(connection, this::place);
            var copy = new CopyManager(connection).copyIn(statement.text());
            sent = true;
            try {
                var written = new long[1];
                producer.produce((bytes, offset, length) -> {
                    write(copy, bytes, offset, length);
                    written[0] += length;
                    progress.accept(written[0]);
                });
                return copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (CopyWriteException e) {
            throw ScriptFailure.inCopy(statement, data, firstDataLine, e.failure);
        } catch (SQLException e) {
            throw ScriptFailure.inCopy(statement, data, sent ? firstDataLine : 0, e);
        } finally {
            Notices.endOfCopy(connection);
        }
    }

    private ScriptPosition place(long dataLine) {
        return dataLine == 0
                ? statement.position()
                : new ScriptPosition(data.name(), firstDataLine + (int) dataLine - 1, 0, "");
    }

    private static void write(CopyIn copy, byte[] bytes, int offset, int length) throws CopyWriteException {
        try {
            copy.writeToCopy(bytes, offset, length);
        } catch (SQLException e) {
            throw new CopyWriteException(e);
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
