package dev.dbops.script;

import dev.dbops.InputFile;

/** Reads the commands of psql that stand in a script, as far as where they end. */
final class PsqlCommandReader {
    private final ByteSource bytes;
    private final InputFile script;

    PsqlCommandReader(ByteSource bytes, InputFile script) {
        this.bytes = bytes;
        this.script = script;
    }

    /** A command reaches from its backslash to the end of its line, or to the double backslash before the next one. */
    PsqlCommand read() {
        var line = bytes.line();
        var column = bytes.column();
        bytes.advance();
        bytes.mark();
        while (!SqlLexer.isWhiteSpace(bytes.peek()) && bytes.peek() != ByteSource.END && bytes.peek() != '\\') {
            bytes.advance();
        }
        if (bytes.lengthSinceMark() == 0 && bytes.peek() != ByteSource.END && !SqlLexer.isWhiteSpace(bytes.peek())) {
            bytes.advance();
        }
        var name = ScriptText.decode(bytes.sinceMark(), bytes.charset(), script, line, column);
        return new PsqlCommand(name, restOfCommand(line, column), script, line, column);
    }

    private String restOfCommand(int line, int column) {
        bytes.mark();
        var quote = 0;
        while (bytes.peek() != '\n' && bytes.peek() != ByteSource.END) {
            var next = bytes.peek();
            if (quote == 0 && next == '\\' && bytes.peek(1) == '\\') {
                var arguments = ScriptText.decode(bytes.sinceMark(), bytes.charset(), script, line, column);
                bytes.advance(2);
                return arguments.strip();
            }
            if (next == '\'' || next == '"') {
                quote = quote == 0 ? next : quote == next ? 0 : quote;
            }
            bytes.advance();
        }
        return ScriptText.decode(bytes.sinceMark(), bytes.charset(), script, line, column)
                .strip();
    }
}
