package dev.dbops.script;

import dev.dbops.InputFile;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.LongConsumer;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.jdbc.PgConnection;

/** Streams data to the server behind a COPY ... FROM STDIN. */
final class CopyStream {
    private final PgConnection connection;
    private final Statement statement;
    private final InputFile data;
    private final int firstDataLine;

    /**
     * @param data names the file of the data in messages
     * @param firstDataLine the line in it where the data begins, from 1
     */
    CopyStream(PgConnection connection, Statement statement, InputFile data, int firstDataLine) {
        this.connection = connection;
        this.statement = statement;
        this.data = data;
        this.firstDataLine = firstDataLine;
    }

    /** Hands data to a consumer until there is none left. */
    @FunctionalInterface
    interface Producer {
        void produce(CopyData.Consumer consumer) throws IOException;
    }

    /**
     * Sends all of it, and returns the number of rows.
     *
     * @param progress hears how many bytes have been sent, often
     */
    long send(Producer producer, Notices notices, LongConsumer progress) throws IOException {
        var sent = false;
        try {
            notices.hearCopy(connection, statement.position(), data.name(), firstDataLine);
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

    private static void write(CopyIn copy, byte[] bytes, int offset, int length) throws CopyWriteException {
        try {
            copy.writeToCopy(bytes, offset, length);
        } catch (SQLException e) {
            throw new CopyWriteException(e);
        }
    }

    /** Carries a failure of the server through the reading of the script, which knows only failures of its own. */
    private static final class CopyWriteException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient SQLException failure;

        CopyWriteException(SQLException failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
