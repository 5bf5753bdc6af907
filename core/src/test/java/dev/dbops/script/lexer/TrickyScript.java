package dev.dbops.script.lexer;

import java.util.Random;

/**
 * Generates scripts whose statements are valid and whose ends are hard to find. A grammar generates them; the same seed
 * gives the same script.
 */
final class TrickyScript {
    /** The objects that the statements refer to. */
    static final String SETUP = """
        CREATE TABLE tricky (id serial, value text);
        CREATE FUNCTION difference(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
        CREATE OPERATOR @- (LEFTARG = integer, RIGHTARG = integer, FUNCTION = difference);
        CREATE OPERATOR @/ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = difference);
        CREATE OPERATOR <@-@> (LEFTARG = integer, RIGHTARG = integer, FUNCTION = difference);
        CREATE OPERATOR */@ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = difference);
        """;

    private static final String[] CHARACTERS = {
        "a",
        ";",
        "\"",
        "$",
        "$$",
        "$a$",
        "--",
        "/*",
        "*/",
        "\n",
        "\r\n",
        "(",
        ")",
        ":",
        ":x",
        "?",
        "{",
        "}",
        "é",
        "😀",
        "E",
        "\t",
        "BEGIN",
        "END",
        " ",
        "copy t from stdin;",
        "\\."
    };
    private static final String[] GAPS = {
        " ",
        " ",
        "\n",
        "\t",
        "\r\n",
        "\f",
        " \n ",
        "/* ; */",
        "/*/**/;*/",
        "/*'*/",
        "--;'\n",
        "-- \"$$\n",
        "/***/",
        "/*--*/\n",
        "--/*\n"
    };
    private static final String[] LINE_FEEDS = {"\n", " \n\t", "-- ;'\n", "\r\n", "\n -- ;\n ", " --'\r\n--;\n", "\n\f"
    };
    private static final String[] OPERATORS = {"+", "-", "*", "@-", "@/", "<@-@>", "*/@", "%", "#", "&", "|", "<<"};
    private static final String[] TAGS = {"$$", "$a$", "$_1$", "$é$", "$A$", "$begin$"};

    private final Random random;
    private final boolean withBodies;
    private final StringBuilder script = new StringBuilder();

    private TrickyScript(long seed, boolean withBodies) {
        this.random = new Random(seed);
        this.withBodies = withBodies;
    }

    /**
     * A script of a few statements.
     *
     * @param withBodies whether the server knows BEGIN ATOMIC, as those from PostgreSQL 14 on do
     */
    static String of(long seed, boolean withBodies) {
        var tricky = new TrickyScript(seed, withBodies);
        var statements = 1 + tricky.random.nextInt(6);
        for (var i = 0; i < statements; i++) {
            tricky.statement();
        }
        return tricky.script.toString();
    }

    /** The script with a part removed or repeated: usually invalid, but not always. */
    static String damaged(String script, long seed) {
        var random = new Random(seed);
        var from = script.offsetByCodePoints(0, random.nextInt(script.codePointCount(0, script.length())));
        var left = script.codePointCount(from, script.length());
        var to = script.offsetByCodePoints(from, Math.min(left, 1 + random.nextInt(3)));
        return random.nextBoolean()
                ? script.substring(0, from) + script.substring(to)
                : script.substring(0, to) + script.substring(from);
    }

    private void statement() {
        switch (random.nextInt(withBodies ? 10 : 8)) {
            case 0 -> add("INSERT INTO tricky (value) VALUES", gap(), "(", value(), gap(), ")");
            case 1 -> add("DO", space(), dollarQuoted("BEGIN PERFORM ';'; END"));
            case 2 ->
                add(
                        "((",
                        "SELECT",
                        space(),
                        value(),
                        gap(),
                        ")",
                        gap(),
                        "UNION ALL",
                        gap(),
                        "(SELECT",
                        space(),
                        value(),
                        "))");
            case 3 -> rule();
            case 4 -> add("VALUES", gap(), "(", value(), "),", gap(), "(", value(), gap(), ")");
            case 8, 9 -> body();
            default -> add("SELECT", space(), value(), space(), "AS", space(), identifier(), ",", gap(), value());
        }
        script.append(random.nextInt(6) == 0 ? gap() : "").append(';').append(random.nextInt(4) == 0 ? ";" : "");
        script.append(random.nextBoolean() ? gap() : "");
    }

