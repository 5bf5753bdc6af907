package dev.dbops.table;

/** When a result is shown with each value on a line of its own. */
public enum Expansion {
    ON,
    OFF,
    /** When its columns do not fit next to each other. */
    AUTO;

    /** Returns whether to expand a table of this width. */
    public boolean expands(int width, Screen screen) {
        return this == ON || this == AUTO && !screen.fits(width);
    }
}
