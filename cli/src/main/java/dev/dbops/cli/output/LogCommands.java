package dev.dbops.cli.output;

import java.util.regex.Pattern;

/**
 * What the runners of CI services take for a command in the log of a step: {@code ::add-path::} at the beginning of a line
 * and {@code ##[} in it (GitHub Actions), {@code ##vso[} (Azure Pipelines), {@code ##teamcity[}. A message must not hold one.
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
