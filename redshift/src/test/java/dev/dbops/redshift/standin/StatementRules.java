package dev.dbops.redshift.standin;

/** The parts of statements that templates share. */
final class StatementRules {
    static final Grammar GRAMMAR = new Grammar("""
        table = <name> [ '.' <name> ]
        column-name = <name> [ '.' <name> ]
        names = '(' <name> { ',' <name> } ')'
        column = <name> <type> { NOT NULL | DEFAULT <constant> }
        type = <number-type> | <text-type> | <time-type> | <other-type>
        number-type = SMALLINT | INTEGER | INT | BIGINT | REAL | DOUBLE PRECISION | ( DECIMAL | NUMERIC ) [ '(' <number> [ ',' <number> ] ')' ]
        text-type = ( VARCHAR | CHARACTER VARYING | CHAR | CHARACTER ) [ '(' ( <number> | MAX ) ')' ] | TEXT
        time-type = DATE | TIMESTAMPTZ | TIMETZ | ( TIMESTAMP | TIME ) [ ( WITH | WITHOUT ) TIME ZONE ]
        other-type = BOOLEAN | BOOL | SUPER | VARBYTE [ '(' <number> ')' ]
        constant = [ '-' ] <number> | <string> | TRUE | FALSE | NULL | GETDATE '(' ')'
        row = '(' <row-value> { ',' <row-value> } ')'
        row-value = [ '-' ] <number> | <string> | TRUE | FALSE | NULL | <parameter>
        condition = <conjunction> { OR <conjunction> }
        conjunction = <negation> { AND <negation> }
        negation = [ NOT ] <comparison>
        comparison = <value> [ IS [ NOT ] NULL | <operator> <value> | [ NOT ] IN '(' <value> { ',' <value> } ')' ]
        operator = '=' | '<>' | '!=' | '<=' | '>=' | '<' | '>'
        value = <operand> [ '::' <type> ]
        operand = <function> | <case> | <maximum> | '(' <condition> ')' | <constant> | <parameter> | <column-name>
        function = CAST '(' <condition> AS <type> ')' | ( JSON_PARSE | FROM_HEX ) '(' <value> ')'
        case = CASE <column-name> WHEN <constant> THEN <constant> { WHEN <constant> THEN <constant> } [ ELSE <constant> ] END
        maximum = '(' SELECT COALESCE '(' MAX '(' <column-name> ')' ',' <constant> ')' FROM <table> [ WHERE <condition> ] ')'
        query = SELECT <output> { ',' <output> } FROM <source> { INNER JOIN <source> ON <condition> } [ WHERE <condition> ]
        output = <name> '.' '*' | <aggregate> [ AS <name> ] | <condition> [ AS <name> ]
        aggregate = COUNT '(' '*' ')' | COALESCE '(' MAX '(' <column-name> ')' ',' <constant> ')' | MAX '(' <column-name> ')'
        source = <table> [ AS <name> ]
        catalog-query = SELECT <catalog-output> { ',' <catalog-output> } FROM <catalog> { INNER JOIN <catalog> ON <condition> } [ WHERE <condition> ] [ ORDER BY <column-name> { ',' <column-name> } ]
        catalog-output = ( FORMAT_TYPE '(' <column-name> ',' <column-name> ')' | <condition> ) [ AS <name> ]
        catalog = ( PG_CATALOG '.' ( PG_CLASS | PG_NAMESPACE | PG_ATTRIBUTE | PG_TYPE ) | SVV_COLUMNS | SVV_TABLES ) [ AS <name> ]
        copy-option = IAM_ROLE ( DEFAULT | <string> ) | [ FORMAT [ AS ] ] JSON [ AS ] <string> | GZIP | REGION [ AS ] <string> | ( COMPUPDATE | STATUPDATE ) ( ON | OFF )
        """);

    private StatementRules() {}
}
