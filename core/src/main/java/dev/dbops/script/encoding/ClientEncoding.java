package dev.dbops.script.encoding;

import dev.dbops.script.lexer.Statement;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The PostgreSQL encodings (documentation, section 23.3) that a script may use: UTF-8, and the single-byte encodings.
 */
public final class ClientEncoding {
    public static final String UTF8 = "UTF8";

    private ClientEncoding() {}

    /** PostgreSQL's own name of an encoding that {@link #charset} knows. */
    public static String canonicalName(String name) {
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
            case "ISO88595", "ISO88596", "ISO88597", "ISO88598" -> "ISO_8859_" + plain.charAt(7);
            default -> plain;
        };
    }

    public static boolean isUtf8(String name) {
        return canonicalName(name).equals(UTF8);
    }

    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Java's charset for PostgreSQL's name; hyphens, underscores and case are ignored. */
    public static Optional<Charset> charset(String name) {
        return switch (plain(name)) {
            case UTF8, "UNICODE", "SQLASCII" -> Optional.of(StandardCharsets.UTF_8);
            case "LATIN1", "ISO88591" -> Optional.of(StandardCharsets.ISO_8859_1);
            case "LATIN2", "ISO88592" -> known("ISO-8859-2");
            case "LATIN3", "ISO88593" -> known("ISO-8859-3");
            case "LATIN4", "ISO88594" -> known("ISO-8859-4");
            case "LATIN5", "ISO88599" -> known("ISO-8859-9");
            case "LATIN6", "ISO885910" -> Optional.of(SingleByteCharset.LATIN6);
            case "LATIN7", "ISO885913" -> known("ISO-8859-13");
            case "LATIN8", "ISO885914" -> Optional.of(SingleByteCharset.LATIN8);
            case "LATIN9", "ISO885915" -> known("ISO-8859-15");
            case "LATIN10", "ISO885916" -> known("ISO-8859-16");
            case "ISO88595" -> known("ISO-8859-5");
            case "ISO88596" -> known("ISO-8859-6");
            case "ISO88597" -> known("ISO-8859-7");
            case "ISO88598" -> known("ISO-8859-8");
            case "KOI8R", "KOI8" -> known("KOI8-R");
            case "KOI8U" -> known("KOI8-U");
            case "WIN866", "ALT", "WINDOWS866" -> known("IBM866");
            case "WIN874", "WINDOWS874" -> known("x-windows-874");
            case "WIN1250", "WINDOWS1250" -> known("windows-1250");
            case "WIN1251", "WIN", "WINDOWS1251" -> known("windows-1251");
            case "WIN1252", "WINDOWS1252" -> known("windows-1252");
            case "WIN1253", "WINDOWS1253" -> known("windows-1253");
            case "WIN1254", "WINDOWS1254" -> known("windows-1254");
            case "WIN1255", "WINDOWS1255" -> known("windows-1255");
            case "WIN1256", "WINDOWS1256" -> known("windows-1256");
            case "WIN1257", "WINDOWS1257" -> known("windows-1257");
            case "WIN1258", "WINDOWS1258", "ABC", "TCVN", "TCVN5712", "VSCII" -> known("windows-1258");
            default -> Optional.empty();
        };
    }

    private static Optional<Charset> known(String name) {
        return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
    }

    /** The name that {@code SET client_encoding = '...'} seems to give. */
    public static String nameInSetting(Statement statement) {
        var text = statement.text();
        var start = text.indexOf('\'');
        var end = text.lastIndexOf('\'');
        var last = statement.tokens().getLast();
        return end > start ? text.substring(start + 1, end) : last;
    }
}
