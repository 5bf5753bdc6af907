package dev.dbops.redshift.standin;

/** A statement that Redshift would refuse, or that no template has. */
final class RefusedStatement extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 300;

    private final String sqlState;

    private RefusedStatement(String sqlState, String message) {
        super(message);
        this.sqlState = sqlState;
    }

    /** A statement that is not in the grammar. */
    static RefusedStatement syntax(String reason, String sql) {
        return new RefusedStatement(
                "42601", "not a statement of Redshift that db-ops uses: " + shown(sql) + " (" + reason + ")");
    }

    /** A statement whose parameters of SUPER or VARBYTE would not have the value that PostgreSQL gives them. */
    static RefusedStatement value(String sql) {
        return new RefusedStatement(
                "42804",
                "a value of SUPER or VARBYTE is not a parameter of VALUES: use JSON_PARSE or FROM_HEX in a query: "
                        + shown(sql));
    }

    private static String shown(String sql) {
        return sql.length() > SHOWN ? sql.substring(0, SHOWN) + " ..." : sql;
    }

    /** A statement in the grammar, with a number or a name beyond what Redshift takes. */
    static RefusedStatement limit(String message) {
        return new RefusedStatement("22023", message);
    }

    String sqlState() {
        return sqlState;
    }
}
