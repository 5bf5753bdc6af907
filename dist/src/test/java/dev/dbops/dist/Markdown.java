package dev.dbops.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The code blocks of the documents, and the commands in them. */
public final class Markdown {
    private Markdown() {}

    /** The fenced blocks of a language. */
    public static List<String> blocks(Path document, String language) throws IOException {
        var blocks = new ArrayList<String>();
        var parts = Files.readString(document).split("(?m)^```");
        for (var i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith(language + "\n")) {
                blocks.add(parts[i].substring(language.length() + 1));
            }
        }
        return blocks;
    }

    /** The commands of a block of a console, a line each. */
    public static String commands(String console) {
        var commands = new StringBuilder();
        for (var line : console.lines().filter(each -> each.startsWith("$ ")).toList()) {
            commands.append(line.substring(2)).append('\n');
        }
        return commands.toString();
    }
}
