package dev.dbops.cli.doctor.html;

/** A frame around one chart: its heading, and a sentence that says how to read it. */
final class Card {
    private Card() {}

    /** Begins one; {@link Html#end} ends it. */
    static void begin(Html html, String style, String heading, String lead) {
        html.begin("section", "class", style);
        html.element("h2", heading);
        html.element("p", lead, "class", "lead");
    }
}
