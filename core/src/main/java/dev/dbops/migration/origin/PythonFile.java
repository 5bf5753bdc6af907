package dev.dbops.migration.origin;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import dev.dbops.Utf8File;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A migration in a Python file. Its name begins with Python's {@code time.time()} without the point, which has as many
 * digits as the fraction needs: 1670342987.0640998 is 16703429870640998.
 *
 * @param file its name without directories
 * @param number the digits at the beginning of the name
 * @param words the rest of the name
 */
record PythonFile(String file, String number, String words) implements Comparable<PythonFile> {
    private static final Pattern NAME = Pattern.compile("(\\d{1,50})(?:_(.*))?\\.py");
    private static final DateTimeFormatter VERSION = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

    /** The digits of a time in whole seconds, from 2001 to 2286. */
    private static final int SECONDS = 10;

    /** Empty when the name is not that of a migration. */
    static Optional<PythonFile> of(String file) {
        var name = NAME.matcher(file);
        return name.matches()
                ? Optional.of(new PythonFile(file, name.group(1), name.group(2) == null ? "" : name.group(2)))
                : Optional.empty();
    }

    /** The time of its creation, as text whose order is that of time. */
    private static String time(String number) {
        return isTime(number)
                ? number
                : "0".repeat(SECONDS) + "%50s".formatted(number).replace(' ', '0');
    }

    private static boolean isTime(String number) {
        return number.length() >= SECONDS && number.charAt(0) == '1';
    }

    /** The version of its SQL file: the time in UTC where the number is one. */
    String version() {
        return isTime(number)
                ? VERSION.format(Instant.ofEpochSecond(Long.parseLong(number.substring(0, SECONDS)))
                        .atOffset(ZoneOffset.UTC))
                : number;
    }

    /** The name of its SQL file. */
    String sqlFile() {
        return version() + (words.isEmpty() ? "" : "_" + words) + ".sql";
    }

    /**
     * Returns whether the tool that runs these files counts this one as applied.
     *
     * @param last the number of the last file that was applied
     * @throws OpsException of kind FAILED when the order of the numbers, by which that tool goes, is not that of time
     */
    boolean isApplied(String last) {
        var byNumber = new BigInteger(number).compareTo(new BigInteger(last)) <= 0;
        var byTime = new BigInteger(last).signum() > 0 && time(number).compareTo(time(last)) <= 0;
        if (byNumber != byTime) {
            throw new OpsException(
                    Kind.FAILED,
                    "it is not clear whether %s is applied: the last one is %s, which is %s but a %s number"
                            .formatted(file, last, byTime ? "later" : "earlier", byTime ? "smaller" : "greater"),
                    "rename the file so that its number has as many digits; end with 0 where there are too few");
        }
        return byNumber;
    }

    /**
     * Returns the text of its SQL file: an up section, and a down section if it can be undone.
     *
     * @param directory the directory of the file
     * @param shown the file as the user would name it, for messages
     * @throws OpsException of kind USAGE when the SQL is not a constant of the file
     */
    String toSql(Path directory, String shown) {
        var python = PythonMigration.parse(shown, Utf8File.read(directory.resolve(file), shown));
        if ((python.up() + python.down()).contains("%%")) {
            throw new OpsException(
                            Kind.USAGE,
                            "the SQL has %%, which psycopg may make % of, or not",
                            "write this migration as an SQL file, " + sqlFile())
                    .at(ScriptPosition.ofFile(shown));
        }
        return "-- migrate:up\n%s\n\n-- migrate:down\n%s\n".formatted(python.up(), python.down());
    }

    @Override
    public int compareTo(PythonFile other) {
        return time(number).compareTo(time(other.number));
    }
}
