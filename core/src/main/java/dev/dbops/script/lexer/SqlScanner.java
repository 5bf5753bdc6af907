package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Splits a script into the statements that psql would send, and psql's own commands between them.
 *
 * <p>The rules are those of PostgreSQL's lexer and of psql's (src/fe_utils/psqlscan.l): a semicolon ends a statement
 * unless it is in a quoted string, a quoted identifier, a dollar-quoted string, a comment, parentheses, or the BEGIN
 * ATOMIC body of a function.
 */
public final class SqlScanner {
    private static final int LARGEST_STATEMENT = 512 * 1024 * 1024;

    private final ByteSource bytes;
    private final InputFile script;
    private final SqlLexer lexer;
    private final SqlLexer inactive;
    private final PsqlCommandReader commands;
    private Optional<StatementText> begun = Optional.empty();
    private Optional<Statement> last = Optional.empty();
    private boolean active = true;
    private boolean stopped;
    private MissingEnd missing = MissingEnd.NOTHING;

    /**
     * @param script names the script in positions
     * @param variables may change between two segments
     */
    public SqlScanner(InputStream in, InputFile script, Variables variables) {
        this(in, script, variables, new StringSyntax(true));
    }

    /**
     * Reads text as the settings say at each place.
     *
     * @param script names the script in positions
     * @param variables may change between two segments
     * @param settings may change between two segments
     */
    public SqlScanner(InputStream in, InputFile script, Variables variables, TextSettings settings) {
        this.bytes = new ByteSource(in, script, settings);
        this.script = script;
        this.lexer = new SqlLexer(bytes, script, variables);
        this.inactive = new SqlLexer(bytes, script, Variables.NONE);
        this.commands = new PsqlCommandReader(bytes, script);
    }

    /** Sets whether the following text is active; in inactive text only commands are found. */
    public void active(boolean counts) {
        active = counts;
    }

    /** The next statement or command, also one inside a statement; empty at the end of the script. */
    public Optional<Segment> next() {
        if (stopped) {
            return Optional.empty();
        }
        try {
            return active ? statementOrCommand() : commandInInactiveText();
        } catch (OutOfMemoryError e) {
            throw StatementMemory.exceeded(begin().orElseThrow(() -> e), e);
        }
    }

    private Optional<Segment> commandInInactiveText() {
        while (bytes.peek() != ByteSource.END) {
            if (inactive.atCommand()) {
                return Optional.of(commands.read());
            }
            inactive.skipToken();
        }
        return Optional.empty();
    }

    private Optional<Segment> statementOrCommand() {
        while (true) {
            if (begun.isPresent()) {
                begun.get().resume();
            } else {
                // psql holds a comment in asterisks for a statement when \g sends what is there.
                last = lexer.skipWhiteSpaceAndComments() ? Optional.empty() : last;
                if (bytes.peek() == ByteSource.END) {
                    return Optional.empty();
                }
                if (lexer.atCommand()) {
                    return Optional.of(commands.read());
                }
                begun = Optional.of(lexer.begin());
            }
            if (!readToEnd(begun.get())) {
                begun.get().pause();
                return Optional.of(commands.read());
            }
            var statement = end(Statement.Ending.SEND);
            if (statement.isPresent()) {
                return Optional.of(statement.get());
            }
        }
    }

    /** Reads past the end of the statement; returns false if a command comes first. */
    private boolean readToEnd(StatementText text) {
        while (!lexer.atEnd()) {
            if (lexer.atCommand()) {
                return false;
            }
            lexer.token();
            if (text.length() > LARGEST_STATEMENT) {
                throw new OpsException(Kind.USAGE, "a statement is longer than 512 MiB", "load its data with COPY")
                        .at(new ScriptPosition(script.name(), text.line(), text.column(), ""));
            }
        }
        missing = bytes.peek() == ByteSource.END ? lexer.missingAtEnd() : MissingEnd.NOTHING;
        if (bytes.peek() == ';') {
            bytes.advance();
        }
        return true;
    }

    /** Ends the current statement; one without a command is dropped. */
    private Optional<Statement> end(Statement.Ending ending) {
        // Still begun here: the place of a statement whose text does not fit into memory.
        var statement = lexer.end(ending);
        begun = Optional.empty();
        last = statement.commands() == 0 ? Optional.empty() : Optional.of(statement);
        return last;
    }

    /** A command sends the statement that contains it, or else repeats the last one sent, if any. */
    public Optional<Statement> sent(Statement.Ending ending) {
        var before = last;
        return endBegun(ending).or(() -> {
            last = before;
            return last.map(statement -> statement.sentBy(ending));
        });
    }

    /** The missing part of the last returned statement, or of the one that the end of the script cuts off. */
    public MissingEnd missing() {
        return lexer.unended().orElse(missing);
    }

    /** The position where the current statement begins. */
    public Optional<ScriptPosition> begin() {
        return begun.map(text -> new ScriptPosition(script.name(), text.line(), text.column(), ""));
    }

    private Optional<Statement> endBegun(Statement.Ending ending) {
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        begun.get().resume();
        return end(ending);
    }

    /** A command drops the statement that contains it. */
    public void discard() {
        endBegun(Statement.Ending.SEND);
        last = Optional.empty();
    }

    /** Ends the script here; an incomplete statement is passed on. */
    public Optional<Statement> stop() {
        stopped = true;
        return endBegun(Statement.Ending.SEND);
    }

    /**
     * Passes on the data after a COPY ... FROM STDIN statement, which begins on the next line; text after the statement
     * on its own line is read after the data.
     */
    public void copyData(CopyData.Consumer consumer) throws IOException {
        while (bytes.inserted() == 0 && SqlCharacters.isWhiteSpace(bytes.peek()) && bytes.peek() != '\n') {
            bytes.advance();
        }
        if (bytes.inserted() == 0 && (bytes.peek() == '\n' || bytes.peek() == ByteSource.END)) {
            CopyData.take(bytes, consumer);
        } else {
            var rest = bytes.takeRestOfLine();
            CopyData.take(bytes, consumer);
            bytes.putBack(rest);
        }
    }

    /** The line where the data of the COPY that ends here begins, counted from 1. */
    public int dataLine() {
        return bytes.nextLine();
    }

    /** The number of bytes of the script that have been read. */
    public long offset() {
        return bytes.offset();
    }
}
