package dev.dbops.cli.command;

import dev.dbops.BoundedFile;
import dev.dbops.FileFailure;
import dev.dbops.FileReplacement;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A .env file in which a variable is set. All other bytes of the file stay as they are. */
public final class VariablesFile {
    private static final String PLAIN = "[A-Za-z0-9_./:@%+,=?&~-]*";

    private static final Pattern LINE = Pattern.compile("[^\\r\\n]*(\\r\\n|\\r|\\n)|[^\\r\\n]+");
    private static final Pattern BEFORE_NAME = Pattern.compile("\\s*(export\\s+)?");

    /** Each byte is a character, and stays that byte: a comment need not be UTF-8. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private final Path file;

    public VariablesFile(Path file) {
        this.file = file;
    }

    /**
     * Refuses a file that another user could have written, because the user could read what is written.
     *
     * @param variables the variables of the process
     * @throws OpsException of kind USAGE for such a file
     */
    public void requireTrusted(Map<String, String> variables) {
        try {
            var doubt = Files.exists(file) ? FileTrust.doubt(file, variables) : Optional.<FileTrust.Doubt>empty();
            doubt.ifPresent(found -> {
                throw new OpsException(
                        Kind.USAGE,
                        "%s is not written, because %s".formatted(file, found.reason()),
                        "run %s; or name another file: --env-file FILE".formatted(found.remedy()));
            });
        } catch (IOException e) {
            throw FileFailure.reading(file.toString(), e);
        }
    }

    /** Returns whether users other than the owner can read the file. */
    public boolean isReadByOthers() {
        try {
            var permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (UnsupportedOperationException _) {
            return false; // no modes: the permissions of the folder protect the file
        } catch (IOException e) {
            throw FileFailure.reading(file.toString(), e);
        }
    }

    /**
     * Sets the variable in its last line, the one that counts, or in a new line at the end. The line keeps its {@code
     * export} and its line ending. A new file can be read by its owner only.
     *
     * @throws OpsException when the file cannot be read or written; then it is unchanged
     */
    public void set(String name, String value) {
        var text = withLine(text(), name, new String(line(name, value).getBytes(StandardCharsets.UTF_8), BYTES));
        try {
            FileReplacement.write(file, out -> out.write(text.getBytes(BYTES)), FileReplacement.PRIVATE);
        } catch (IOException e) {
            throw FileFailure.writing(file.toString(), e);
        }
    }

    private String text() {
        try {
            return Files.exists(file) ? new String(BoundedFile.read(file), BYTES) : "";
        } catch (IOException e) {
            throw FileFailure.reading(file.toString(), e);
        }
    }

    private static String withLine(String text, String name, String line) {
        var last = LINE.matcher(text)
                .results()
                .filter(found -> EnvironmentLine.nameIn(found.group().strip()).equals(Optional.of(name)))
                .reduce((_, next) -> next);
        if (last.isPresent()) {
            var old = last.get();
            return text.substring(0, old.start())
                    + beforeName(old.group())
                    + line
                    + ending(old)
                    + text.substring(old.end());
        }
        var ending = LINE.matcher(text)
                .results()
                .map(VariablesFile::ending)
                .findFirst()
                .orElse("");
        ending = ending.isEmpty() ? "\n" : ending;
        var complete = text.isEmpty() || text.endsWith("\n") || text.endsWith("\r");
        return text + (complete ? "" : ending) + line + ending;
    }

    private static String beforeName(String line) {
        var matcher = BEFORE_NAME.matcher(line);
        return matcher.lookingAt() ? matcher.group() : "";
    }

    private static String ending(MatchResult line) {
        return Optional.ofNullable(line.group(1)).orElse("");
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
