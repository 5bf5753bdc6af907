package dev.dbops.script;

import dev.dbops.script.lexer.Statement;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The PostgreSQL encodings (documentation, section 23.3) that a script may use: UTF-8, and the single-byte encodings
 * that Java supports.
 *
 * <p>The setting is not sent to the server: it always gets UTF-8, the only encoding of the driver.
 */
final class ClientEncoding {
    static final String UTF8 = "UTF8";

    private ClientEncoding() {}

    /** PostgreSQL's own name of an encoding that {@link #charset} knows. */
    static String canonicalName(String name) {
        var plain = plain(name);
        return switch (plain) {
            case "UNICODE" -> UTF8;
            case "SQLASCII" -> "SQL_ASCII";
            case "ISO88591" -> "LATIN1";
            case "ISO88592" -> "LATIN2";
            case "ISO88599" -> "LATIN5";
            case "ISO885915" -> "LATIN9";
            case "WIN" -> "WIN1251";
            case "KOI8" -> "KOI8R";
            default -> plain;
        };
    }

    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Java's charset for PostgreSQL's name; hyphens, underscores and case are ignored. */
    static Optional<Charset> charset(String name) {
        return switch (plain(name)) {
            case UTF8, "UNICODE", "SQLASCII" -> Optional.of(StandardCharsets.UTF_8);
            case "LATIN1", "ISO88591" -> Optional.of(StandardCharsets.ISO_8859_1);
            case "LATIN2", "ISO88592" -> known("ISO-8859-2");
            case "LATIN5", "ISO88599" -> known("ISO-8859-9");
            case "LATIN9", "ISO885915" -> known("ISO-8859-15");
            case "WIN1250" -> known("windows-1250");
            case "WIN1251", "WIN" -> known("windows-1251");
            case "WIN1252" -> known("windows-1252");
            case "KOI8R", "KOI8" -> known("KOI8-R");
            default -> Optional.empty();
        };
    }

    private static Optional<Charset> known(String name) {
        return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
    }

    /** Returns whether the statement sets the client's encoding. */
    static boolean isSetBy(Statement statement) {
        return statement.isSetting()
                && (statement.contains("client_encoding") || statement.word(1).equals("names"));
    }

    /** The name that {@code SET client_encoding = '...'} gives; the one that RESET leads to is ours. */
    static String nameInSetting(Statement statement) {
        if (statement.word(0).equals("reset")) {
            return UTF8;
        }
        var text = statement.text();
        var start = text.indexOf('\'');
        var end = text.lastIndexOf('\'');
        var last = statement.tokens().getLast();
        return end > start ? text.substring(start + 1, end) : last;
    }
}
