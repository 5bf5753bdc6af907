package dev.dbops.cli.completion;

import dev.dbops.FileFailure;
import dev.dbops.cli.output.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** The completion script of one user, in the directory from which the shell loads such scripts. */
public final class UserScript {
    private final ShellKind shell;
    private final UnaryOperator<String> variables;
    private final Path home;

    /**
     * @param variables an environment variable's value; empty when it is not set
     * @param home the user's home directory
     */
    public UserScript(ShellKind shell, UnaryOperator<String> variables, Path home) {
        this.shell = shell;
        this.variables = variables;
        this.home = home;
    }

    /** The change to the file. */
    public enum Change {
        /** There was no file. */
        NEW,
        /** There was another script. */
        REPLACED,
        /** The file already contained the script. */
        NONE
    }

    public ShellKind shell() {
        return shell;
    }

    /** The path of the script, which may not exist yet. */
    public Path file() {
        return switch (shell) {
            case bash -> bashDirectory().resolve("completions/db-ops");
            case zsh -> zshDirectory().resolve(shell.fileName());
            case fish ->
                directory("XDG_CONFIG_HOME", home.resolve(".config"))
                        .resolve("fish/completions")
                        .resolve(shell.fileName());
        };
    }

    /** The directory that bash-completion reads; the first one if the variable contains several. */
    private Path bashDirectory() {
        var own = directory("BASH_COMPLETION_USER_DIR", dataHome().resolve("bash-completion"));
        var end = own.toString().indexOf(':');
        return end < 0 ? own : Path.of(own.toString().substring(0, end));
    }

    /** The counterpart of zsh's directory for all users; zsh has no default directory for one user. */
    private Path zshDirectory() {
        return dataHome().resolve("zsh/site-functions");
    }

    private Path dataHome() {
        return directory("XDG_DATA_HOME", home.resolve(".local/share"));
    }

    /** A path that is not absolute counts as unset (XDG Base Directory Specification). */
    private Path directory(String variable, Path otherwise) {
        var value = variables.apply(variable);
        return value.startsWith("/") ? Path.of(value) : otherwise;
    }

    /**
     * Writes it, as a whole or not at all.
     *
     * @throws dev.dbops.OpsException when that cannot be done
     */
    public Change write(String script) {
        var file = file();
        try {
            var before = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            var bytes = new String(script.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            if (before.equals(bytes)) {
                return Change.NONE;
            }
            Files.createDirectories(file.getParent());
            new TextFile(file).write(sink -> sink.accept(script));
            return before.isEmpty() ? Change.NEW : Change.REPLACED;
        } catch (IOException e) {
            throw FileFailure.writing(file.toString(), e)
                    .withHint("write it to another place: db-ops completion %s > FILE".formatted(shell));
        }
    }

    /** The remaining steps for the user, one per line. */
    public List<String> advice() {
        return switch (shell) {
            case bash -> List.of("new shells load it, where the package bash-completion is installed");
            case zsh -> zshAdvice();
            case fish -> List.of();
        };
    }

    private List<String> zshAdvice() {
        if (startFileHasDirectory()) {
            return List.of("new shells load it");
        }
        var directory = zshDirectory();
        var word = directory.startsWith(home) ? "~/" + home.relativize(directory) : directory.toString();
        return List.of(
                "~/.zshrc needs this line, before the one that calls compinit:",
                "  fpath=(%s $fpath)".formatted(word),
                "and, if no line calls it yet, this line after the first:",
                "  autoload -Uz compinit && compinit");
    }

    /** Returns whether zsh's start file mentions the directory. */
    private boolean startFileHasDirectory() {
        var file = directory("ZDOTDIR", home).resolve(".zshrc");
        try {
            return Files.isRegularFile(file)
                    && Files.readString(file, StandardCharsets.ISO_8859_1)
                            .lines()
                            .anyMatch(line -> line.contains("zsh/site-functions")
                                    && !line.strip().startsWith("#"));
        } catch (IOException _) {
            // an unreadable file counts as one without the directory
            return false;
        }
    }
}
