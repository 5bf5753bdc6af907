package dev.dbops.script.lexer;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Determines whether a backslash in a plain string is literal: the setting standard_conforming_strings (PostgreSQL
 * documentation, section 19.13.1), as far as the script's text shows. The encoding is UTF-8.
 */
public final class StringSyntax implements TextSettings {
    private static final String SETTING = "standard_conforming_strings";

    /** SET x = off, SET x TO 'off', set_config('x', 'off', ...). */
    private static final Pattern ASSIGNMENT =
            Pattern.compile(SETTING + "'?\\s*(?:=|\\bto\\b|,)\\s*'?(\\w+)", Pattern.CASE_INSENSITIVE);

    private static final Set<String> FALSE = Set.of("off", "of", "false", "fals", "fal", "fa", "f", "no", "n", "0");

    private final Map<String, Boolean> savepoints = new HashMap<>();
    private boolean standard;

    /** @param standard the value at the beginning */
    public StringSyntax(boolean standard) {
        this.standard = standard;
    }

    @Override
    public boolean standardConformingStrings() {
        return standard;
    }

    @Override
    public Charset charset() {
        return StandardCharsets.UTF_8;
    }

    @Override
    public String encoding() {
        return "UTF8";
    }

    @Override
    public boolean isCertain() {
        return true;
    }

    private static boolean mentions(Statement statement) {
        return statement.contains("all") && statement.word(0).equals("reset")
                || statement.text().toLowerCase(Locale.ROOT).contains(SETTING);
    }

    /** Records the statement's effect on the setting, as far as the text shows it. */
    @Override
    public void note(Statement statement) {
        switch (statement.word(0)) {
            case "savepoint" -> savepoints.put(statement.word(1), standard);
            case "rollback" ->
                standard = savepoints.getOrDefault(statement.tokens().getLast(), standard);
            case "discard" -> standard = true;
            case "set", "reset", "select", "do", "call" -> {
                if (mentions(statement)) {
                    standard = assigned(statement);
                }
            }
            default -> {}
        }
    }

    /** A statement that only mentions the setting does not change it; RESET and SET ... TO DEFAULT turn it on. */
    private boolean assigned(Statement statement) {
        var matcher = ASSIGNMENT.matcher(statement.text());
        var value = statement.isSetting() || standard ? "on" : "off";
        while (matcher.find()) {
            value = matcher.group(1).toLowerCase(Locale.ROOT);
        }
        return !FALSE.contains(value);
    }
}
