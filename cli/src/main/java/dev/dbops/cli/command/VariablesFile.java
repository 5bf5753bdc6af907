package dev.dbops.cli.command;

import dev.dbops.BoundedFile;
import dev.dbops.FileFailure;
import dev.dbops.FileReplacement;
import dev.dbops.OpsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A .env file in which a variable is set. Its other lines stay as they are. */
public final class VariablesFile {
    private static final String PLAIN = "[A-Za-z0-9_./:@%+,=?&~-]*";

    private final Path file;

    public VariablesFile(Path file) {
        this.file = file;
    }

    /**
     * Sets the variable in its last line, the one that counts, or in a new line at the end. A new file can be read by
     * its owner only.
     *
     * @throws OpsException when the file cannot be read or written; then it is unchanged
     */
    public void set(String name, String value) {
        var lines = lines();
        var at = lines.size();
        for (var i = 0; i < lines.size(); i++) {
            if (EnvironmentLine.nameIn(lines.get(i).strip()).equals(Optional.of(name))) {
                at = i;
            }
        }
        if (at == lines.size()) {
            lines.add("");
        }
        lines.set(at, line(name, value));
        var text = String.join("\n", lines) + "\n";
        try {
            FileReplacement.write(
                    file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)), FileReplacement.PRIVATE);
        } catch (IOException e) {
            throw FileFailure.writing(file.toString(), e);
        }
    }

    private List<String> lines() {
        try {
            return Files.exists(file)
                    ? new ArrayList<>(new String(BoundedFile.read(file), StandardCharsets.UTF_8)
                            .lines()
                            .toList())
                    : new ArrayList<>();
        } catch (IOException e) {
            throw FileFailure.reading(file.toString(), e);
        }
    }

    /** Returns the line that sets a variable, as a shell and programs that read .env files understand it. */
    public static String line(String name, String value) {
        if (value.matches(PLAIN)) {
            return name + "=" + value;
        }
        // a single quote cannot be in single quotes
        return value.indexOf('\'') < 0
                ? "%s='%s'".formatted(name, value)
                : "%s=\"%s\""
                        .formatted(
                                name,
                                value.replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                        .replace("$", "\\$"));
    }
}
