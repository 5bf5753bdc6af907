package dev.dbops.script.lexer;

import dev.dbops.FileContent;
import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import dev.dbops.TextLimit;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads SQL with named parameters, {@code :name} and psycopg's {@code %(name)s}, into statements that a server prepares.
 *
 * <p>A text that contains {@code %(name)s} is written for psycopg, which reads {@code %%} as a percent sign everywhere.
 */
public final class TemplateReader {
    private final InputFile source;
    private final ByteSource bytes;
    private final TextSettings settings = new StringSyntax(true);
    private final SqlLexer lexer;
    private final boolean doubledPercents;
    private final List<Template> statements = new ArrayList<>();
    private boolean psycopg;

    private TemplateReader(InputFile source, InputStream in, boolean doubledPercents) {
        this.source = source;
        this.bytes = new ByteSource(in, source, settings);
        this.lexer = new SqlLexer(bytes, source, Variables.NONE);
        this.doubledPercents = doubledPercents;
    }

    /**
     * The statements of the text, in order.
     *
     * @throws OpsException of kind USAGE, with the place, for invalid SQL and for syntax that only psql supports
     */
    public static List<Template> read(InputFile source) {
        if (source.size() > TextLimit.bytes()) {
            throw TextLimit.exceeded(source.name(), source.size(), "load it with db-ops schema-load or seed");
        }
        FileContent.requireScript(source);
        var plain = readAs(source, false);
        return plain.psycopg ? readAs(source, true).statements : plain.statements;
    }

    private static TemplateReader readAs(InputFile source, boolean doubledPercents) {
        try (var in = source.open()) {
            var reader = new TemplateReader(source, in, doubledPercents);
            reader.toEndInMemory();
            return reader;
        } catch (IOException e) {
            throw source.unreadable(e);
        }
    }

    private void toEndInMemory() {
        try {
            toEnd();
        } catch (OutOfMemoryError e) {
            throw StatementMemory.exceeded(new ScriptPosition(source.name(), bytes.line(), 0, ""), e);
        }
    }

    private void toEnd() {
        lexer.skipWhiteSpaceAndComments();
        while (bytes.peek() != ByteSource.END) {
            var statement = statement();
            settings.note(statement.statement());
            if (statement.statement().commands() > 0) {
                statements.add(statement);
            }
            if (bytes.peek() == ';') {
                bytes.advance();
            }
            lexer.skipWhiteSpaceAndComments();
        }
    }

    private Template statement() {
        lexer.reset();
        var text = new TemplateText(source, bytes.line(), bytes.column());
        var colons = new ColonContext();
        var numbered = Optional.<ScriptPosition>empty();
        while (!lexer.atEnd()) {
            if (bytes.peek() == '\\') {
                throw refused(
                        "the SQL contains a psql command", "run psql scripts with db-ops schema-load or seed", place());
            }
            if (atNumberedParameter()) {
                numbered = Optional.of(place());
            }
            if (!parameter(text, colons)) {
                token(text, colons);
            }
        }
        var tokens = lexer.takeTrail();
        if (numbered.isPresent() && (text.hasParameters() || !mayNumberParameters(tokens))) {
            throw refused(
                    "a parameter without a name", "write :name, and give its value: -p name=VALUE", numbered.get());
        }
        return text.end(lexer.commands(), tokens);
    }

    /** The bodies of prepared statements and functions have their own parameters. */
    private static boolean mayNumberParameters(List<String> tokens) {
        return !tokens.isEmpty()
                && (tokens.getFirst().equals("prepare") || tokens.getFirst().equals("create"));
    }

    private void token(TemplateText text, ColonContext colons) {
        var line = bytes.line();
        var column = bytes.column();
        var comment = bytes.peek() == '-' && bytes.peek(1) == '-' || bytes.peek() == '/' && bytes.peek(1) == '*';
        var token = lexer.nextToken();
        if (!comment && !token.isBlank()) {
            colons.over(token);
        }
        if (doubledPercents && token.equals("%") && bytes.peek() == '%') {
            token += lexer.nextToken();
        }
        if (doubledPercents) {
            text.addWithoutDoubledPercents(token, line, column);
        } else {
            text.add(token);
        }
    }

    private boolean atNumberedParameter() {
        return bytes.peek() == '$' && bytes.peek(1) >= '0' && bytes.peek(1) <= '9';
    }

    /** Reads the parameter that begins here; returns false if none does. */
    private boolean parameter(TemplateText text, ColonContext colons) {
        if (bytes.peek() == ':' && colons.allowsParameter()) {
            var end = endOfName(1);
            return end > 1 && take(bytes.textAhead(1, end), end, text, colons);
        }
        if (bytes.peek() == '%' && bytes.peek(1) == '(') {
            var end = endOfName(2);
            if (end > 2 && bytes.peek(end) == ')' && isFormat(bytes.peek(end + 1)) && !isWordPart(end + 2)) {
                psycopg = true;
                return take(bytes.textAhead(2, end), end + 2, text, colons);
            }
        }
        return false;
    }

    /** psycopg's %s, and its %b and %t for binary and text. */
    private static boolean isFormat(int next) {
        return next == 's' || next == 'b' || next == 't';
    }

    private boolean isWordPart(int distance) {
        return SqlCharacters.isIdentifierPart(bytes.peek(distance));
    }

    private int endOfName(int start) {
        var end = start;
        if (SqlCharacters.isIdentifierStart(bytes.peek(start))) {
            while (Variables.isNamePart(bytes.peek(end))) {
                end++;
            }
        }
        return end;
    }

    private boolean take(String name, int length, TemplateText text, ColonContext colons) {
        var nameLength = ScriptText.bytes(name, settings).length;
        var characters = length - nameLength + name.codePointCount(0, name.length());
        text.addParameter(new QueryParameter(name, isNullTest(length)), bytes.line(), bytes.column(), characters);
        bytes.advance(length);
        colons.over("$");
        return true;
    }

    /** Returns whether IS NULL or IS NOT NULL follows at that distance. */
    private boolean isNullTest(int distance) {
        var at = afterWord("is", distance);
        if (at < 0) {
            return false;
        }
        var afterNot = afterWord("not", at);
        return afterWord("null", afterNot < 0 ? at : afterNot) > 0;
    }

    /** Returns the distance after the word if it is at the given distance; otherwise a negative number. */
    private int afterWord(String word, int distance) {
        var at = distance;
        while (SqlCharacters.isWhiteSpace(bytes.peek(at))) {
            at++;
        }
        for (var i = 0; i < word.length(); i++) {
            if ((bytes.peek(at) | 0x20) != word.charAt(i)) {
                return -1;
            }
            at++;
        }
        return isWordPart(at) ? -1 : at;
    }

    private ScriptPosition place() {
        return new ScriptPosition(source.name(), bytes.line(), bytes.column(), "");
    }

    private OpsException refused(String message, String hint, ScriptPosition place) {
        return new OpsException(Kind.USAGE, message, hint).at(place.withLineOf(source));
    }
}
