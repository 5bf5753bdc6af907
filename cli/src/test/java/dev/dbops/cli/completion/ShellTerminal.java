package dev.dbops.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An interactive shell at a pseudo-terminal: lines are typed into it with the keys that complete them, and db-ops shows
 * the words that it was called with.
 */
final class ShellTerminal implements AutoCloseable {
    /** Completes what is unambiguous. */
    static final String TAB = "\t";

    /** Puts all candidates on the line. */
    private static final String ALL = "\u001b*";

    /** Lists the candidates and leaves the line as it is. */
    private static final String LIST = "\u0004";

    private static final String PROMPT = "ready> ";
    private static final int LIMIT_SECONDS = 60;

    private final Process process;
    private final StringBuilder transcript = new StringBuilder();

    private ShellTerminal(Project project, String shell, String command) throws IOException {
        Programs.require("script", "bsdutils");
        Programs.require(shell, shell);
        this.process = project.shell("script", "-qefc", command, "/dev/null").start();
        readUntil(0, PROMPT);
    }

    /** Bash, with these commands run at its start. */
    static ShellTerminal bash(Project project, String commands) throws IOException {
        var start = project.root().resolve("bashrc");
        Files.writeString(start, "PS1='%s'\nunset HISTFILE\n%s\n".formatted(PROMPT, commands));
        return new ShellTerminal(project, "bash", "bash --noprofile --rcfile '%s' -i".formatted(start));
    }

    /** Zsh, with these commands run at its start. */
    static ShellTerminal zsh(Project project, String commands) throws IOException {
        // Bash has a key for all candidates (insert-completions); the manual of zsh makes one from _all_matches.
        Files.writeString(project.root().resolve(".zshrc"), """
            PS1='%s'
            PROMPT_EOL_MARK=
            LISTMAX=0
            zle -C all-matches complete-word _generic
            bindkey -e
            bindkey '^[*' all-matches
            zstyle ':completion:all-matches::::' completer _all_matches _complete
            zstyle ':completion:all-matches:*' insert yes
            %s
            """.formatted(PROMPT, commands));
        return new ShellTerminal(project, "zsh", "zsh -d -i");
    }

    /** Types the line and the key, then enter; returns the words that db-ops was called with. */
    List<String> complete(String line, String key) throws IOException {
        var before = transcript.length();
        type(line + key + "\n");
        var end = readUntil(before, ":end");
        readUntil(end, PROMPT);
        assertThat(transcript).doesNotContain(Project.SECRET);
        var words = transcript.substring(transcript.indexOf("words:<", before) + "words:<".length(), end);
        return List.of(words.substring(0, words.lastIndexOf('>')).split("><", -1));
    }

    /** The candidates for the last word of the line. */
    List<String> candidates(String line) throws IOException {
        var before = complete(line, "");
        var words = complete(line, ALL);
        if (words.equals(before)) {
            return List.of();
        }
        return words.subList(line.endsWith(" ") ? before.size() : before.size() - 1, words.size());
    }

    /** The text that zsh shows below the line when it lists the candidates. */
    String listing(String line) throws IOException {
        var before = transcript.length();
        type(line + LIST);
        // The prompt comes again below the list, because this terminal cannot go up.
        var end = readUntil(before, PROMPT);
        complete("", "");
        return transcript.substring(before, end);
    }

    private void type(String keys) throws IOException {
        var keyboard = process.getOutputStream();
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** Returns the position after the text. */
    private int readUntil(int from, String text) throws IOException {
        var watch = new CompletableFuture<Void>();
        watch.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).whenComplete((_, timeout) -> {
            if (timeout != null) {
                process.destroyForcibly();
            }
        });
        var screen = process.getInputStream();
        var buffer = new byte[4096];
        while (transcript.indexOf(text, from) < 0) {
            var length = screen.read(buffer);
            if (length < 0) {
                throw new AssertionError(
                        "the shell ended, or did not answer in " + LIMIT_SECONDS + " s:\n" + transcript);
            }
            transcript.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
        }
        watch.complete(null);
        return transcript.indexOf(text, from) + text.length();
    }

    /** Ends the shell as the end of its input does, so that nothing writes to its directory any more. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("the shell ends when its input does")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while a shell ended", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
