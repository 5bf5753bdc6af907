package dev.dbops.cli.output;

/** Shows results that are longer than the screen page by page. */
public interface Paging {
    /** Results are shown at once. */
    Paging NONE = new Paging() {
        @Override
        public void begin() {}

        @Override
        public void end() {}
    };

    /** A result begins; all output until {@link #end} belongs to it. */
    void begin();

    /** The result is complete; returns when the user has read it. */
    void end();
}
