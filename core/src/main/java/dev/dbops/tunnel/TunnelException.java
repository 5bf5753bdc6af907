package dev.dbops.tunnel;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;

/** A tunnel cannot be opened, or cannot reach the database. */
public final class TunnelException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String hint;
    private final boolean temporary;

    private TunnelException(Kind kind, String message, String hint, boolean temporary) {
        super(message);
        this.kind = kind;
        this.hint = hint;
        this.temporary = temporary;
    }

    /** A failure that waiting may end, such as a bastion that is still starting. */
    public static TunnelException temporary(String message, String hint) {
        return new TunnelException(Kind.UNREACHABLE, message, hint, true);
    }

    /** A failure that stays until a person changes something. */
    public static TunnelException lasting(String message, String hint) {
        return new TunnelException(Kind.UNREACHABLE, message, hint, false);
    }

    /** A missing program or a wrong setting on this machine. */
    public static TunnelException usage(String message, String hint) {
        return new TunnelException(Kind.USAGE, message, hint, false);
    }

    /** Returns whether waiting may help. */
    public boolean isTemporary() {
        return temporary;
    }

    /** The failure as db-ops reports it. */
    public OpsException report() {
        return new OpsException(kind, getMessage(), hint, this);
    }
}
