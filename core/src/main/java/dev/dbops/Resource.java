package dev.dbops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads the SQL files next to the classes that run them. */
public final class Resource {
    private Resource() {}

    /** Returns the text of the file of that name in the package of the class. */
    public static String text(Class<?> owner, String name) {
        try (var in = Objects.requireNonNull(owner.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
