package dev.dbops.script.encoding;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.TextSettings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/**
 * The settings that the server reports (PostgreSQL documentation, section 53.2.7), for reading the text of the script
 * that runs in the session.
 *
 * <p>The driver sends UTF-8 only. So when {@code client_encoding} has become another one, the script's text is read in
 * that encoding, and the session returns to UTF-8 until the next statement that may change the setting. That statement
 * finds the script's own value again. In a transaction, SET LOCAL covers the script's value and does not change what the
 * end of the transaction restores.
 */
public final class ServerSettings implements TextSettings {
    private final Supplier<PgConnection> connection;
    private final Runnable settle;
    private final boolean inTransaction;
    private String encoding = ClientEncoding.UTF8;
    private Charset charset = StandardCharsets.UTF_8;
    private boolean standardStrings = true;
    /** True while the session has the script's encoding, and not UTF-8 in its place. */
    private boolean genuine = true;
    /** True while a statement that may change the settings waits to be sent. */
    private boolean pending;

    private boolean changed;

    /**
     * @param settle sends the statements that wait
     * @param inTransaction whether the whole script is one transaction
     */
    public ServerSettings(Supplier<PgConnection> connection, Runnable settle, boolean inTransaction) {
        this.connection = connection;
        this.settle = settle;
        this.inTransaction = inTransaction;
    }

    /** A session begins; its encoding is the driver's. */
    public void begin() {
        encoding = ClientEncoding.UTF8;
        charset = StandardCharsets.UTF_8;
        standardStrings = connection.get().getStandardConformingStrings();
        genuine = true;
    }

    @Override
    public Charset charset() {
        settleNow();
        return charset;
    }

    @Override
    public String encoding() {
        settleNow();
        return encoding;
    }

    @Override
    public boolean isCertain() {
        return true;
    }

    @Override
    public boolean standardConformingStrings() {
        settleNow();
        return standardStrings;
    }

    @Override
    public void note(Statement statement) {
        // The server says what a statement has changed.
    }

    private void settleNow() {
        if (pending) {
            settle.run();
        }
    }

    /** A statement waits to be sent. */
    public void waits(Statement statement) {
        pending |= SettingChange.possibleBy(statement);
    }

    /** Returns whether a statement that may change the settings waits to be sent. */
    public boolean isPending() {
        return pending;
    }

    /** Returns whether the statement must find the script's own encoding, and so be sent alone. */
    public boolean isolates(Statement statement) {
        return !isUtf8(encoding) && SettingChange.possibleBy(statement);
    }

    /**
     * The statement is sent next, alone or as the first of several.
     *
     * @throws OpsException of kind USAGE, if its text cannot be sent as the script means it
     */
    public void before(Statement statement) throws SQLException {
        if (isUtf8(encoding)) {
            return;
        }
        var ascii = isAscii(statement.text());
        if (!ascii
                && !charset.equals(StandardCharsets.UTF_8)
                && "SQL_ASCII".equals(connection.get().getParameterStatus("server_encoding"))) {
            throw new OpsException(
                            Kind.USAGE,
                            "the database stores bytes as they are (SQL_ASCII), but db-ops sends this text as UTF-8"
                                    + " instead of " + encoding,
                            "convert the script to UTF-8 with iconv, or load the rows with COPY")
                    .at(statement.position());
        }
        if (ascii && isolates(statement)) {
            become(encoding);
        }
    }

    /** Data follows the statement: the server gets its bytes as they are, unless the statement itself needs UTF-8. */
    public void beforeCopy(Statement statement) throws SQLException {
        before(statement);
        if (!isUtf8(encoding) && isAscii(statement.text())) {
            become(encoding);
        }
    }

    /** Returns the encoding in which the server expects the data of a COPY. */
    public Charset copyCharset() {
        return genuine ? StandardCharsets.UTF_8 : charset;
    }

    /**
     * The server has answered, or has reported an error.
     *
     * @param statement the first of those that were sent
     * @throws OpsException of kind USAGE, if the encoding is now one that cannot be read
     */
    public void after(Statement statement) throws SQLException {
        pending = false;
        var session = connection.get();
        if (session.isClosed() || session.getTransactionState() == TransactionState.FAILED) {
            return;
        }
        standardStrings = session.getStandardConformingStrings();
        var reported = session.getParameterStatus("client_encoding");
        if (genuine
                || !isUtf8(reported)
                || SettingChange.possibleBy(statement) && SettingChange.decidesAlone(statement)) {
            use(reported, statement);
        }
        if (!isUtf8(reported)) {
            become(ClientEncoding.UTF8);
        }
        genuine = isUtf8(encoding);
    }

    private void use(String reported, Statement statement) {
        charset = ClientEncoding.charset(reported)
                .orElseThrow(() -> new OpsException(
                                Kind.USAGE,
                                "the encoding " + reported + " is not supported",
                                "convert the script to UTF-8, with iconv")
                        .at(statement.position()));
        encoding = reported;
        changed |= !isUtf8(reported);
    }

    /** The script has ended: its encoding does not outlive it. */
    public void end() throws SQLException {
        if (changed && inTransaction) {
            set("SET client_encoding = 'UTF8'");
        }
    }

    private void become(String name) throws SQLException {
        var state = connection.get().getTransactionState();
        if (state == TransactionState.FAILED) {
            return;
        }
        var local = inTransaction || state == TransactionState.OPEN;
        set("SET " + (local ? "LOCAL " : "") + "client_encoding = '" + name + "'");
        genuine = name.equals(encoding);
    }

    private void set(String sql) throws SQLException {
        // Begins no transaction; one is open already if the script is to run in one.
        connection.get().execSQLUpdate(sql);
    }

    private static boolean isUtf8(String name) {
        return ClientEncoding.UTF8.equals(name);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(letter -> letter < 0x80);
    }
}
