package dev.dbops.cli.doctor.html;

/** A chart of bars that is a table: each row has a name, a bar, and its number in words. */
final class BarTable {
    private BarTable() {}

    /**
     * Begins one.
     *
     * @param name the heading of the names
     * @param numbers the headings behind the bars
     */
    static void begin(Html html, String name, String... numbers) {
        html.begin("table", "class", "bars").begin("thead").begin("tr");
        html.element("th", name, "scope", "col");
        html.begin("th", "scope", "col", "aria-label", "drawn").end();
        for (var number : numbers) {
            html.element("th", number, "scope", "col", "class", "number");
        }
        html.end().end().begin("tbody");
    }

    /** The name at the beginning of a row; the schema public goes without saying. */
    static void name(Html html, String schema, String name) {
        html.begin("th", "scope", "row");
        if (!schema.isEmpty() && !schema.equals("public")) {
            html.element("span", schema + ".", "class", "schema");
        }
        html.text(name).end();
    }

    static void end(Html html) {
        html.end().end();
    }
}
