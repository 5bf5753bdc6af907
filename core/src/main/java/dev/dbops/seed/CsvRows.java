package dev.dbops.seed;

import dev.dbops.InputFile;
import dev.dbops.ScriptPosition;
import dev.dbops.postgres.CopyContext;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Notices;
import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Loads a CSV file by COPY, streamed: the server parses it. An empty field is NULL, unless it is quoted.
 *
 * <p>This class does what the server does not: the columns' order from the header, gzip, the byte order mark.
 */
public final class CsvRows implements SeedRows {
    /** The size of one message; small enough to keep memory use constant. */
    private static final int MESSAGE = CsvRecords.LARGEST_PIECE;

    /** The interval of checks whether the server has already stopped, in messages. */
    private static final int LOOK_EVERY = 16;

    private final TableFile source;
    private final InputFile file;
    private final CsvHeader header;

    private CsvRows(TableFile source, InputFile file, CsvHeader header) {
        this.source = source;
        this.file = file;
        this.header = header;
    }

    static CsvRows of(TableFile source, InputFile file) {
        return new CsvRows(source, file, CsvHeader.read(file));
    }

    @Override
    public TableFile source() {
        return source;
    }

    @Override
    public InputFile file() {
        return file;
    }

    @Override
    public long count() {
        try (var in = file.open()) {
            var records = new CsvRecords(in, header.lineEnd());
            var count = 0L;
            while (records.next((bytes, offset, length) -> {})) {
                count++;
            }
            return Math.max(0, count - 1);
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    @Override
    public long load(Database database, Notices notices) {
        var table = SeedTable.find(database, source.table());
        var columns = SeedTable.columnList(database, header.columns());
        try (var in = file.open();
                var places = new CsvPlaces(file, header.lineEnd())) {
            notices.hearCopy(database.connection(), places::of);
            var copy = new CopyManager(database.connection())
                    .copyIn("COPY %s (%s) FROM STDIN WITH (FORMAT csv, HEADER true)"
                            .formatted(table.quoted(), columns));
            try {
                return send(new CsvRecords(in, header.lineEnd()), copy);
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            var line = SeedFailure.mayLieInARow(e) ? CopyContext.line(e) : 0;
            if (line == 0 && !isAboutColumns(e)) {
                throw SeedFailure.of(file.name(), table.definition(), e);
            }
            var failure = SeedFailure.at(place(Math.max(line, 1)), table.definition(), e);
            throw header.separatorHint().map(failure::withHint).orElse(failure);
        } catch (IOException e) {
            throw file.unreadable(e);
        } finally {
            Notices.endOfCopy(database.connection());
        }
    }

    private ScriptPosition place(long serverLine) {
        try (var places = new CsvPlaces(file, header.lineEnd())) {
            return places.of(serverLine);
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    /** A syntax or name error, which can only be in the header: the rest of the statement is ours. */
    private static boolean isAboutColumns(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("427") || "42P10".equals(e.getSQLState());
    }

    private static long send(CsvRecords records, CopyIn copy) throws IOException, SQLException {
        var message = new Message(copy);
        while (records.next(message::add)) {
            // The message is sent automatically.
        }
        message.send();
        return copy.endCopy();
    }

    /** Collects records, most of which are short. */
    private static final class Message {
        private final CopyIn copy;
        private final byte[] content = new byte[MESSAGE];
        private int length;
        private int sent;

        Message(CopyIn copy) {
            this.copy = copy;
        }

        /** A piece is not larger than a message. */
        void add(byte[] bytes, int offset, int count) throws SQLException {
            if (length + count > MESSAGE) {
                send();
            }
            System.arraycopy(bytes, offset, content, length, count);
            length += count;
        }

        void send() throws SQLException {
            copy.writeToCopy(content, 0, length);
            length = 0;
            if (++sent % LOOK_EVERY == 0) {
                copy.flushCopy();
            }
        }
    }
}
