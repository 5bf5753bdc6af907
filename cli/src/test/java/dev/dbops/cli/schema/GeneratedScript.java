package dev.dbops.cli.schema;

import java.util.Random;

/** A long script of short statements of many kinds, the same for the same seed. */
final class GeneratedScript {
    private static final String[] TEXTS = {
        "plain",
        "it''s",
        "a;b",
        "--",
        "/*",
        "$$",
        "C:\\",
        "größe",
        "日本語 😀",
        "\"quoted\"",
        "line\n  feed",
        "{d x}",
        "?",
        "\t"
    };

    private final Random random;
    private final StringBuilder script = new StringBuilder();
    private int tables;

    private GeneratedScript(long seed) {
        this.random = new Random(seed);
    }

    /** A script of that many statements. */
    static String of(int statements, long seed) {
        var generated = new GeneratedScript(seed);
        generated.table();
        for (var i = 1; i < statements; i++) {
            generated.statement(i);
        }
        return generated.script.toString();
    }

    private void statement(int number) {
        switch (random.nextInt(12)) {
            case 0 -> table();
            case 1 -> add("ALTER TABLE %s ADD COLUMN c%d text DEFAULT '%s'", anyTable(), number, text());
            case 2 ->
                add("CREATE INDEX i%d ON %s (lower(note), id DESC) WHERE note <> '%s'", number, anyTable(), text());
            case 3 -> add("COMMENT ON TABLE %s IS E'%s'", anyTable(), text().replace("\\", "\\\\"));
            case 4 -> add("CREATE VIEW v%d AS SELECT id, note || '%s' AS \"a;b\" FROM %s", number, text(), anyTable());
            case 5 -> function(number);
            case 6 -> add("UPDATE %s SET note = note || $a$%s$a$ WHERE id %% 3 = 0", anyTable(), text());
            case 7 -> add("DELETE FROM %s /* %s; */ WHERE id > 900 -- ;\n", anyTable(), "nothing");
            default -> insert();
        }
    }

    private void table() {
        add(
                "CREATE TABLE \"table %d\" (\n    id integer,\n    note text DEFAULT '%s', -- %s\n    extra text\n)",
                tables++, text(), "it's; only a comment");
    }

    private void function(int number) {
        add(
                "CREATE FUNCTION f%d(a integer) RETURNS text LANGUAGE plpgsql AS $body$\n"
                        + "BEGIN\n"
                        + "    RETURN '%s'; -- %s\n"
                        + "END;\n"
                        + "$body$",
                number, text(), text().replace('\n', ' '));
    }

    private void insert() {
        add(
                "INSERT INTO %s (id, note, extra) VALUES (%d, '%s', NULL), (%d, $$a;%d$$, E'\\'%s')",
                anyTable(), random.nextInt(1000), text(), random.nextInt(1000), tables, text().replace("\\", "\\\\"));
    }

    private String anyTable() {
        return "\"table " + random.nextInt(tables) + "\"";
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private void add(String format, Object... arguments) {
        script.append(format.formatted(arguments)).append(random.nextInt(8) == 0 ? " ; " : ";\n");
    }
}
