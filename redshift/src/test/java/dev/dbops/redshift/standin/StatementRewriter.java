package dev.dbops.redshift.standin;

import dev.dbops.redshift.standin.SqlToken.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes a statement of Redshift for PostgreSQL.
 *
 * <ul>
 *   <li>Quoted names are in lower case, as Redshift folds them unless {@code enable_case_sensitive_identifier} is on
 *       (r_names).
 *   <li>Types have Redshift's limits, in bytes.
 *   <li>The columns of a primary key are NOT NULL, and the key is not enforced (t_Defining_constraints).
 * </ul>
 */
final class StatementRewriter {
    /** The longest name that PostgreSQL keeps, in bytes; Redshift keeps 127. */
    private static final int LONGEST_NAME = 63;

    private static final Set<String> TYPES = Set.of(
            "SMALLINT",
            "INTEGER",
            "INT",
            "BIGINT",
            "REAL",
            "DOUBLE",
            "DECIMAL",
            "NUMERIC",
            "VARCHAR",
            "CHARACTER",
            "CHAR",
            "TEXT",
            "DATE",
            "TIMESTAMP",
            "TIMESTAMPTZ",
            "TIME",
            "TIMETZ",
            "BOOLEAN",
            "BOOL",
            "SUPER",
            "VARBYTE");

    private final List<SqlToken> tokens;
    private final boolean defines;
    private final StringBuilder rewritten = new StringBuilder();
    private final Set<String> key = new HashSet<>();

    private StatementRewriter(StatementTemplate template, List<SqlToken> tokens) {
        this.tokens = tokens;
        this.defines = switch (template) {
            case CREATE_TABLE, CREATE_TEMP_TABLE, ADD_COLUMN -> true;
            default -> false;
        };
    }

    /**
     * Returns the statement for PostgreSQL.
     *
     * @param tokens the tokens of the statement, which the template has
     * @throws RefusedStatement when a type or a name is beyond the limits
     */
    static String rewrite(StatementTemplate template, List<SqlToken> tokens, String sql) {
        return new StatementRewriter(template, tokens).run(sql);
    }

    private String run(String sql) {
        var end = withoutKey();
        var copied = 0;
        for (var at = 0; at < end; ) {
            var token = tokens.get(at);
            var next = at + 1;
            if (isType(at) || token.kind() == Kind.NAME) {
                rewritten.append(sql, copied, token.start());
                next = replace(at);
                copied = tokens.get(next - 1).end();
            }
            at = next;
        }
        if (end < tokens.size()) {
            return rewritten
                    .append(sql, copied, tokens.get(end).start())
                    .append(')')
                    .toString();
        }
        return rewritten.append(sql, copied, sql.length()).toString();
    }

    /** Appends the name or type that begins at a token, and returns the index of the next. */
    private int replace(int at) {
        if (!isType(at)) {
            rewritten.append(quoted(tokens.get(at)));
            return at + 1;
        }
        var type = ColumnType.at(tokens, at);
        if (defines) {
            var name = quoted(tokens.get(at - 1));
            rewritten.append(type.forColumn(name)).append(key.contains(name) ? " NOT NULL" : "");
        } else {
            rewritten.append(type.postgres());
        }
        return type.end();
    }

    private boolean isType(int at) {
        var token = tokens.get(at);
        if (token.kind() != Kind.WORD || at == 0 || !TYPES.contains(token.text().toUpperCase(Locale.ROOT))) {
            return false;
        }
        var before = tokens.get(at - 1);
        return before.isWord("AS") || before.isSymbol("::") || defines && beginsColumn(at - 1);
    }

    private boolean beginsColumn(int at) {
        var before = tokens.get(at - 1);
        return before.isSymbol("(") || before.isSymbol(",") || before.isWord("COLUMN");
    }

    /** Returns the number of tokens before the primary key, and remembers its columns. */
    private int withoutKey() {
        if (!defines) {
            return tokens.size();
        }
        for (var at = 1; at < tokens.size(); at++) {
            if (tokens.get(at).isWord("PRIMARY")) {
                tokens.subList(at, tokens.size()).stream()
                        .filter(token -> token.kind() == Kind.NAME || token.kind() == Kind.WORD)
                        .skip(2)
                        .forEach(token -> key.add(quoted(token)));
                return at - 1;
            }
        }
        return tokens.size();
    }

    private static String quoted(SqlToken name) {
        if (name.text().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw RefusedStatement.limit("the stand-in keeps names of at most 63 bytes: " + name.text());
        }
        return '"' + name.folded().replace("\"", "\"\"") + '"';
    }
}
