package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the text that is sent for a statement with named parameters: {@code $1} replaces a name, and the places in the
 * script are kept.
 */
final class TemplateText {
    private final InputFile source;
    private final int line;
    private final int column;
    private final StringBuilder sql = new StringBuilder();
    private final List<Statement.Anchor> anchors = new ArrayList<>();
    private final List<QueryParameter> parameters = new ArrayList<>();
    private int characters;

    /**
     * @param line where the statement begins, counted from 1
     * @param column where it begins in its line, counted from 1
     */
    TemplateText(InputFile source, int line, int column) {
        this.source = source;
        this.line = line;
        this.column = column;
    }

    /** Adds a token unchanged. */
    void add(String token) {
        sql.append(token);
        characters += token.codePointCount(0, token.length());
    }

    /** Adds a token with each doubled percent sign as one, as psycopg sends it, also inside strings and comments. */
    void addWithoutDoubledPercents(String token, int tokenLine, int tokenColumn) {
        var from = 0;
        var atLine = tokenLine;
        var atColumn = tokenColumn;
        for (var at = token.indexOf("%%"); at >= 0; at = token.indexOf("%%", from)) {
            var piece = token.substring(from, at + 1);
            add(piece);
            var lineFeed = piece.lastIndexOf('\n');
            atLine += (int) piece.chars().filter(letter -> letter == '\n').count();
            atColumn = lineFeed < 0
                    ? atColumn + piece.codePointCount(0, piece.length())
                    : piece.codePointCount(lineFeed, piece.length());
            atColumn++;
            anchors.add(new Statement.Anchor(characters, atLine, atColumn, false));
            from = at + 2;
        }
        add(from == 0 ? token : token.substring(from));
    }

    /**
     * Adds a parameter. A repeated one has the same number: the server infers one type for all its uses.
     *
     * @param parameter one before IS NULL has its own number
     * @param tokenLine its line
     * @param tokenColumn where it begins in its line
     * @param length its length in the script, in characters
     */
    void addParameter(QueryParameter parameter, int tokenLine, int tokenColumn, int length) {
        if (!parameters.contains(parameter)) {
            parameters.add(parameter);
        }
        anchors.add(new Statement.Anchor(characters, tokenLine, tokenColumn, true));
        add("$" + (parameters.indexOf(parameter) + 1));
        anchors.add(new Statement.Anchor(characters, tokenLine, tokenColumn + length, false));
    }

    boolean hasParameters() {
        return !parameters.isEmpty();
    }

    Template end(int commands, List<String> tokens) {
        var statement = new Statement(
                sql.toString(), commands, Statement.Ending.SEND, tokens, source, line, column, List.copyOf(anchors));
        return new Template(statement, parameters);
    }
}
