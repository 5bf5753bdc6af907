package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.process.Invocation;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Origin;
import dev.dbops.target.Protection;

/**
 * Asks for confirmation before a command drops, overwrites or interrupts something.
 *
 * <p>A protected target requires the database's name, typed or with {@code --confirm}. Other targets require a yes, at
 * the prompt or with {@code --yes}; databases of the private local server require no confirmation here. Actions that
 * cannot be undone require the name of the resource on every target. Without a terminal, the command is refused instead
 * of a prompt.
 */
public final class Confirmation {
    private static final String UNATTENDED = "pass --yes or --confirm";

    private final Invocation invocation;
    private final GlobalOptions options;
    private final Question question;

    public Confirmation(Invocation invocation, GlobalOptions options) {
        this.invocation = invocation;
        this.options = options;
        this.question = new Question(invocation, options);
    }

    /**
     * Returns if the action is confirmed.
     *
     * @param deed the action, a phrase that follows "this will"
     * @throws OpsException of kind REFUSED otherwise
     */
    public void require(String deed, ConnectionTarget target, Protection protection) {
        refuseOtherName(target);
        if (options.confirm().equals(target.database())) {
            return;
        }
        if (protection instanceof Protection.Protected known) {
            requireName(
                    "this will %s, and the target is protected: %s".formatted(deed, known.reason()),
                    "database",
                    target.database());
        } else if (!(target.origin() instanceof Origin.LocalServer)) {
            requireYes(deed);
        }
    }

    /**
     * Returns if the target is not protected, by its settings or by the mark in it, or if the action is confirmed.
     *
     * @param deed the action, a phrase that follows "this will"
     * @throws OpsException of kind REFUSED otherwise
     */
    public void requireIfProtected(String deed, ConnectionTarget target) {
        if (ProtectionMark.of(target) instanceof Protection.Protected known) {
            require(deed, target, known);
        }
    }

    /**
     * Returns if the action is confirmed with the name of the resource, typed or with {@code --confirm}; {@code --yes}
     * is not enough.
     *
     * @param deed the action, a phrase that follows "this will"
     * @param what the kind of resource, such as "instance"
     * @throws OpsException of kind REFUSED otherwise
     */
    public void requireNamed(String deed, String what, String name) {
        refuseOtherName(what, name);
        if (options.confirm().isEmpty()) {
            requireName("this will " + deed, what, name);
        }
    }

    /**
     * Returns if the action is confirmed by a yes; for actions that interrupt something and can be undone.
     *
     * @param deed the action, a phrase that follows "this will"
     * @param what the kind of resource, such as "instance"; its name with {@code --confirm} confirms, another name
     *     refuses
     * @throws OpsException of kind REFUSED otherwise
     */
    public void requireYes(String deed, String what, String name) {
        refuseOtherName(what, name);
        if (options.confirm().isEmpty()) {
            requireYes(deed);
        }
    }

    /** Returns whether {@code --confirm} was given, so that nothing will be asked. */
    public boolean isGivenByName() {
        return !options.confirm().isEmpty();
    }

    /**
     * Refuses when {@code --confirm} names another database; for a dry run, which confirms nothing.
     *
     * @throws OpsException of kind REFUSED when it does
     */
    public void refuseOtherName(ConnectionTarget target) {
        refuseOtherName(target.database(), "the target is " + target.description(), "database");
    }

    /** The same for another resource, such as an instance. */
    public void refuseOtherName(String what, String name) {
        refuseOtherName(name, "the %s is \"%s\"".formatted(what, name), what);
    }

    private void refuseOtherName(String name, String truth, String what) {
        if (!options.confirm().isEmpty() && !options.confirm().equals(name)) {
            throw new OpsException(
                    Kind.REFUSED,
                    "--confirm names \"%s\", but %s".formatted(options.confirm(), truth),
                    "check which %s is meant".formatted(what));
        }
    }

    private void requireName(String warning, String what, String name) {
        if (!question.canAsk()) {
            throw new OpsException(Kind.REFUSED, warning, "if that is meant, pass --confirm " + shellWord(name));
        }
        invocation.err().println(warning);
        var answer = question.ask("type the %s's name to continue: ".formatted(what), UNATTENDED);
        if (!answer.equals(name)) {
            throw new OpsException(
                    Kind.REFUSED,
                    "that is not the %s's name; nothing was changed".formatted(what),
                    "the name is shown above");
        }
    }

    /** The name, quoted for a shell where necessary. */
    private static String shellWord(String name) {
        for (var i = 0; i < name.length(); i++) {
            if (!Character.isLetterOrDigit(name.charAt(i)) && "_-.".indexOf(name.charAt(i)) < 0) {
                return "'" + name.replace("'", "'\\''") + "'";
            }
        }
        return name;
    }

    /**
     * Returns if the action is confirmed by a yes.
     *
     * @param deed the action, a phrase that follows "this will"
     * @throws OpsException of kind REFUSED otherwise
     */
    public void requireYes(String deed) {
        if (options.yes()) {
            return;
        }
        if (!question.canAsk()) {
            throw new OpsException(Kind.REFUSED, "this will " + deed, "if that is meant, pass --yes");
        }
        var answer = question.ask("this will %s. Continue? [y/N] ".formatted(deed), UNATTENDED)
                .strip();
        if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
            throw new OpsException(Kind.REFUSED, "not confirmed; nothing was changed");
        }
    }
}
