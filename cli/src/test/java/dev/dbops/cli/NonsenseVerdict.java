package dev.dbops.cli;

import dev.dbops.cli.Cli.Transcript;
import dev.dbops.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The rules that every command line obeys, whatever its values are. */
final class NonsenseVerdict {
    private static final Set<Integer> EXIT_CODES = Set.of(0, 1, 2, 3, 4, 5, 6, 130);
    private static final Pattern RAW = Pattern.compile("unexpected:|fault of db-ops|(?m:^\\s+at [\\w.$/]+\\()|"
            + "\\w(Exception|Error)\\b(?! of)|\\b(java|javax|jdk|org\\.postgresql|software\\.amazon|picocli)\\.\\w|"
            + "\\bnull\\b|Optional\\[|@[0-9a-f]{6,8}\\b");
    private static final Pattern LAST_LINE =
            Pattern.compile("(error|hint|detail|note|target): .*|  .*|\\{.*}", Pattern.DOTALL);
    private static final Pattern STYLE = Pattern.compile("\u001b\\[[0-9;]*m");
    /** Commands whose result is not a record: what another program prints, or a text of its own. */
    private static final Set<String> OWN_TEXT =
            Set.of("completion", "help", "url", "connect", "sg-run", "schema-dump", "dump", "events-tail", "rds-logs");
    /** Commands whose exit code may be that of another program. */
    private static final Set<String> RUN_PROGRAMS = Set.of("connect", "tunnel", "sg-run");
    /** Commands that answer no by exit code 1. */
    private static final Set<String> ANSWERS =
            Set.of("doctor", "wait", "local-status", "schema-dump", "migrate-status");

    private NonsenseVerdict() {}

    /** Returns the rules that were broken; empty if there are none. */
    static List<String> of(NonsenseCase tried, Transcript transcript) {
        var wrong = new ArrayList<String>();
        var command = tried.example().command();
        if (!EXIT_CODES.contains(transcript.exitCode()) && !RUN_PROGRAMS.contains(command)) {
            wrong.add("an exit code that is not documented");
        }
        var raw = RAW.matcher(withoutValues(tried, transcript.err().replace(":null", "")));
        if (raw.find()) {
            wrong.add("text that is not for users: " + raw.group());
        }
        if ((transcript.out() + transcript.err()).contains(TestServer.PASSWORD)) {
            wrong.add("the password");
        }
        if (transcript.exitCode() != 0
                && transcript.exitCode() != 130
                && !endsInWords(transcript)
                && !(transcript.exitCode() == 1 && ANSWERS.contains(command))) {
            wrong.add("an end without error: or hint:");
        }
        if (tried.wantsJson() && !OWN_TEXT.contains(command) && transcript.exitCode() != 130) {
            json(transcript.out()).ifPresent(wrong::add);
        }
        return wrong;
    }

    /** The values are repeated in messages, and may look like anything; so are options, and one is called --null. */
    private static String withoutValues(NonsenseCase tried, String text) {
        for (var word : tried.words()) {
            if (word.startsWith("--")) {
                text = text.replace(word.split("=", 2)[0], "OPTION");
            }
            var value = word.startsWith("--") ? word.substring(word.indexOf('=') + 1) : word;
            text = value.length() > 3 ? text.replace(value, "VALUE") : text;
        }
        return text;
    }

    private static boolean endsInWords(Transcript transcript) {
        var text = STYLE.matcher(transcript.err()).replaceAll("");
        var at = Math.max(Math.max(text.lastIndexOf("error: "), text.lastIndexOf("hint: ")), text.lastIndexOf("\n{"));
        return at >= 0 && LAST_LINE.matcher(text.substring(at).strip()).matches() || text.startsWith("{");
    }

    private static java.util.Optional<String> json(String text) {
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
            return java.util.Optional.empty();
        } catch (JacksonException e) {
            return java.util.Optional.of("standard output that is not JSON: " + e.getOriginalMessage());
        }
    }
}
