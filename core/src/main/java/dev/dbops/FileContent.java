package dev.dbops;

import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The format of a file, by its first bytes: file names can be wrong. */
public enum FileContent {
    /** RFC 1952, section 2.3.1. */
    GZIP(0, "\u001f\u008b"),
    /** The XZ file format, section 2.1.1.1. */
    XZ(0, "\u00fd7zXZ\0"),
    /** RFC 8878, section 3.1.1. */
    ZSTD(0, "(\u00b5/\u00fd"),
    /** The LZ4 frame format. */
    LZ4(0, "\u0004\"M\u0018"),
    /** The magic of the file, without its level, and of its first block. */
    BZIP2(4, "1AY&SY"),
    /** The first header of a file in an archive. */
    ZIP(0, "PK\u0003\u0004"),
    /** The output of {@code pg_dump -Fc}: src/bin/pg_dump/pg_backup_custom.c. */
    CUSTOM_ARCHIVE(0, "PGDMP"),
    /** POSIX ustar, and GNU tar. */
    TAR(257, "ustar"),
    /** Text, or a format that is not known here. */
    OTHER(0, "");

    /** The bytes that show how a file is compressed. */
    static final int LONGEST_COMPRESSION_HEAD = 10;

    /** The bytes that show every format: a block of tar. */
    private static final int HEAD = 512;
    /** The first file in an archive that pg_dump writes with {@code -Ft}. */
    private static final String TABLE_OF_CONTENTS = "toc.dat\0";

    private final int offset;
    private final byte[] magic;

    FileContent(int offset, String magic) {
        this.offset = offset;
        this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The format of what begins with these bytes. */
    static FileContent of(byte[] head) {
        for (var format : values()) {
            if (format.isIn(head)) {
                return format;
            }
        }
        throw new IllegalStateException("every file begins with an empty text");
    }

    private boolean isIn(byte[] head) {
        for (var i = 0; i < magic.length; i++) {
            if (offset + i >= head.length || head[offset + i] != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** The command that decompresses a file; empty for what db-ops reads, and what is not compressed. */
    Optional<String> decompressor() {
        return switch (this) {
            case XZ, ZSTD, LZ4, BZIP2 -> Optional.of(name().toLowerCase(Locale.ROOT) + " -d");
            case ZIP -> Optional.of("unzip");
            default -> Optional.empty();
        };
    }

    /**
     * Returns whether only pg_restore reads the file: an archive that pg_dump wrote, with {@code -Fc} or {@code -Ft}.
     *
     * @throws OpsException of kind USAGE when the file cannot be read
     */
    public static boolean isDatabaseArchive(InputFile file) {
        var head = head(file);
        return switch (of(head)) {
            case CUSTOM_ARCHIVE -> true;
            case TAR -> new String(head, StandardCharsets.ISO_8859_1).startsWith(TABLE_OF_CONTENTS);
            default -> false;
        };
    }

    /**
     * Refuses archives where a script is needed.
     *
     * @throws OpsException of kind USAGE with the command that reads the archive
     */
    public static void requireScript(InputFile file) {
        if (isDatabaseArchive(file)) {
            throw new OpsException(
                    Kind.USAGE,
                    file.name() + " is an archive of pg_dump, not SQL",
                    "restore it: db-ops restore " + (file.directory().isEmpty() ? "-" : file.name()));
        }
        if (of(head(file)) == TAR) {
            throw new OpsException(
                    Kind.USAGE, file.name() + " is a tar archive, not SQL", "unpack it: tar -xf " + file.name());
        }
    }

    private static byte[] head(InputFile file) {
        try (var in = file.open()) {
            return in.readNBytes(HEAD);
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }
}
