package dev.dbops.script.lexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The properties of every script, checked for the scripts that Jazzer finds and for generated ones. */
final class SplitProperties {
    private static final int[] PORTIONS = {1, 2, 7};

    private SplitProperties() {}

    static void check(byte[] script) {
        var whole = Split.of(script);
        for (var portion : PORTIONS) {
            assertThat(Split.inPortions(script, portion))
                    .as("in portions of %d bytes", portion)
                    .isEqualTo(whole);
        }
        var text = new String(script, StandardCharsets.UTF_8);
        if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), script) && isPlainSql(script, whole)) {
            assertGivesTheInputBack(text, whole);
        }
    }

    /** psql's commands, variables and COPY data are not part of a statement's text. */
    private static boolean isPlainSql(byte[] script, Split whole) {
        for (var next : script) {
            if (next == '\\' || next == ':') {
                return false;
            }
        }
        return whole.failure().isEmpty() && whole.texts().stream().noneMatch(text -> text.startsWith(Split.DATA));
    }

    /** Each statement is at its reported place, with only white space and comments between the statements. */
    private static void assertGivesTheInputBack(String text, Split split) {
        var end = 0;
        for (var piece : split.statements()) {
            var start = offset(text, piece.line(), piece.column());
            assertThat(start).as("where %s begins", piece).isGreaterThanOrEqualTo(end);
            assertNothing(text.substring(end, start));
            assertThat(text.startsWith(piece.text(), start))
                    .as("%s is at %d", piece, start)
                    .isTrue();
            end = start + piece.text().length();
        }
        assertNothing(text.substring(end));
    }

    private static int offset(String text, int line, int column) {
        var start = 0;
        for (var i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return text.offsetByCodePoints(start, column - 1);
    }

    private static void assertNothing(String between) {
        assertThat(withoutComments(between)).as("left out: %s", between).matches("[ \\t\\n\\r\\f\\x0b;]*");
    }

    private static String withoutComments(String between) {
        var kept = new StringBuilder();
        var depth = 0;
        for (var i = 0; i < between.length(); i++) {
            if (between.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (depth > 0 && between.startsWith("*/", i)) {
                depth--;
                i++;
            } else if (depth == 0 && between.startsWith("--", i)) {
                while (i + 1 < between.length() && between.charAt(i + 1) != '\n' && between.charAt(i + 1) != '\r') {
                    i++;
                }
            } else if (depth == 0) {
                kept.append(between.charAt(i));
            }
        }
        return kept.toString();
    }
}
