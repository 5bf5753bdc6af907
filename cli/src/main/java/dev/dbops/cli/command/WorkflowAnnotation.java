package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import dev.dbops.cli.process.Invocation;
import dev.dbops.text.VisibleText;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The line that makes GitHub Actions show an error at its place in a file, in the summary of the run and in the pull
 * request.
 *
 * <p>The form is documented under "Workflow commands for GitHub Actions", "Setting an error message"; the escapes are those
 * of its toolkit (packages/core/src/command.ts).
 */
final class WorkflowAnnotation {
    private final Invocation invocation;
    private final UnaryOperator<String> redacted;

    private WorkflowAnnotation(Invocation invocation, UnaryOperator<String> redacted) {
        this.invocation = invocation;
        this.redacted = redacted;
    }

    /** The line for a failure; empty outside GitHub Actions. */
    static Optional<String> of(OpsException failure, Invocation invocation, UnaryOperator<String> redacted) {
        return "true".equals(invocation.variables().get("GITHUB_ACTIONS"))
                ? Optional.of(new WorkflowAnnotation(invocation, redacted).line(failure))
                : Optional.empty();
    }

    private String line(OpsException failure) {
        var text = new StringBuilder(failure.getMessage());
        failure.serverError()
                .ifPresent(error ->
                        text.append(" (SQLSTATE ").append(error.sqlState()).append(')'));
        failure.serverError()
                .map(error -> error.detail())
                .filter(detail -> !detail.isEmpty())
                .ifPresent(detail -> text.append("\ndetail: ").append(detail));
        failure.hint().ifPresent(hint -> text.append("\nhint: ").append(hint));
        var place = failure.position().map(this::place).orElse("");
        return "::error title=db-ops" + place + "::" + data(VisibleText.of(redacted.apply(text.toString())));
    }

    /** Empty for a script that is not a file, such as standard input. */
    private String place(ScriptPosition position) {
        return path(position.file())
                .map(file -> ",file=" + property(redacted.apply(file)) + ",line=" + position.line()
                        + (position.column() > 0 ? ",col=" + position.column() : ""))
                .orElse("");
    }

    /** The file as seen from the root of the checkout, where GitHub looks for it. */
    private Optional<String> path(String name) {
        try {
            var file = invocation.directory().toAbsolutePath().resolve(name).normalize();
            if (name.isEmpty() || !Files.isRegularFile(file)) {
                return Optional.empty();
            }
            var root = Path.of(invocation.variables().getOrDefault("GITHUB_WORKSPACE", ""));
            return Optional.of((root.isAbsolute() && file.startsWith(root.normalize())
                            ? root.normalize().relativize(file)
                            : Path.of(name))
                    .toString());
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
