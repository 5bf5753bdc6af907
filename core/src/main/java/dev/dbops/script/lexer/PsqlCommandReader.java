package dev.dbops.script.lexer;

import dev.dbops.InputFile;

/** Reads the psql commands in a script, up to their ends. */
final class PsqlCommandReader {
    private final ByteSource bytes;
    private final InputFile script;

    PsqlCommandReader(ByteSource bytes, InputFile script) {
        this.bytes = bytes;
        this.script = script;
    }

    /** A command extends from its backslash to the end of its line, or to the double backslash before the next one. */
    PsqlCommand read() {
        var line = bytes.line();
        var column = bytes.column();
        bytes.advance();
        bytes.mark();
        while (!SqlCharacters.isWhiteSpace(bytes.peek()) && bytes.peek() != ByteSource.END && bytes.peek() != '\\') {
            bytes.advance();
        }
        if (bytes.lengthSinceMark() == 0
                && bytes.peek() != ByteSource.END
                && !SqlCharacters.isWhiteSpace(bytes.peek())) {
            bytes.advance();
        }
        var name = ScriptText.decode(bytes.sinceMark(), bytes.settings(), script, line, column);
        return new PsqlCommand(name, arguments(name), script, line, column);
    }

    /** Commands end at an unquoted backslash, which begins the next command; whole-line commands do not. */
    private String arguments(String name) {
        var line = bytes.line();
        var column = bytes.column();
        bytes.mark();
        var wholeLine = name.equalsIgnoreCase("copy") || name.equals("!");
        var quote = 0;
        while (!atEndOfLine()) {
            var next = bytes.peek();
            if (next == '\\' && quote == 0 && !wholeLine) {
                var arguments = text(line, column);
                bytes.advance(bytes.peek(1) == '\\' ? 2 : 0);
                return arguments;
            }
            if (next == '\\' && quote == '\'' && bytes.peek(1) != '\n' && bytes.peek(1) != ByteSource.END) {
                // The escaped character may be a quote.
                bytes.advance();
            } else if (next == '\'' || next == '"') {
                quote = quote == 0 ? next : quote == next ? 0 : quote;
            }
            bytes.advance();
        }
        return text(line, column);
    }

    /** A line feed in the value of a variable ends no line. */
    private boolean atEndOfLine() {
        return bytes.peek() == ByteSource.END || bytes.peek() == '\n' && bytes.inserted() == 0;
    }

    private String text(int line, int column) {
        return ScriptText.decode(bytes.sinceMark(), bytes.settings(), script, line, column)
                .strip();
    }
}
