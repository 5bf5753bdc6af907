package dev.dbops.redshift.standin;

import dev.dbops.redshift.standin.Grammar.Part;
import java.util.List;
import java.util.Optional;

/**
 * The statements that db-ops and the driver may send, each with the page of the Redshift Database Developer Guide that
 * has its grammar. The patterns are narrower than the pages: they are an independent check of what db-ops sends.
 */
public enum StatementTemplate {
    /** Begins a transaction; the driver sends it. */
    BEGIN("r_BEGIN", "BEGIN"),
    /** Ends a transaction. */
    COMMIT("r_COMMIT", "COMMIT"),
    /** Undoes a transaction. */
    ROLLBACK("r_ROLLBACK", "ROLLBACK"),
    /** An empty statement, with which the driver checks the connection ({@code isValid}). */
    EMPTY("r_SELECT_synopsis", ""),
    /** Settings of the session; the driver sends the first three when it connects. */
    SET("r_SET", """
        SET EXTRA_FLOAT_DIGITS '=' <number>
        | SET APPLICATION_NAME '=' <string>
        | SET QUERY_GROUP TO <string>
        | SET STATEMENT_TIMEOUT TO <number>\
        """),
    /** A query for values of the session. */
    SELECT_VALUE(
            "r_SELECT_synopsis",
            "SELECT ( <number> | VERSION '(' ')' | CURRENT_DATABASE '(' ')' | CURRENT_SCHEMA '(' ')' | CURRENT_USER )"),
    CREATE_SCHEMA("r_CREATE_SCHEMA", "CREATE SCHEMA IF NOT EXISTS <name>"),
    CREATE_TABLE(
            "r_CREATE_TABLE_NEW",
            "CREATE TABLE [ IF NOT EXISTS ] <table> '(' <column> { ',' <column> } [ ',' PRIMARY KEY <names> ] ')'"),
    CREATE_TEMP_TABLE("r_CREATE_TABLE_NEW", "CREATE TEMP TABLE <name> '(' <column> { ',' <column> } ')'"),
    CREATE_TEMP_TABLE_AS("r_CREATE_TABLE_AS", "CREATE TEMP TABLE <name> AS <query>"),
    /** Redshift adds one column a statement. */
    ADD_COLUMN("r_ALTER_TABLE", "ALTER TABLE <table> ADD COLUMN <column>"),
    DROP_TABLE("r_DROP_TABLE", "DROP TABLE [ IF EXISTS ] <table>"),
    /** There are no modes. */
    LOCK("r_LOCK", "LOCK TABLE <table> { ',' <table> }"),
    /** The target and the tables of USING have no alias. */
    DELETE("r_DELETE", "DELETE FROM <table> [ USING <table> { ',' <table> } ] [ WHERE <condition> ]"),
    /** The values are constants and parameters. */
    INSERT_VALUES("r_INSERT_30", "INSERT INTO <table> <names> VALUES <row> { ',' <row> }"),
    INSERT_SELECT("r_INSERT_30", "INSERT INTO <table> <names> <query>"),
    UPDATE("r_UPDATE", "UPDATE <table> SET <name> '=' <value> { ',' <name> '=' <value> } WHERE <condition>"),
    /** The tables of the leader node, without tables of users. */
    SELECT_CATALOG("c_intro_catalog_views", "<catalog-query>"),
    SELECT("r_SELECT_synopsis", "<query>"),
    /** Loads JSON from S3; {@link CopyStatement} reads the options. */
    COPY("r_COPY", "COPY <table> <names> FROM <string> { <copy-option> }");

    /** The longest statement, in bytes: 16 MB. */
    static final int LONGEST = 16 * 1024 * 1024;

    private final String page;
    private final Part pattern;

    StatementTemplate(String page, String pattern) {
        this.page = page;
        this.pattern = StatementRules.GRAMMAR.pattern(pattern);
    }

    /** The address of the page that has the grammar. */
    public String page() {
        return "https://docs.aws.amazon.com/redshift/latest/dg/" + page + ".html";
    }

    /** The template of a statement; empty when there is none. */
    static Optional<StatementTemplate> of(List<SqlToken> tokens) {
        for (var template : values()) {
            if (Grammar.covers(template.pattern, tokens)) {
                return Optional.of(template);
            }
        }
        return Optional.empty();
    }
}
