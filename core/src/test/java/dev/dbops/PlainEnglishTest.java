package dev.dbops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Searches everything a person reads for phrases that readers had to read twice: messages, help, comments, the names of
 * tests, docs and scripts.
 *
 * <p>{@code plain-english.txt} lists each phrase with what to write instead. {@code plain-english-allowed.txt} lists
 * the places where a phrase is right, each with its reason. Both are resources of the tests.
 */
class PlainEnglishTest {
    private static final Set<String> NAMES = Set.of("db-ops", "verify", "ci/run", "hints.txt");
    private static final Set<String> ENDINGS = Set.of("java", "md", "sql", "sh", "py", "yml", "xml", "svg", "html");

    /** A comment, a text block or a string of Java. */
    private static final Pattern JAVA_TEXT = Pattern.compile(
            "//.*|/\\*(?s:.*?)\\*/|\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'");

    private static final Pattern TEST_NAME = Pattern.compile("^ {4}(?: {4})?void (\\w+)\\(", Pattern.MULTILINE);

    /** The gap between two words of a sentence: a line may end there. */
    private static final String GAP = "\\\\s+(?:(?:\\\\*|//|#|--)\\\\s+)?";

    @Test
    void noPhraseMustBeReadTwice() throws IOException {
        var phrases = rows("plain-english.txt").map(Phrase::of).toList();
        var exceptions = rows("plain-english-allowed.txt").map(Allowed::of).toList();
        var unused = new LinkedHashSet<>(exceptions);
        var found = new ArrayList<String>();
        for (var file : files()) {
            var text = Text.of(file);
            for (var phrase : phrases) {
                phrase.pattern().matcher(text.prose()).results().forEach(match -> {
                    var sentence = text.around(match);
                    var allowed = exceptions.stream()
                            .filter(one -> one.covers(text.name(), sentence))
                            .findFirst();
                    allowed.ifPresent(unused::remove);
                    if (allowed.isEmpty()) {
                        found.add("%s:%d: \"%s\": write %s"
                                .formatted(text.name(), text.line(match), sentence, phrase.instead()));
                    }
                });
            }
        }
        assertThat(found).as("phrases to rewrite").isEmpty();
        assertThat(unused).as("exceptions that nothing needs any more").isEmpty();
    }

    private static java.util.stream.Stream<String[]> rows(String resource) throws IOException {
        try (var in = Objects.requireNonNull(PlainEnglishTest.class.getResourceAsStream("/" + resource), resource)) {
            return new String(in.readAllBytes())
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t+"));
        }
    }

    private static List<Path> files() throws IOException {
        var root = Path.of("..").toRealPath();
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            !root.relativize(file).toString().matches("(\\w+/)?target/.*|\\.git/.*|.*plain-english.*"))
                    .filter(PlainEnglishTest::isRead)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isRead(Path file) {
        var name = file.getFileName().toString();
        var inBench = file.getParent().endsWith("bench");
        return inBench
                || NAMES.stream().anyMatch(file::endsWith)
                || file.endsWith(".ci/run")
                || ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /** A phrase, and what to write instead. */
    private record Phrase(Pattern pattern, String instead) {
        static Phrase of(String[] row) {
            return new Phrase(
                    Pattern.compile(row[0].replaceAll(" ", GAP), Pattern.CASE_INSENSITIVE | Pattern.MULTILINE), row[1]);
        }
    }

    /** A place where a phrase is right: the file's name (a regular expression), a part of the sentence, and the reason. */
    private record Allowed(String file, String words, String reason) {
        static Allowed of(String[] row) {
            return new Allowed(row[0], row[1], row[2]);
        }

        boolean covers(String name, String sentence) {
            return name.matches(file) && sentence.contains(words);
        }
    }

    /** A file's text with everything blanked that is code, so that places remain true. */
    private record Text(String name, String prose) {
        static Text of(Path file) throws IOException {
            var name = Path.of("..").toRealPath().relativize(file).toString();
            var text = Files.readString(file);
            return new Text(name, name.endsWith(".java") ? prose(text) + testNames(text) : text);
        }

        private static String prose(String java) {
            var prose = new StringBuilder(java.length());
            var end = 0;
            var matcher = JAVA_TEXT.matcher(java);
            while (matcher.find()) {
                prose.append(java.substring(end, matcher.start()).replaceAll("[^\n]", " "));
                prose.append(matcher.group());
                end = matcher.end();
            }
            return prose.append(java.substring(end).replaceAll("[^\n]", " ")).toString();
        }

        private static String testNames(String java) {
            var names = new StringBuilder();
            TEST_NAME
                    .matcher(java)
                    .results()
                    .forEach(match -> names.append('\n')
                            .append(match.group(1).replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT)));
            return names.toString();
        }

        long line(MatchResult match) {
            return prose.substring(0, match.start()).lines().count();
        }

        String around(MatchResult match) {
            var from = Math.max(0, match.start() - 40);
            var to = Math.min(prose.length(), match.end() + 40);
            return prose.substring(from, to).strip().replaceAll("\\s+", " ");
        }
    }
}
