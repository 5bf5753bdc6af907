package dev.dbops;

import dev.dbops.OpsException.Kind;
import dev.dbops.text.Utf8Text;
import java.nio.file.Path;

/** A small text file whose bytes must be UTF-8: other bytes would become other characters without a word. */
public final class Utf8File {
    private Utf8File() {}

    /**
     * Reads the whole file.
     *
     * @param name the file as messages name it
     * @throws OpsException of kind USAGE when it cannot be read, or is not UTF-8
     */
    public static String read(Path file, String name) {
        try (var input = InputFile.ofFile(file, name)) {
            var text = Utf8Text.decode(input.bytes());
            if (Utf8Text.hasEscapes(text)) {
                throw new OpsException(Kind.USAGE, "the file is not UTF-8", "save it as UTF-8")
                        .at(ScriptPosition.ofFile(name));
            }
            return text;
        }
    }
}