    private void rule() {
        add("CREATE OR REPLACE RULE tricky_rule AS ON DELETE TO tricky DO ALSO", gap(), "(", gap());
        add("SELECT", space(), value(), ";", gap(), "NOTIFY a", gap(), ";", gap(), ")");
    }

    private void body() {
        add(
                "create or",
                space(),
                "replace function tricky_body() returns text language sql begin",
                space(),
                "atomic",
                space());
        add("select", space(), value(), gap(), ";", gap());
        add(
                "select case when",
                space(),
                number(),
                " = 1 then",
                space(),
                value(),
                space(),
                "else ",
                value(),
                space(),
                "end;",
                gap(),
                "end");
    }

    /** An expression of type text. */
    private String value() {
        return switch (random.nextInt(12)) {
            case 0 -> string() + gap() + "||" + gap() + value();
            case 1 -> string() + "||" + string();
            case 2 -> "(" + gap() + number() + gap() + ")::text";
            case 3 -> "CASE" + space() + "WHEN true THEN" + space() + value() + space() + "END";
            case 4 -> "(ARRAY[" + string() + "," + string() + "])[1:2]::text";
            case 5 -> "('{\"a;\": 1}'::jsonb" + gap() + "?" + gap() + "'a;')::text";
            case 6 -> "(SELECT" + space() + value() + ")";
            case 7 -> "(SELECT a$b FROM (VALUES (" + string() + ")) AS t$1$ (a$b))";
            default -> string();
        };
    }

    private String number() {
        var left = random.nextInt(9) + " ";
        var operator = OPERATORS[random.nextInt(OPERATORS.length)];
        // Two hyphens would begin a comment in the middle of the operator.
        var behind = operator.endsWith("-") ? " " + gap() : gap();
        return left + operator + behind + (random.nextBoolean() ? "" : " - ") + (1 + random.nextInt(9));
    }

    private String string() {
        return switch (random.nextInt(9)) {
            case 0 -> (random.nextBoolean() ? "E'" : "e'") + escaped() + "'";
            case 1 -> dollarQuoted(characters());
            case 2 -> "U&'" + characters().replace("\\", "\\\\") + "\\0061'";
            case 3 -> "B'" + Integer.toBinaryString(random.nextInt(99)) + "'::text";
            case 4 -> "X'1f'::text";
            case 5 -> "'" + characters() + "'" + lineFeed() + "'" + characters() + "\\'";
            case 6 -> "E'" + escaped() + "'" + lineFeed() + "'" + escaped() + "\\';'";
            default -> "'" + characters() + (random.nextBoolean() ? "''" : "\\") + "'";
        };
    }

    /** The separators that are allowed between two parts of one string. */
    private String lineFeed() {
        return LINE_FEEDS[random.nextInt(LINE_FEEDS.length)];
    }

    private String escaped() {
        var text = characters().replace("\\", "\\\\");
        return text + (random.nextBoolean() ? "\\'" : "\\\\") + (random.nextBoolean() ? ";" : "''");
    }

    private String dollarQuoted(String text) {
        var tag = TAGS[random.nextInt(TAGS.length)];
        // The text may end with the beginning of the delimiter.
        return (text + tag).indexOf(tag) < text.length() ? "'x'" : tag + text + tag;
    }

    private String identifier() {
        return random.nextBoolean() ? "a$b$" : "\"x" + characters().replace("\"", "\"\"") + "\"";
    }

    private String characters() {
        var text = new StringBuilder();
        for (var i = random.nextInt(5); i > 0; i--) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    /** The separators that are allowed between two tokens that need none. */
    private String gap() {
        return random.nextInt(3) == 0 ? "" : space();
    }

    private String space() {
        var space = GAPS[random.nextInt(GAPS.length)];
        return random.nextInt(4) == 0 ? space + GAPS[random.nextInt(GAPS.length)] : space;
    }

    private void add(String... parts) {
        for (var part : parts) {
            script.append(part);
        }
    }
}
