package dev.dbops.table;

/** The size of the terminal on which a table is shown; asked only when it matters, because asking takes time. */
public interface Screen {
    /** A file or a pipe: it has room for everything. */
    Screen ENDLESS = new Screen() {
        @Override
        public int columns() {
            return Integer.MAX_VALUE;
        }

        @Override
        public int lines() {
            return Integer.MAX_VALUE;
        }
    };

    /** A line that is not wider is taken to fit, without asking. */
    int NARROWEST = 40;

    /** The width in columns; {@link Integer#MAX_VALUE} when it is not known. */
    int columns();

    /** The height in lines; {@link Integer#MAX_VALUE} when it is not known. */
    int lines();

    /** Returns whether a line of this width fits. */
    default boolean fits(int width) {
        return width <= NARROWEST || width <= columns();
    }
}
