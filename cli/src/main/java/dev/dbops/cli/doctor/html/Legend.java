package dev.dbops.cli.doctor.html;

/** The meaning of the colours of a chart. */
final class Legend {
    private final Html html;

    /** Begins the list. */
    Legend(Html html) {
        this.html = html;
        html.begin("ul", "class", "legend");
    }

    Legend entry(String style, String words) {
        html.begin("li").begin("svg", "aria-hidden", "true");
        html.begin("rect", "class", style, "width", "100%", "height", "100%")
                .end()
                .end();
        html.text(words).end();
        return this;
    }

    /** Ends the list. */
    void end() {
        html.end();
    }
}
