package dev.dbops.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hides passwords, tokens and keys in text that is shown. It finds them by position, {@code user:password@} and {@code
 * password=}, and by the secret values that the process received. Text without a secret stays as it is.
 */
public final class Redactor {
    /** The text that replaces a secret. */
    public static final String HIDDEN = "****";

    /** The arguments that hold a secret, and their redacted texts; the longest first. */
    private final Map<String, String> arguments = new TreeMap<>(new LongestFirst());

    private final List<String> values = new ArrayList<>();
    private final Collection<String> words;
    private final Map<String, String> variables;
    private boolean prepared;

    /**
     * A class, because the lambdas of Comparator's own combinations are not in the start-up cache, which costs 4 ms.
     */
    private static final class LongestFirst implements Comparator<String> {
        @Override
        public int compare(String one, String other) {
            var byLength = Integer.compare(other.length(), one.length());
            return byLength == 0 ? one.compareTo(other) : byLength;
        }
    }

    private Redactor(Collection<String> words, Map<String, String> variables) {
        this.words = words;
        this.variables = variables;
    }

    /** Finds secrets by position only. */
    public static Redactor byPlace() {
        return new Redactor(List.of(), Map.of());
    }

    /**
     * Also hides the secrets of a command line and its environment, wherever they are shown.
     *
     * @param words the arguments of the command
     * @param variables the environment
     */
    public static Redactor of(Collection<String> words, Map<String, String> variables) {
        return new Redactor(words, variables);
    }

    /** Runs only when there is text to show: most commands write nothing here. */
    private void prepare() {
        prepared = true;
        words.forEach(this::learn);
        variables.forEach((name, value) -> {
            if (SecretArgument.isSecretName(name)) {
                hide(value, "");
            } else if (value.contains("://")) {
                learn(value);
            }
        });
    }

    private void learn(String text) {
        var argument = SecretArgument.of(text);
        if (!argument.secrets().isEmpty()) {
            arguments.put(text, argument.shown());
            argument.secrets().forEach(secret -> hide(secret, argument.shown()));
        }
    }

    /**
     * Hides a password wherever it is shown, unless it is a word that is likely to have another meaning there.
     *
     * @param beside the visible text beside the password, such as role and database: its words are not secret
     */
    public synchronized void hide(String value, String beside) {
        if (SecretArgument.isDistinct(value) && !beside.contains(value) && !values.contains(value)) {
            values.add(value);
            values.sort(new LongestFirst());
        }
    }

    /** The text without secrets; the same object when it has none. */
    public synchronized String redact(String text) {
        if (!prepared) {
            prepare();
        }
        var shown = text;
        for (var argument : arguments.entrySet()) {
            shown = shown.replace(argument.getKey(), argument.getValue());
        }
        shown = NamedSecrets.hide(UrlPasswords.hide(shown));
        for (var value : values) {
            shown = shown.replace(value, HIDDEN);
        }
        return shown;
    }

    /** Returns whether this is a placeholder for a secret, as in the hints of db-ops. */
    static boolean isPlaceholder(String value) {
        return value.isEmpty() || value.equals(HIDDEN) || value.equals("PASSWORD") || value.equals("...");
    }
}
