package dev.dbops;

import java.util.Optional;

/**
 * Every failure that db-ops reports: what is wrong, the kind of failure, and what to do about it.
 *
 * <p>The message is a sentence without a full stop that can follow "error: "; the hint, when there is one, names the
 * next command to run. A failure inside a script also says where. Only the error reporter prints these.
 */
public final class OpsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kind of failure; each kind has its own exit code. */
    public enum Kind {
        /** The operation failed. */
        FAILED,
        /** The command, its options or its configuration are wrong. */
        USAGE,
        /** The server rejected the SQL. */
        SQL,
        /** The database (or AWS) could not be reached, or refused the login. */
        UNREACHABLE,
        /** Refused for safety: a confirmation is missing, or the target is protected. */
        REFUSED,
        /** Timed out waiting for a lock or a state. */
        TIMEOUT,
        /** Interrupted by the user. */
        INTERRUPTED
    }

    private final Kind kind;
    private final String hint;
    private final transient ServerError serverError;
    private final transient ScriptPosition position;

    /** A failure with no hint: the message says all that is known. */
    public OpsException(Kind kind, String message) {
        this(kind, message, null, null, null, null);
    }

    public OpsException(Kind kind, String message, String hint) {
        this(kind, message, hint, null, null, null);
    }

    public OpsException(Kind kind, String message, String hint, Throwable cause) {
        this(kind, message, hint, cause, null, null);
    }

    private OpsException(
            Kind kind, String message, String hint, Throwable cause, ServerError serverError, ScriptPosition position) {
        super(message, cause);
        this.kind = kind;
        this.hint = hint;
        this.serverError = serverError;
        this.position = position;
    }

    /** The same failure with the server's error. */
    public OpsException with(ServerError error) {
        return new OpsException(kind, getMessage(), hint, getCause(), error, position);
    }

    /** The same failure with the place in the script that caused it. */
    public OpsException at(ScriptPosition place) {
        return new OpsException(kind, getMessage(), hint, getCause(), serverError, place);
    }

    /** The same failure with another message. */
    public OpsException withMessage(String message) {
        return new OpsException(kind, message, hint, getCause(), serverError, position);
    }

    /** The same failure with another hint. */
    public OpsException withHint(String advice) {
        return new OpsException(kind, getMessage(), advice, getCause(), serverError, position);
    }

    public Kind kind() {
        return kind;
    }

    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /** The server's error, when the server rejected the operation. */
    public Optional<ServerError> serverError() {
        return Optional.ofNullable(serverError);
    }

    /** The position of the failure, when it is in a script. */
    public Optional<ScriptPosition> position() {
        return Optional.ofNullable(position);
    }
}
