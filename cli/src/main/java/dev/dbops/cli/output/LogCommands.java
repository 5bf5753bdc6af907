package dev.dbops.cli.output;

import java.util.regex.Pattern;

/**
 * Texts in the log of a step that the runners of CI services execute as commands: {@code ::add-path::} at the beginning
 * of a line and {@code ##[} in it (GitHub Actions), {@code ##vso[} (Azure Pipelines), {@code ##teamcity[}. A message
 * must not contain them.
 */
final class LogCommands {
    private static final Pattern COMMAND = Pattern.compile("(?m)^([ \\t]*)::|##(?=[a-z]*\\[)");

    private LogCommands() {}

    /** The text with the first character of each command written out. */
    static String disarmed(String text) {
        if (text.indexOf("::") < 0 && text.indexOf("##") < 0) {
            return text;
        }
        return COMMAND.matcher(text)
                .replaceAll(command -> command.group().endsWith("::") ? "$1\\\\u003A:" : "\\\\u0023#");
    }
}
