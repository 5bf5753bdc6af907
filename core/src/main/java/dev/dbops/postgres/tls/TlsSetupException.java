package dev.dbops.postgres.tls;

/** TLS needs a file of authorities, certificates or keys that cannot be used. */
public final class TlsSetupException extends Exception {
    private static final long serialVersionUID = 1;

    private final String hint;

    /**
     * @param message the file, and what is wrong with it
     * @param hint what to do about it
     */
    TlsSetupException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    TlsSetupException(String message, String hint, Exception cause) {
        super(message, cause);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
