package dev.dbops.doctor.figures;

import java.time.Duration;
import java.util.List;

/**
 * A session that waits for a lock, or that blocks other sessions.
 *
 * @param pid its process
 * @param user its role
 * @param application its application_name
 * @param state PostgreSQL's name for its state
 * @param command the first word of its query
 * @param time how long it has waited; if it does not wait, how long its transaction has lasted
 * @param blockers the processes that it waits for; none if it blocks other sessions without waiting itself
 * @param mode the lock that it requests, such as AccessExclusiveLock
 * @param object the object that it tries to lock
 */
public record LockSession(
        int pid,
        String user,
        String application,
        String state,
        String command,
        Duration time,
        List<Integer> blockers,
        String mode,
        String object) {

    public LockSession {
        blockers = List.copyOf(blockers);
    }
}
