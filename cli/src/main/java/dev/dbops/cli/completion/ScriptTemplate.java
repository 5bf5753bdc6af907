package dev.dbops.cli.completion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a script that is the same for all commands. A line {@code @name@} in it is a place for generated lines,
 * which get its indentation.
 *
 * @param lines the text
 */
record ScriptTemplate(List<String> lines) {
    ScriptTemplate {
        lines = List.copyOf(lines);
    }

    /** Reads the template of that file name. */
    static ScriptTemplate read(String fileName) {
        try (var in = ScriptTemplate.class.getResourceAsStream(fileName)) {
            return new ScriptTemplate(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The template with these lines in the place of that name. */
    ScriptTemplate with(String name, List<String> replacement) {
        var place = "@" + name + "@";
        var result = new ArrayList<String>();
        for (var line : lines) {
            if (line.strip().equals(place)) {
                var indentation = line.substring(0, line.indexOf('@'));
                replacement.forEach(generated -> result.add(indentation + generated));
            } else {
                result.add(line);
            }
        }
        return new ScriptTemplate(result);
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}
