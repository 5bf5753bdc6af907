package dev.dbops.cli;

import java.nio.file.Path;
import java.util.List;

/** Values that no option of any command is meant for, or that only some options take. */
final class NonsenseValues {
    private static final int LONG = 10_000;

    private NonsenseValues() {}

    /**
     * The values, with the text of a command line's arguments: no zero bytes.
     *
     * @param directory a directory that exists
     */
    static List<String> in(Path directory) {
        return List.of(
                "",
                " ",
                "-1",
                "0",
                "1",
                "1e9",
                "99999999999999999999",
                "2147483648",
                "106751991167300d",
                "NaN",
                "a\tb\nc",
                "\u001b[31mred\u001b]52;c;aGk=\u0007",
                "https://example.com/a?b=c#d",
                "postgresql://u:hunter2@127.0.0.1:1/d",
                "./there-is-no-such-file",
                directory.toString(),
                "/dev/null",
                "x".repeat(LONG),
                "it's",
                "\"; DROP TABLE users; --",
                "%s%n%d",
                "${x}$(y)`z`",
                "\\",
                "größe",
                "🐘",
                "\u202Eabc\u202C",
                "\uFFFD",
                "a,b,,c",
                "a=b=c",
                "*",
                "-",
                "--",
                "@x",
                "2026-02-30T25:61:00Z");
    }
}
