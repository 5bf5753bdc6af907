package dev.dbops.cli;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Origin;
import dev.dbops.target.Protection;
import java.io.IOException;

/**
 * Asks before something is dropped or overwritten.
 *
 * <p>The private local server asks nothing. Elsewhere a yes is enough, at the prompt or by {@code --yes}; a protected
 * target wants the database's name, typed or by {@code --confirm}. Without a terminal nothing is asked but refused.
 */
public final class Confirmation {
    private final Invocation invocation;
    private final GlobalOptions options;

    Confirmation(Invocation invocation, GlobalOptions options) {
        this.invocation = invocation;
        this.options = options;
    }

    /**
     * Returns when the deed is confirmed.
     *
     * @param deed what is about to happen, to stand behind "this will"
     * @throws OpsException of kind REFUSED otherwise
     */
    public void require(String deed, ConnectionTarget target, Protection protection) {
        refuseOtherName(target);
        var named = options.confirm().equals(target.database());
        if (named || target.origin() instanceof Origin.LocalServer) {
            return;
        }
        if (protection instanceof Protection.Protected known) {
            requireName(deed, target, known.reason());
        } else {
            requireYes(deed);
        }
    }

    /**
     * Returns when a deed is confirmed by the name of what it is done to, typed or by {@code --confirm}: a yes is not
     * enough.
     *
     * @param deed what is about to happen, to stand behind "this will"
     * @param owner whose name is wanted, such as "the security group"
     * @param name the name
     * @throws OpsException of kind REFUSED otherwise
     */
    public void requireName(String deed, String owner, String name) {
        if (!options.confirm().isEmpty() && !options.confirm().equals(name)) {
            throw new OpsException(
                    Kind.REFUSED,
                    "--confirm names \"%s\", but %s is \"%s\"".formatted(options.confirm(), owner, name),
                    "check which is meant");
        }
        if (options.confirm().isEmpty()) {
            askForName("this will " + deed, owner, name);
        }
    }

    /**
     * Returns when a deed is confirmed by a yes.
     *
     * @param deed what is about to happen, to stand behind "this will"
     * @throws OpsException of kind REFUSED otherwise
     */
    public void requireYes(String deed) {
        if (options.yes()) {
            return;
        }
        if (!canAsk()) {
            throw new OpsException(Kind.REFUSED, "this will " + deed, "if that is meant, pass --yes");
        }
        var answer = ask("this will %s. Go on? [y/N] ".formatted(deed));
        if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
            throw new OpsException(Kind.REFUSED, "not confirmed; nothing was changed");
        }
    }

    private void refuseOtherName(ConnectionTarget target) {
        if (!options.confirm().isEmpty() && !options.confirm().equals(target.database())) {
            throw new OpsException(
                    Kind.REFUSED,
                    "--confirm names \"%s\", but the target is %s".formatted(options.confirm(), target.description()),
                    "check which database is meant");
        }
    }

    private void requireName(String deed, ConnectionTarget target, String reason) {
        askForName(
                "this will %s, and the target is protected: %s".formatted(deed, reason),
                "the database",
                target.database());
    }

    private void askForName(String warning, String owner, String name) {
        if (!canAsk()) {
            throw new OpsException(Kind.REFUSED, warning, "if that is meant, pass --confirm " + shellWord(name));
        }
        invocation.err().println(warning);
        var answer = ask("type %s's name to go on: ".formatted(owner));
        if (!answer.equals(name)) {
            throw new OpsException(
                    Kind.REFUSED,
                    "that is not %s's name; nothing was changed".formatted(owner),
                    "the name is shown above");
        }
    }

    /** The name as it is typed into a shell. */
    private static String shellWord(String name) {
        for (var i = 0; i < name.length(); i++) {
            if (!Character.isLetterOrDigit(name.charAt(i)) && "_-.".indexOf(name.charAt(i)) < 0) {
                return "'" + name.replace("'", "'\\''") + "'";
            }
        }
        return name;
    }

    private boolean canAsk() {
        return !options.noInput()
                && invocation.terminal().in()
                && invocation.terminal().err();
    }

    private String ask(String question) {
        invocation.err().print(question);
        invocation.err().flush();
        var answer = new StringBuilder();
        try {
            int next;
            while ((next = invocation.in().read()) >= 0 && next != '\n') {
                answer.append((char) next);
            }
            if (next < 0) {
                invocation.err().println();
            }
        } catch (IOException e) {
            throw new OpsException(Kind.REFUSED, "no answer: " + e.getMessage(), "pass --yes or --confirm", e);
        }
        return answer.toString().strip();
    }
}
