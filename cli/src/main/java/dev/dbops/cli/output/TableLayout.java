package dev.dbops.cli.output;

import dev.dbops.table.Expansion;
import dev.dbops.table.Screen;

/**
 * The layout of tables.
 *
 * @param screen the screen that tables must fit on
 * @param expansion when each value gets a line of its own
 */
public record TableLayout(Screen screen, Expansion expansion) {}
