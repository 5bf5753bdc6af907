package dev.dbops.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The part of a migration that is run. In a dbmate file this is the text between {@code -- migrate:up} and {@code --
 * migrate:down}; in any other file, the whole text.
 *
 * @param text the file with the lines of the other parts empty, so that the lines keep their numbers
 * @param inTransaction false where the file says {@code -- migrate:up transaction:false}
 */
record UpSection(String text, boolean inTransaction) {
    private static final Pattern MARK = Pattern.compile("--\\s*migrate:(up|down)(?:\\s+(.*?))?\\s*");

    /**
     * @param name the file's name, for messages
     * @throws OpsException of kind USAGE when the marks are not at valid places
     */
    static UpSection of(String name, String text) {
        var lines = text.lines().toList();
        var kept = new StringBuilder();
        var isUp = false;
        var wasUp = false;
        var inTransaction = true;
        for (var i = 0; i < lines.size(); i++) {
            var mark = MARK.matcher(lines.get(i));
            if (mark.matches()) {
                if (!wasUp && (mark.group(1).equals("down") || !isCommentary(lines.subList(0, i)))) {
                    throw misplaced(name, i + 1, lines.get(i));
                }
                isUp = mark.group(1).equals("up");
                wasUp |= isUp;
                inTransaction &= !isUp || inTransaction(name, i + 1, lines.get(i), mark.group(2));
            } else if (isUp) {
                kept.append(lines.get(i));
            }
            kept.append('\n');
        }
        return wasUp ? new UpSection(kept.toString(), inTransaction) : new UpSection(text, true);
    }

    private static boolean isCommentary(List<String> lines) {
        return lines.stream()
                .allMatch(line -> line.isBlank() || line.stripLeading().startsWith("--"));
    }

    private static boolean inTransaction(String name, int line, String text, String options) {
        return switch (options == null ? "" : options) {
            case "", "transaction:true" -> true;
            case "transaction:false" -> false;
            default ->
                throw new OpsException(
                                Kind.USAGE,
                                "unknown option of a migration: " + options,
                                "there is one, -- migrate:up transaction:false")
                        .at(new ScriptPosition(name, line, 1, text));
        };
    }

    private static OpsException misplaced(String name, int line, String text) {
        return new OpsException(
                        Kind.USAGE,
                        "there are statements before -- migrate:up, or that line is missing",
                        "begin the file with -- migrate:up")
                .at(new ScriptPosition(name, line, 1, text));
    }
}
