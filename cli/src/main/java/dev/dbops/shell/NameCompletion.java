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
     * @param names asked only when something is completed
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
        var known = names.get();
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
        known.relations().forEach(name -> add(candidates, name));
        known.schemas().stream().filter(NameCompletion::isVisible).forEach(name -> candidates.add(prefix(name + ".")));
        if (!namesARelation(typed.previous())) {
            known.columns().forEach(column -> add(candidates, column.name()));
            known.functions().stream()
                    .filter(NameCompletion::isVisible)
                    .forEach(name -> candidates.add(prefix(name + "(")));
            var upper = !word.isEmpty() && Character.isUpperCase(word.charAt(0));
            known.keywords().forEach(keyword -> add(candidates, upper ? keyword.toUpperCase(Locale.ROOT) : keyword));
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

    /** The editor writes names to the terminal as they are, so that one with control characters is not offered. */
    private static boolean isVisible(String name) {
        return VisibleText.line(name).equals(name);
    }

    /** Something that is not complete yet, so that no space follows it. */
    private static Candidate prefix(String value) {
        return new Candidate(value, value, null, null, null, null, false);
    }
}
