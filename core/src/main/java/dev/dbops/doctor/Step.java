package dev.dbops.doctor;

/**
 * One step of a section, and its possible findings.
 *
 * @param section the section
 * @param name a short name that is the same in every run
 */
public record Step(String section, String name) {
    public Finding ok(String message) {
        return Finding.of(this, Outcome.ok, message, Remedy.NONE);
    }

    /** A warning whose remedy is prose without a command. */
    public Finding warning(String message, String remedy) {
        return warning(message, Remedy.prose(remedy));
    }

    public Finding warning(String message, Remedy remedy) {
        return Finding.of(this, Outcome.warning, message, remedy);
    }

    /** A failure whose remedy is prose without a command. */
    public Finding failed(String message, String remedy) {
        return failed(message, Remedy.prose(remedy));
    }

    public Finding failed(String message, Remedy remedy) {
        return Finding.of(this, Outcome.failed, message, remedy);
    }

    /** It could not run. */
    public Finding skipped(String reason) {
        return skipped(reason, Remedy.NONE);
    }

    public Finding skipped(String reason, Remedy remedy) {
        return Finding.of(this, Outcome.skipped, reason, remedy);
    }
}
