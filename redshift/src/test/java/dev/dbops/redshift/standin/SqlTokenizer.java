package dev.dbops.redshift.standin;

import dev.dbops.redshift.standin.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a statement into tokens. Comments are symbols, which no template has. */
final class SqlTokenizer {
    private static final Pattern GAP = Pattern.compile("\\s*+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*+");
    private static final Pattern NUMBER = Pattern.compile("(?:\\d++(?:\\.\\d*+)?+|\\.\\d++)(?:[eE][+-]?\\d++)?+");
    private static final Pattern PARAMETER = Pattern.compile("\\$\\d{1,9}");
    private static final Pattern SYMBOL = Pattern.compile("::|<=|>=|<>|!=|\\|\\||--|/\\*|(?s:.)");

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;

    private SqlTokenizer(String sql) {
        this.sql = sql;
    }

    /**
     * Returns the tokens of a statement.
     *
     * @throws RefusedStatement when a quote is not closed, or a string has a backslash
     */
    static List<SqlToken> tokens(String sql) {
        var tokenizer = new SqlTokenizer(sql);
        tokenizer.run();
        return tokenizer.tokens;
    }

    private void run() {
        while (skipGap() < sql.length()) {
            switch (sql.charAt(at)) {
                case '"' -> quoted(Kind.NAME, '"');
                case '\'' -> quoted(Kind.STRING, '\'');
                default -> unquoted();
            }
        }
    }

    private int skipGap() {
        var gap = matcher(GAP);
        at = gap.lookingAt() ? gap.end() : at;
        return at;
    }

    private Matcher matcher(Pattern pattern) {
        return pattern.matcher(sql).region(at, sql.length());
    }

    private void unquoted() {
        if (!take(Kind.WORD, WORD) && !take(Kind.NUMBER, NUMBER) && !take(Kind.PARAMETER, PARAMETER)) {
            take(Kind.SYMBOL, SYMBOL);
        }
    }

    private boolean take(Kind kind, Pattern pattern) {
        var matcher = matcher(pattern);
        if (!matcher.lookingAt()) {
            return false;
        }
        tokens.add(new SqlToken(kind, matcher.group(), at, matcher.end()));
        at = matcher.end();
        return true;
    }

    private void quoted(Kind kind, char quote) {
        var text = new StringBuilder();
        var start = at++;
        while (true) {
            var end = sql.indexOf(quote, at);
            if (end < 0) {
                throw RefusedStatement.syntax("a quote is not closed", sql);
            }
            text.append(sql, at, end);
            at = end + 1;
            if (at >= sql.length() || sql.charAt(at) != quote) {
                break;
            }
            text.append(quote);
            at++;
        }
        // Redshift reads a backslash in a string as an escape, PostgreSQL does not
        if (kind == Kind.STRING && text.indexOf("\\") >= 0) {
            throw RefusedStatement.syntax("a string has a backslash", sql);
        }
        tokens.add(new SqlToken(kind, text.toString(), start, at));
    }
}
