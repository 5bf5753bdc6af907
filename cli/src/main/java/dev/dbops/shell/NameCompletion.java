package dev.dbops.shell;

import dev.dbops.postgres.catalog.CompletionNames;
import dev.dbops.text.VisibleText;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes names of the catalog, keywords, and commands with a backslash. */
final class NameCompletion implements Completer {
    private final Supplier<CompletionNames> names;

    /**
     * @param names supplies the names when a word is completed
     */
    NameCompletion(Supplier<CompletionNames> names) {
        this.names = names;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        var typed = (TypedLine) line;
        var word = typed.word();
        if (word.startsWith("\\")) {
            BackslashCommands.NAMES.forEach(name -> add(candidates, "\\" + name));
            return;
        }
        var command = typed.command();
        if (command.isPresent()) {
            argumentsOf(command.get(), typed, candidates);
            return;
        }
        complete(typed, names.get(), candidates);
    }

    private static void complete(TypedLine typed, CompletionNames known, List<Candidate> candidates) {
        var word = typed.word();
        var dot = word.lastIndexOf('.');
        if (dot >= 0) {
            var owner = word.substring(0, dot);
            known.columns().stream()
                    .filter(column -> column.relation().equalsIgnoreCase(owner))
                    .forEach(column -> add(candidates, owner + "." + column.name()));
            known.relations().stream()
                    .filter(name -> name.startsWith(owner + "."))
                    .forEach(name -> add(candidates, name));
            return;
        }
        if (isRelationBefore(typed, known)) {
            keywords(word, known, candidates);
            return;
        }
        known.relations().forEach(name -> add(candidates, name));
        known.schemas().stream().filter(NameCompletion::isVisible).forEach(name -> candidates.add(prefix(name + ".")));
        if (!namesARelation(typed.previous())) {
            known.columns().forEach(column -> add(candidates, column.name()));
            known.functions().stream()
                    .filter(NameCompletion::isVisible)
                    .forEach(name -> candidates.add(prefix(name + "(")));
            keywords(word, known, candidates);
        }
    }

    private static void keywords(String word, CompletionNames known, List<Candidate> candidates) {
        var upper = !word.isEmpty() && Character.isUpperCase(word.charAt(0));
        known.keywords().forEach(keyword -> add(candidates, upper ? keyword.toUpperCase(Locale.ROOT) : keyword));
    }

    /** Returns whether a relation is complete: FROM users is followed by WHERE or JOIN, not by another name. */
    private static boolean isRelationBefore(TypedLine typed, CompletionNames known) {
        return known.relations().contains(typed.previous()) && namesARelation(typed.beforePrevious());
    }

    /** The argument of a command with a backslash; there is one at most. */
    private void argumentsOf(String command, TypedLine typed, List<Candidate> candidates) {
        if (!typed.previous().equals("\\" + command)) {
            return;
        }
        switch (command) {
            case "x" -> List.of("on", "off", "auto").forEach(value -> add(candidates, value));
            case "timing" -> List.of("on", "off").forEach(value -> add(candidates, value));
            case "pset" -> add(candidates, "null");
            case "dn" -> names.get().schemas().forEach(name -> add(candidates, name));
            case "df" -> names.get().functions().forEach(name -> add(candidates, name));
            case "d", "dt", "dv", "dm", "di", "ds" -> {
                names.get().relations().forEach(name -> add(candidates, name));
                names.get().schemas().stream()
                        .filter(NameCompletion::isVisible)
                        .forEach(name -> candidates.add(prefix(name + ".")));
            }
            default -> {}
        }
    }

    private static boolean namesARelation(String previous) {
        return switch (previous.toLowerCase(Locale.ROOT)) {
            case "from", "join", "into", "update", "table", "truncate", "references", "only" -> true;
            default -> previous.startsWith("\\d");
        };
    }

    private static void add(List<Candidate> candidates, String value) {
        if (isVisible(value)) {
            candidates.add(new Candidate(value));
        }
    }

    /**
     * Returns whether the name can be offered. The editor writes names to the terminal unchanged, so names with control
     * characters are left out.
     */
    private static boolean isVisible(String name) {
        return VisibleText.line(name).equals(name);
    }

    /** A candidate that is not complete, so that no space follows it. */
    private static Candidate prefix(String value) {
        return new Candidate(value, value, null, null, null, null, false);
    }
}
