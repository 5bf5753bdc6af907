package dev.dbops.dump;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.Locale;

/** The formats of a dump with rows. */
public enum DumpFormat {
    /** SQL, as psql, schema-load and restore read it. */
    PLAIN,
    /** The compressed archive of pg_dump, as restore and pg_restore read it. */
    CUSTOM;

    /** The names, as they are given on the command line. */
    public static List<String> names() {
        return List.of(PLAIN.argument(), CUSTOM.argument());
    }

    /**
     * The format with this name.
     *
     * @throws OpsException of kind USAGE when there is none
     */
    public static DumpFormat of(String name) {
        for (var format : values()) {
            if (format.argument().equals(name)) {
                return format;
            }
        }
        throw new OpsException(Kind.USAGE, "there is no format \"%s\"".formatted(name), "write plain or custom");
    }

    /** The name of pg_dump's format. */
    String argument() {
        return name().toLowerCase(Locale.ROOT);
    }
}
