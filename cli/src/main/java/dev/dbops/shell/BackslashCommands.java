package dev.dbops.shell;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.catalog.CatalogListings;
import dev.dbops.postgres.catalog.Listing;
import dev.dbops.postgres.catalog.NamePattern;
import dev.dbops.postgres.catalog.RelationDescriptions;
import dev.dbops.script.TypedText.Command;
import dev.dbops.table.Expansion;
import java.util.List;
import java.util.Map;

/** The commands that begin with a backslash: the most used ones of psql. */
final class BackslashCommands {
    /** Their names without the backslash. */
    static final List<String> NAMES = List.of(
            "?", "d", "df", "di", "dm", "dn", "ds", "dt", "du", "dv", "dx", "g", "gx", "l", "pset", "q", "timing", "x");

    private static final Map<Expansion, String> DESCRIPTIONS = Map.of(
            Expansion.ON, "on",
            Expansion.OFF, "off",
            Expansion.AUTO, "used automatically");

    private static final String HELP = """
        \\d [NAME]   tables, views and sequences; or what NAME is made of
        \\dt \\dv \\dm \\di \\ds [NAME]   tables, views, materialized views, indexes, sequences
        \\df [NAME]  functions
        \\dn \\du \\dx \\l [NAME]   schemas, roles, extensions, databases
        \\g \\gx     send what has been typed, or the last statement again; \\gx: a line for each value
        \\x [on|off|auto]   a line for each value; auto: when the columns do not fit
        \\pset null TEXT   what is shown for NULL
        \\timing    how long each statement takes, on and off
        \\q         quit; Ctrl-D does too
        * and ? in a NAME stand for any characters. Ctrl-C cancels what runs, or clears what has been typed.\
        """;

    private final Display display;
    private boolean timing;

    BackslashCommands(Display display) {
        this.display = display;
    }

    /** Returns whether to time statements. */
    boolean timing() {
        return timing;
    }

    void help() {
        display.say(HELP);
    }

    /**
     * Runs the command. The shell itself handles {@code \q}.
     *
     * @throws OpsException of kind USAGE when there is no such command
     */
    void run(Command command, Database database) {
        var argument = command.arguments().strip();
        var pattern =
                NamePattern.parse(argument.endsWith(";") ? argument.substring(0, argument.length() - 1) : argument);
        var listings = new CatalogListings(database);
        switch (command.name()) {
            case "?" -> help();
            case "d" -> describe(pattern, argument, database);
            case "df" -> show(listings.functions(pattern), argument);
            case "di" -> show(listings.relations("iI", pattern), argument);
            case "dm" -> show(listings.relations("m", pattern), argument);
            case "dn" -> show(listings.schemas(pattern), argument);
            case "ds" -> show(listings.relations("S", pattern), argument);
            case "dt" -> show(listings.relations("rp", pattern), argument);
            case "du", "dg" -> show(listings.roles(pattern), argument);
            case "dv" -> show(listings.relations("v", pattern), argument);
            case "dx" -> show(listings.extensions(pattern), argument);
            case "l", "list" -> show(listings.databases(pattern), argument);
            case "x" -> {
                display.expansion(expansion(argument));
                display.say("Expanded display is " + DESCRIPTIONS.get(display.expansion()) + ".");
            }
            case "pset" -> pset(argument);
            case "timing" -> {
                timing = switched(argument, timing);
                display.say("Timing is " + (timing ? "on." : "off."));
            }
            default ->
                throw new OpsException(
                        Kind.USAGE,
                        "there is no command \\" + command.name(),
                        "\\? lists the commands of this shell, which has fewer than psql");
        }
    }

    /** Sets the only setting of psql's \pset that has no shorter command. */
    private void pset(String argument) {
        if (!argument.equals("null") && !argument.startsWith("null ")) {
            throw new OpsException(
                    Kind.USAGE, "\\pset sets null only", "\\pset null '(null)', or \\x for expanded display");
        }
        var text = argument.substring("null".length()).strip();
        var quoted = text.length() > 1 && text.startsWith("'") && text.endsWith("'");
        display.nullText(quoted ? text.substring(1, text.length() - 1).replace("''", "'") : text);
        display.say("Null display is \"" + display.nullText() + "\".");
    }

    /** Returns the new setting. Without a word, on and auto become off, as in psql. */
    private Expansion expansion(String word) {
        if (word.equals("auto")) {
            return Expansion.AUTO;
        }
        return switched(word, display.expansion() != Expansion.OFF) ? Expansion.ON : Expansion.OFF;
    }

    private void describe(NamePattern pattern, String argument, Database database) {
        if (pattern.isEmpty()) {
            show(new CatalogListings(database).relations(CatalogListings.ALL_KINDS, pattern), argument);
            return;
        }
        var descriptions = new RelationDescriptions(database).of(pattern);
        if (descriptions.isEmpty()) {
            display.say("Did not find any relation named \"" + argument + "\".");
        }
        descriptions.forEach(display::listing);
    }

    private void show(Listing listing, String argument) {
        if (listing.rows().isEmpty() && listing.title().equals("List of relations")) {
            display.say(
                    argument.isEmpty()
                            ? "Did not find any relations."
                            : "Did not find any relation named \"" + argument + "\".");
        } else {
            display.listing(listing);
        }
    }

    /** Returns the new value of a switch. Without a word, the value is inverted. */
    private static boolean switched(String word, boolean now) {
        return switch (word) {
            case "" -> !now;
            case "on" -> true;
            case "off" -> false;
            default ->
                throw new OpsException(
                        Kind.USAGE, "it must be on or off, not \"" + word + "\"", "\\? lists the commands");
        };
    }
}
