package dev.dbops.redshift.standin;

import dev.dbops.redshift.standin.SqlToken.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A COPY of JSON from S3 (https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html).
 *
 * @param table the table as written
 * @param columns the names of the columns, in lower case
 * @param bucket the bucket of the objects
 * @param prefix the beginning of their keys
 * @param gzip whether they are compressed
 * @param postgres the beginning of the rows for PostgreSQL
 */
record CopyStatement(String table, List<String> columns, String bucket, String prefix, boolean gzip, String postgres) {
    private static final Pattern ADDRESS = Pattern.compile("s3://([a-z0-9.-]{3,63})/(.+)");
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
    private static final Set<String> OPTIONS = Set.of("IAM_ROLE", "JSON", "GZIP", "REGION", "COMPUPDATE", "STATUPDATE");

    /**
     * Reads a statement that the template has.
     *
     * @throws RefusedStatement when an option is given twice, IAM_ROLE or JSON is missing, or a value is not valid
     */
    static CopyStatement read(List<SqlToken> tokens, String sql) {
        var from = index(tokens, "FROM", sql);
        var address = ADDRESS.matcher(tokens.get(from + 1).text());
        require(address.matches(), "the source is not s3://BUCKET/KEY", sql);
        var options = options(tokens.subList(from + 2, tokens.size()), sql);
        var role = tokens.get(index(tokens, "IAM_ROLE", sql) + 1);
        require(role.kind() == Kind.WORD || ROLE.matcher(role.text()).matches(), "the role is not an ARN", sql);
        var layout = tokens.get(index(tokens, "JSON", sql) + 1);
        var style = layout.isWord("AS") ? tokens.get(index(tokens, "JSON", sql) + 2) : layout;
        require(style.text().equals("auto"), "the JSON is not loaded with 'auto'", sql);
        var target = tokens.subList(0, from);
        var columns = target.subList(names(target), from).stream()
                .filter(token -> token.kind() == Kind.NAME || token.kind() == Kind.WORD)
                .map(SqlToken::folded)
                .toList();
        return new CopyStatement(
                sql.substring(
                                tokens.get(1).start(),
                                tokens.get(names(target) - 1).end())
                        .replace("\"", ""),
                columns,
                address.group(1),
                address.group(2),
                options.contains("GZIP"),
                StatementRewriter.rewrite(
                                StatementTemplate.COPY,
                                target,
                                sql.substring(0, target.getLast().end()))
                        + " FROM STDIN");
    }

    private static int names(List<SqlToken> target) {
        for (var at = 1; at < target.size(); at++) {
            if (target.get(at).isSymbol("(")) {
                return at;
            }
        }
        throw new IllegalStateException("the template requires names of columns");
    }

    private static Set<String> options(List<SqlToken> tokens, String sql) {
        var options = new ArrayList<String>();
        for (var token : tokens) {
            var word = token.text().toUpperCase(Locale.ROOT);
            if (token.kind() == Kind.WORD && OPTIONS.contains(word)) {
                options.add(word);
            }
        }
        var once = new HashSet<>(options);
        require(once.size() == options.size(), "an option is given twice", sql);
        return once;
    }

    private static int index(List<SqlToken> tokens, String word, String sql) {
        for (var at = 0; at < tokens.size() - 1; at++) {
            if (tokens.get(at).isWord(word)) {
                return at;
            }
        }
        throw RefusedStatement.syntax("it has no " + word, sql);
    }

    private static void require(boolean good, String otherwise, String sql) {
        if (!good) {
            throw RefusedStatement.syntax(otherwise, sql);
        }
    }
}
