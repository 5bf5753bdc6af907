package dev.dbops.doctor;

/**
 * One step of a section, and its possible findings.
 *
 * @param section the section
 * @param name a short name that is the same in every run
 */
public record Step(String section, String name) {
    public Finding ok(String message) {
        return Finding.ok(section, name, message);
    }

    public Finding warning(String message, String remedy) {
        return Finding.warning(section, name, message, remedy);
    }

    public Finding failed(String message, String remedy) {
        return Finding.failed(section, name, message, remedy);
    }

    /** It could not run. */
    public Finding skipped(String reason) {
        return Finding.skipped(section, name, reason);
    }
}
