package dev.dbops.build;

import java.util.List;

/** One manual page in the macros of man(7): its sections, paragraphs and lists. */
final class ManPage {
    private final StringBuilder text = new StringBuilder();

    /**
     * @param name the page's name, such as {@code db-ops-setup}
     * @param date the day of the page as year-month-day
     * @param version the version of db-ops
     */
    ManPage(String name, String date, String version) {
        macro(
                "TH",
                Roff.escape(name.toUpperCase(java.util.Locale.ROOT)),
                "1",
                date,
                "db\\-ops " + Roff.escape(version),
                "db\\-ops");
        raw(".ad l"); // no gaps between words
    }

    /** A heading, and what it says in one line. */
    ManPage section(String title) {
        return macro("SH", title);
    }

    ManPage subsection(String title) {
        return macro("SS", title);
    }

    /** The line that whatis(1) and apropos(1) index. */
    ManPage name(String name, String sentence) {
        var lower = Character.isLowerCase(sentence.charAt(1))
                ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1)
                : sentence;
        var phrase = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        section("NAME");
        return raw(Roff.wrap(Roff.escape(name) + " \\- " + Roff.escape(phrase)));
    }

    /** A synopsis whose words are markup already; a line is broken between words only. */
    ManPage synopsis(String command, List<String> words) {
        section("SYNOPSIS");
        macro("SY", Roff.escape(command));
        words.forEach(this::raw);
        return raw(".YS");
    }

    /** Lines of prose that are filled as one paragraph or several: an empty line separates them. */
    ManPage prose(List<String> lines) {
        var between = "";
        for (var paragraph : String.join("\n", lines).strip().split("\n\\s*\n")) {
            text.append(between);
            raw(Roff.prose(paragraph.replace('\n', ' ')));
            between = ".PP\n";
        }
        return this;
    }

    ManPage paragraph() {
        return raw(".PP");
    }

    /** An item of a list: a tag in markup, and sentences below it. */
    ManPage item(String tag, String description) {
        raw(".TP");
        raw(tag);
        return raw(Roff.prose(description));
    }

    /** A command line as it is typed. */
    ManPage example(String line) {
        return raw(".RS 4").raw(".EX").raw(Roff.bold(line)).raw(".EE").raw(".RE");
    }

    /** Other pages, by name. */
    ManPage pages(List<String> names) {
        for (var page = 0; page < names.size(); page++) {
            var name = names.get(page);
            raw(".BR \\%" + Roff.escape(name) + " (1)" + (page < names.size() - 1 ? "," : ""));
        }
        return this;
    }

    /** Words in markup, as the end of a sentence. */
    ManPage words(List<String> words) {
        return raw(String.join(",\n", words) + ".");
    }

    /** A line that is markup already. */
    ManPage raw(String line) {
        text.append(line).append('\n');
        return this;
    }

    private ManPage macro(String name, String... arguments) {
        text.append('.').append(name);
        for (var argument : arguments) {
            text.append(" \"").append(argument).append('"');
        }
        text.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
