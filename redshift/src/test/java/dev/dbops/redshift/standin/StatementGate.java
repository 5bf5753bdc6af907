package dev.dbops.redshift.standin;

import dev.dbops.redshift.standin.SqlToken.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets through the statements that a template has, and remembers the others. Thread-safe. */
public final class StatementGate {
    /** The driver counts parameters in 16 bits with a sign. */
    private static final int MOST_PARAMETERS = 32_767;

    private final List<String> refused = new CopyOnWriteArrayList<>();

    /**
     * A statement that has passed.
     *
     * @param template its template
     * @param text as the client has sent it
     * @param postgres the same for PostgreSQL
     */
    record Passed(StatementTemplate template, String text, String postgres) {
        /** The statement without white space around it, and without a semicolon at its end. */
        String statement() {
            return text.strip().replaceFirst(";$", "");
        }
    }

    /**
     * Checks a statement.
     *
     * @throws RefusedStatement when no template has it, or something in it is beyond a limit of Redshift
     */
    Passed pass(String sql) {
        try {
            checkSize(sql);
            var tokens = SqlTokenizer.tokens(sql);
            var template =
                    StatementTemplate.of(tokens).orElseThrow(() -> RefusedStatement.syntax("no template has it", sql));
            checkParameters(tokens);
            checkCatalog(template, tokens, sql);
            return new Passed(template, sql, forPostgres(template, tokens, sql));
        } catch (RefusedStatement e) {
            throw refuse(e);
        }
    }

    /** Remembers a refusal, and returns it. */
    RefusedStatement refuse(RefusedStatement refusal) {
        refused.add(refusal.getMessage());
        return refusal;
    }

    /** The errors of the statements that were refused, in order; each has the statement, cut after 300 characters. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    private static String forPostgres(StatementTemplate template, List<SqlToken> tokens, String sql) {
        return template == StatementTemplate.COPY
                ? CopyStatement.read(tokens, sql).postgres()
                : StatementRewriter.rewrite(template, tokens, sql);
    }

    private static void checkSize(String sql) {
        if (sql.length() > StatementTemplate.LONGEST
                || sql.getBytes(StandardCharsets.UTF_8).length > StatementTemplate.LONGEST) {
            throw RefusedStatement.syntax("it is longer than 16 MB", sql);
        }
    }

    private static void checkParameters(List<SqlToken> tokens) {
        for (var token : tokens) {
            if (token.kind() == Kind.PARAMETER && token.number() > MOST_PARAMETERS) {
                throw RefusedStatement.limit("a statement has at most 32,767 parameters, not " + token.text());
            }
        }
    }

    /** The tables of the leader node cannot be read together with tables of users (c_sql-functions-leader-node). */
    private static void checkCatalog(StatementTemplate template, List<SqlToken> tokens, String sql) {
        if (template != StatementTemplate.SELECT_CATALOG
                && tokens.stream().anyMatch(token -> isName(token) && isOfCatalog(token.folded()))) {
            throw RefusedStatement.syntax("it uses the catalog", sql);
        }
    }

    private static boolean isName(SqlToken token) {
        return token.kind() == Kind.NAME || token.kind() == Kind.WORD;
    }

    private static boolean isOfCatalog(String name) {
        return name.equals("pg_catalog") || name.equals("information_schema") || name.startsWith("svv_");
    }
}
