package dev.dbops.cli.completion;

/** The shells for which there is a completion script. */
public enum ShellKind {
    bash("db-ops.bash"),
    zsh("_db-ops"),
    fish("db-ops.fish");

    private final String fileName;

    ShellKind(String fileName) {
        this.fileName = fileName;
    }

    /** The name by which the shell finds the script in a directory of completions. */
    public String fileName() {
        return fileName;
    }

    /** The script that completes the command line of this model. */
    public String script(CompletionModel model) {
        var template = ScriptTemplate.read(fileName);
        return switch (this) {
            case bash -> new BashScript(model).fill(template);
            case zsh -> new ZshScript(model).fill(template);
            case fish -> new FishScript(model).fill(template);
        };
    }
}
