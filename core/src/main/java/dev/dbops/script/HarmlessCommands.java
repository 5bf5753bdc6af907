package dev.dbops.script;

import java.util.Optional;
import java.util.Set;

/** psql's commands that change neither the database nor the script, so that a loaded script can pass over them. */
final class HarmlessCommands {
    private static final Set<String> DISPLAY = Set.of(
            "timing",
            "pset",
            "x",
            "o",
            "out",
            "a",
            "t",
            "f",
            "H",
            "html",
            "C",
            "T",
            "errverbose",
            "conninfo",
            "p",
            "print");

    private static final Set<String> LISTINGS =
            Set.of("l", "list", "z", "sf", "sv", "lo_list", "?", "h", "help", "copyright", "s");

    /** {@code \d} and its family (psql's page, "Meta-Commands"), as a regular expression. */
    private static final String DESCRIPTIONS =
            "d(|a|A[cfop]|b|c|config|C|d|D|dp|e[stuw]|f[anptw]*|F[dpt]?|g|l|L|n|o|O|p"
                    + "|P[int]*|rds|rg|R[ps]|T|u|X|y|[Eimstv]+|x)[+xS]*";

    private HarmlessCommands() {}

    /** Why the command does nothing here, as the end of the sentence "ignored COMMAND, "; empty for other commands. */
    static Optional<String> reason(String name) {
        if (DISPLAY.contains(name)) {
            return Optional.of("which only affects how psql shows results");
        }
        return LISTINGS.contains(name.replaceAll("[+xS]+$", "")) || name.startsWith("d") && name.matches(DESCRIPTIONS)
                ? Optional.of("which only shows information")
                : Optional.empty();
    }
}
