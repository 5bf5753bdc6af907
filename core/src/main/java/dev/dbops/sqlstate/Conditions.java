package dev.dbops.sqlstate;

import dev.dbops.text.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All conditions of PostgreSQL 13 to 18, by code and by name: appendix A of its documentation. */
public final class Conditions {
    private static final int CODE_LENGTH = 5;
    private static final int CLASS_LENGTH = 2;

    private final Map<String, String> classes = new LinkedHashMap<>();
    private final List<Condition> conditions = new ArrayList<>();

    public Conditions() {
        for (var line : ResourceLines.of("conditions.txt")) {
            var space = line.indexOf(' ');
            if (space == CLASS_LENGTH) {
                classes.put(line.substring(0, space), line.substring(space + 1));
            } else if (space == CODE_LENGTH) {
                var title = classes.get(line.substring(0, CLASS_LENGTH));
                conditions.add(new Condition(line.substring(0, space), line.substring(space + 1), title));
            }
        }
    }

    public List<Condition> all() {
        return List.copyOf(conditions);
    }

    /** The conditions with that code or name, ignoring case; several if a name has more than one code. */
    public List<Condition> find(String codeOrName) {
        return conditions.stream()
                .filter(condition -> condition.sqlState().equalsIgnoreCase(codeOrName)
                        || condition.name().equalsIgnoreCase(codeOrName))
                .toList();
    }

    /** Returns whether the word has the form of a code: two characters of a known class, and three more. */
    public boolean isCode(String word) {
        return word.length() == CODE_LENGTH && classes.containsKey(classOf(word));
    }

    /** The conditions of the class that the word begins with; empty if there is no such class. */
    public List<Condition> ofClass(String word) {
        return word.length() < CLASS_LENGTH
                ? List.of()
                : conditions.stream()
                        .filter(condition -> condition.sqlState().startsWith(classOf(word)))
                        .toList();
    }

    /** The name that was probably meant by a misspelt one, or an empty string. */
    public String nearestName(String word) {
        return Spelling.nearest(word, conditions.stream().map(Condition::name).toList());
    }

    private static String classOf(String word) {
        return word.substring(0, CLASS_LENGTH).toUpperCase(Locale.ROOT);
    }
}
